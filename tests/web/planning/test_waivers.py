"""Waivers: recorded by a body above, never by the unit for its own miss; verdicts follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER, SINCE, actor
from tests.web.conftest import DIRECTIVE
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.services import judge_organisation
from zhibu.domain.members.models import Post
from zhibu.domain.planning.selectors import waivers
from zhibu.domain.planning.services import waiver_end, waiver_record
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.models import Waiver
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused

ClientOf = Callable[[str], Client]


@pytest.fixture
def missed(county: dict) -> Verdict:
    """A miss of branch B1 or of one of its groups."""
    found = Verdict.objects.filter(organisation__in=("B1", "G11", "G12"), subject_kind="organisation",
                                   status__in=("unmet", "deviation"), due__isnull=False).first()
    assert found is not None
    return found


def form(verdict: Verdict, **more: str) -> dict[str, str]:
    return {
        "duty": f"{verdict.directive} {verdict.rule}", "subject": verdict.subject,
        "since": (verdict.due or clock.today()).isoformat(),
        "until": (clock.today() + dt.timedelta(days=30)).isoformat(),
        "reason": "整组外出", "approved_by": "县直工委会议", **more,
    }


def test_a_clerk_above_records_it_and_the_verdict_follows(client_of: ClientOf, missed: Verdict) -> None:
    answer = client_of("clerk").post("/waivers/record", form(missed), follow=True)

    assert "已登记豁免" in answer.content.decode()
    judge_organisation(organisation="B1")
    again = Verdict.objects.get(directive=missed.directive, rule=missed.rule, subject=missed.subject,
                                period_start=missed.period_start)
    assert again.status == "waived"
    assert "整组外出" in again.reason
    assert AuditEntry.objects.filter(action="waiver.record").count() == 1


def test_a_branch_s_own_clerk_does_not_excuse_the_branch(
    client_of: ClientOf, accounts: dict[str, User], missed: Verdict
) -> None:
    RoleGrant.objects.create(
        user=accounts["secretary"], role="clerk", organisation_id="B1", since=SINCE)
    text = client_of("secretary").post("/waivers/record", form(missed, subject="B1")).content.decode()

    assert "不能豁免自己的要求" in text
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("name", ["leader", "member"])
def test_others_do_not_even_see_the_form(name: str, client_of: ClientOf) -> None:
    assert client_of(name).get("/waivers/record").status_code == 403


def test_it_needs_an_end_a_reason_and_a_subject_that_is_there(client_of: ClientOf, missed: Verdict) -> None:
    text = client_of("clerk").post(
        "/waivers/record", form(missed, until="", reason="", subject="没有这个支部")).content.decode()
    assert "还没有填日期" in text
    assert "还没有写原因" in text
    text = client_of("clerk").post("/waivers/record", form(missed, subject="没有这个支部")).content.decode()
    assert "找不到“没有这个支部”" in text
    assert not Waiver.objects.exists()


def test_it_is_listed_ended_and_not_doubled(client_of: ClientOf, missed: Verdict) -> None:
    clerk = client_of("clerk")
    clerk.post("/waivers/record", form(missed))
    assert "日期不能重叠" in clerk.post("/waivers/record", form(missed)).content.decode()
    made = Waiver.objects.get()
    assert "整组外出" in clerk.get("/waivers").content.decode()

    clerk.post(f"/waivers/{made.pk}/end", {"until": (made.since + dt.timedelta(days=1)).isoformat()})
    made.refresh_from_db()
    assert made.until == made.since + dt.timedelta(days=1)
    assert AuditEntry.objects.filter(action="waiver.end").count() == 1


def test_another_clerk_neither_sees_nor_ends_it(client_of: ClientOf, missed: Verdict) -> None:
    client_of("clerk").post("/waivers/record", form(missed))
    stranger = client_of("stranger")

    assert "整组外出" not in stranger.get("/waivers").content.decode()
    assert stranger.get(f"/waivers/{Waiver.objects.get().pk}/end").status_code == 404


def test_a_rule_that_is_not_there_is_refused(county: dict) -> None:
    with pytest.raises(Refused, match="NONE"):
        waiver_record(actor=KEEPER, directive=DIRECTIVE, rule="NONE", subject="B1", since=SINCE,
                      until=SINCE + dt.timedelta(days=9), reason="原因", approved_by="工委")


@pytest.mark.parametrize("kind", ["post", "case"])
def test_nobody_excuses_himself_in_a_post_or_a_case(kind: str, county: dict) -> None:
    """The clerk above holds a post in the branch below, or is the subject of a case there."""
    if kind == "post":
        Post.objects.create(id="P-OWN", member="M3", organisation_id="B1", post="secretary", since=SINCE)
    else:
        Case.objects.create(id="P-OWN", procedure="transfer", organisation_id="B1", subject="M3", opened=SINCE)
    given = {"directive": DIRECTIVE, "rule": "F-MEETING", "subject": "P-OWN", "since": SINCE,
             "until": SINCE + dt.timedelta(days=9), "reason": "原因", "approved_by": "工委"}
    clerk = actor("clerk", "C1", member="M3")

    with pytest.raises(NotAllowed, match="你本人"):
        waiver_record(actor=clerk, **given)
    made = waiver_record(actor=KEEPER, **given)
    with pytest.raises(NotAllowed, match="你本人"):
        waiver_end(actor=clerk, waiver=made, until=SINCE + dt.timedelta(days=2))
    assert not any(shown.may_end for shown in waivers(clerk, SINCE))


def test_one_recorded_after_the_day_is_shown_as_late(client_of: ClientOf, county: dict) -> None:
    missed = Verdict.objects.filter(organisation="G11", subject_kind="organisation", due__lt=clock.today(),
                                    status__in=("unmet", "deviation")).first()  # fmt: skip
    assert missed is not None
    assert missed.due is not None
    back = (clock.today() - missed.due).days
    clerk = client_of("clerk")
    told = clerk.post("/waivers/record", form(missed), follow=True).content.decode()
    judge_organisation(organisation="B1")
    finding = clerk.get("/finding", {"d": missed.directive, "r": missed.rule, "s": missed.subject,
                                     "p": missed.period_start}).content.decode()  # fmt: skip

    assert told.count(f"往回管 {back} 天") == 2  # in the message, and in the list
    assert f"{clock.today()} 登记，晚于期限 {missed.due}" in finding
    assert "事后豁免" in finding
    assert f'"days_back":{back}' in AuditEntry.objects.get(action="waiver.record").details


def test_one_recorded_before_the_day_is_not_late(client_of: ClientOf, missed: Verdict) -> None:
    text = client_of("clerk").post("/waivers/record", form(missed, since=clock.today().isoformat()), follow=True)

    assert f"{clock.today()} 登记" in text.content.decode()
    assert "往回管" not in text.content.decode()
