"""Pages of plans: drafted in one tap, changed line by line, decided, on one sheet, carried into a meeting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.conftest import KEEPER
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.plans import services
from zhibu.domain.plans.models import Plan
from zhibu.domain.plans.services import Line
from zhibu.kernel import clock

TODAY = clock.today()
YEAR = TODAY.year
GROUP_MEETING = "party_group_meeting"
Clients = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("county")


def drafted(*lines: Line) -> Plan:
    group = Organisation.objects.get(pk="G11")
    return services.plan_draft(actor=KEEPER, organisation=group, year=YEAR, lines=lines or [Line(3, GROUP_MEETING, "甲")])


def test_a_plan_is_drafted_from_the_template_and_decided(client_of: Clients) -> None:
    leader = client_of("leader")
    address = f"/plans/draft?organisation=G11&year={YEAR}"
    assert "上年小结，本年计划" in leader.get(address).content.decode()
    leader.post(address, {"note": "围绕中心"})
    made = Plan.objects.get(organisation="G11")
    assert made.items.count() >= 12
    leader.post(reverse("plan-decide", args=[made.pk]), {"meeting": "", "on": TODAY.isoformat()})
    made.refresh_from_db()
    assert (made.state, made.decided_on) == ("decided", TODAY)
    assert "调整" in leader.get(reverse("plan-one", args=[made.pk])).content.decode()


def rows(plan: Plan, theme: str, new: str = "") -> dict[str, str]:
    item = plan.items.get()
    given = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "1", "line-0-key": str(item.pk), "line-0-month": "3",
             "line-0-type": GROUP_MEETING, "line-0-theme": theme, "line-0-agenda": "", "line-0-who": "",
             "line-1-month": "5", "line-1-type": GROUP_MEETING, "line-1-theme": new, "line-1-agenda": "", "line-1-who": "",
             "note": plan.note, "base": str(plan.version)}  # fmt: skip
    return given


def test_lines_are_changed_and_added_and_what_somebody_else_changed_is_told(client_of: Clients) -> None:
    made, leader = drafted(), client_of("leader")
    address = reverse("plan-change", args=[made.pk])
    stale = rows(made, "丙")
    leader.post(address, rows(made, "乙", "新加的"))
    assert list(made.items.values_list("month", "theme")) == [(3, "乙"), (5, "新加的")]
    answer = leader.post(address, stale)
    assert (answer.status_code, "别人改过" in answer.content.decode()) == (422, True)
    assert "丙" in answer.content.decode()


def test_a_decided_plan_asks_why(client_of: Clients) -> None:
    made, leader = drafted(), client_of("leader")
    made = services.plan_decide(actor=KEEPER, plan=made, on=TODAY)
    address = reverse("plan-change", args=[made.pk])
    assert leader.post(address, rows(made, "乙")).status_code == 422
    leader.post(address, rows(made, "乙") | {"why": "上级要求"})
    assert made.changes.get().why == "上级要求"


def test_the_plan_is_taken_along_and_carried_into_the_meeting(client_of: Clients) -> None:
    made = drafted(*(Line(month, GROUP_MEETING, f"{month}月的主题", "第一条\n第二条") for month in range(1, 13)))
    leader = client_of("leader")
    for kind in ("xlsx", "pdf", "docx"):
        assert leader.get(reverse("plan-one", args=[made.pk]), {"format": kind}).status_code == 200
    page = leader.get(f"/meetings/plan?organisation=G11&type={GROUP_MEETING}&on={YEAR}-08-20").content.decode()
    assert "8月的主题" in page
    assert "第二条" in page


def test_the_branch_plan_is_taken_over(client_of: Clients) -> None:
    made = drafted()
    branch = Organisation.objects.get(pk="B1")
    above = services.plan_draft(actor=KEEPER, organisation=branch, year=YEAR, lines=[Line(4, "theme_day", "植树")])
    services.plan_decide(actor=KEEPER, plan=above, on=TODAY)
    leader = client_of("leader")
    assert "还有 1 条没有采用" in leader.get(reverse("plan-one", args=[made.pk])).content.decode()
    leader.post(reverse("plan-adopt", args=[made.pk]), {"items": [above.items.get().pk]})
    assert made.items.filter(theme="植树", upper=above.items.get()).exists()


def test_pages_of_taking_back_and_the_list(client_of: Clients) -> None:
    made, leader = drafted(), client_of("leader")
    for name in ("adopt", "decide", "reopen", "remove"):
        assert leader.get(reverse(f"plan-{name}", args=[made.pk])).status_code == 200
    assert "G11组织" in leader.get(f"/plans?year={YEAR}").content.decode()
    assert leader.get("/plans?year=1999&format=xlsx").status_code == 200
    leader.post(reverse("plan-remove", args=[made.pk]))
    assert not Plan.objects.exists()
