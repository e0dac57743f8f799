"""Changes decided for a day to come: nothing is otherwise before, everything is on the day, whoever reads first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER, actor
from tests.domain.establishment.conftest import branch, get, home
from tests.domain.establishment.test_changes import everything
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.establishment import services
from zhibu.domain.establishment.given import Decision, Destination, NewPart
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.selectors import history
from zhibu.domain.establishment.selectors.ahead import ahead_of, ahead_of_member, desk_items
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import posts as posting
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import name_on
from zhibu.domain.schedule import due
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = TODAY + dt.timedelta(days=20)
LATER = Decision(DAY, "C1", "8号", TODAY)
People = dict[str, Member]


def make(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> int:
    """The day has come."""
    monkeypatch.setattr(clock, "today", lambda: day)
    return services.changes_due_make(day=day)


def clerk_of_c1() -> Actor:
    """The clerk that `planned` made."""
    return actor_of(user=User.objects.get(pk="U-clerk-C1"), door="test")


def planned(kind: str) -> Change:
    c1 = actor("clerk", "C1")
    if kind == "found":
        return services.organisation_found(
            actor=c1, parent=get("C1"), body=branch("新支部"), decision=LATER, members={"M4": "B2"})[1]
    if kind == "rename":
        return services.organisation_rename(actor=c1, organisation=get("B1"), values={"name": "水务支部"}, decision=LATER)
    if kind == "move":
        return services.organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=LATER)
    if kind == "merge":
        return services.organisation_merge(actor=c1, sources=[get("B1")], into=get("B2"), decision=LATER)[1]
    if kind == "split":
        part = NewPart(branch("分出支部"), members=frozenset({"M1"}))
        return services.organisation_split(actor=c1, source=get("B1"), new=[part], decision=LATER)[1]
    return services.organisation_dissolve(
        actor=c1, organisation=get("B1"), decision=LATER, destination=Destination("B2", {"M1": "B2"}))


@pytest.mark.parametrize("kind", ["found", "rename", "move", "merge", "split", "dissolve"])
def test_every_kind_waits_for_its_day_and_is_the_same_change_then(
    kind: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    change = planned(kind)
    assert [row for table in everything() for row in table if "U-clerk-C1" not in str(row)] == [
        row for table in before for row in table]  # fmt: skip
    assert history.ahead_words(change) == f"将于 {DAY} 生效"
    by = change.recorded_by

    assert make(DAY - dt.timedelta(days=1), monkeypatch) == 0
    assert make(DAY, monkeypatch) == 1
    assert make(DAY, monkeypatch) == 0
    done = Change.objects.get()
    assert (done.pk, done.kind, done.on, done.recorded_on, done.recorded_by, done.planned) == (
        change.pk, kind, DAY, TODAY, by, None)  # fmt: skip
    assert AuditEntry.objects.filter(action=f"organisation.{kind}").count() == 1
    services.change_undo(actor=KEEPER, change=done, reason="文件作废")


def test_what_is_so_on_the_day_and_not_before(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    planned("dissolve")
    eve = DAY - dt.timedelta(days=1)
    make(DAY + dt.timedelta(days=2), monkeypatch)  # nobody looked for two days
    assert get("B1").dissolved == DAY
    assert [home("M1", day) for day in (eve, DAY)] == [[("branch", "B1"), ("party_group", "G11")], [("branch", "B2")]]


def test_it_can_be_withdrawn_before_its_day_by_who_may_and_is_never_made(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = planned("rename")
    with pytest.raises(NotAllowed):
        services.change_undo(actor=actor("secretary", "B1"), change=change, reason="不改了")
    services.change_undo(actor=clerk_of_c1(), change=change, reason="不改了")
    assert make(DAY, monkeypatch) == 0
    assert get("B1").name == "B1组织"
    assert Change.objects.get().undone_reason == "不改了"


def test_what_would_be_refused_is_refused_at_once_and_nothing_is_kept(people: People) -> None:
    with pytest.raises(Refused, match="和现在的一样"):
        services.organisation_rename(actor=KEEPER, organisation=get("B1"), values={"name": "B1组织"}, decision=LATER)
    with pytest.raises(NotAllowed):
        services.organisation_rename(
            actor=actor("clerk", "C9"), organisation=get("B1"), values={"name": "新"}, decision=LATER)
    assert not Change.objects.exists()
    assert not AuditEntry.objects.filter(action="change.plan").exists()


def test_what_cannot_be_made_on_its_day_stands_on_the_desk_and_is_tried_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned("merge")
    Organisation.objects.filter(pk="B2").update(dissolved=TODAY + dt.timedelta(days=3))
    assert make(DAY, monkeypatch) == 0
    row = Change.objects.get()
    assert "撤销" in row.refused
    assert "没有办成" in history.ahead_words(row)
    assert [one.kind for one in desk_items(clerk_of_c1(), DAY)] == ["没有办成的变动"]
    assert desk_items(actor("clerk", "C9"), DAY) == []
    Organisation.objects.filter(pk="B2").update(dissolved=None)
    assert make(DAY, monkeypatch) == 0  # once a day
    assert make(DAY + dt.timedelta(days=1), monkeypatch) == 1


def test_any_page_makes_what_is_due(people: People, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ZHIBU_DUE = "zhibu.config.wiring.DUE"
    change = planned("rename")
    Change.objects.filter(pk=change.pk).update(on=TODAY)
    row = Change.objects.get()
    assert row.planned is not None
    row.planned["given"]["map"] = [
        [key, one if key != "decision" else {**one, "values": {**one["values"], "on": {"day": str(TODAY)}}}]
        for key, one in row.planned["given"]["map"]
    ]
    row.save()
    monkeypatch.setattr(due, "_asked", set())
    user = User.objects.create(id="R", username="r", name="某")
    RoleGrant.objects.create(user=user, role="clerk", organisation_id="C1", since=dt.date(2020, 1, 1))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "水务支部" in client.get("/organisations/B1").content.decode()
    assert name_on(get("B1"), TODAY - dt.timedelta(days=1)) == "B1组织"


def test_pages_and_desks_say_what_is_to_come(people: People) -> None:
    planned("rename")
    posting.post_appoint(actor=KEEPER, member=people["M2"], organisation=get("B1"), post="publicity_commissioner", since=DAY)
    said = [one.words for one in ahead_of(get("B1"), TODAY)]
    assert said == [f"更名或调整，将于 {DAY} 生效", f"将于 {DAY} 任职：党员M2 宣传委员"]
    assert [one.words for one in ahead_of_member("M2", TODAY)] == [f"将于 {DAY} 任职：B1组织 宣传委员"]
    clerk = clerk_of_c1()
    assert [(one.kind, one.due) for one in desk_items(clerk, TODAY)] == [("将要生效", DAY)]
    assert desk_items(clerk, TODAY - dt.timedelta(days=60)) == []
