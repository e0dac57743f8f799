"""The plan of a year: drafted from the template, taken over from the branch, decided, changed with trace."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.meetings.content import Content
from zhibu.domain.meetings.services import meeting_plan, meeting_postpone
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.plans import selectors, services
from zhibu.domain.plans.services import Line
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
YEAR = TODAY.year
GROUP_MEETING = "party_group_meeting"


def lines(*themes: str) -> list[Line]:
    return [Line(month, GROUP_MEETING, theme) for month, theme in enumerate(themes, 1)]


def test_the_template_gives_twelve_months_with_the_topics_of_the_course(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    made = services.plan_draft(actor=actor("leader", "G11", "M1"), organisation=tree["G11"], year=YEAR)
    found = list(made.items.filter(type=GROUP_MEETING))
    assert [item.month for item in found] == list(range(1, 13))
    assert (found[0].theme, found[9].theme) == ("上年小结，本年计划", "党费")
    assert found[0].topic.startswith("groups-course/")
    with pytest.raises(Refused, match="已经有了"):
        services.plan_draft(actor=KEEPER, organisation=tree["G11"], year=YEAR)
    with pytest.raises(NotAllowed):
        services.plan_draft(actor=actor("leader", "G12", "M3"), organisation=tree["G11"], year=YEAR)


def test_a_plan_can_begin_with_the_one_of_the_year_before(tree: dict[str, Organisation]) -> None:
    services.plan_draft(actor=KEEPER, organisation=tree["B1"], year=YEAR, lines=[Line(3, "theme_day", "植树", "", "宣传委员")])
    made = services.plan_draft(actor=KEEPER, organisation=tree["B1"], year=YEAR + 1, again=True)
    assert [(one.month, one.theme, one.who) for one in made.items.all()] == [(3, "植树", "宣传委员")]


def test_a_decided_plan_is_seen_by_rules_and_changed_only_with_a_reason(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    leader = actor("leader", "G11", "M1")
    made = services.plan_draft(actor=leader, organisation=tree["G11"], year=YEAR, lines=lines("甲", "乙"))
    meeting = Activity.objects.get(pk="A11")
    Activity.objects.filter(pk="A11").update(on=dt.date(YEAR, 1, 20))
    meeting.refresh_from_db()
    done = services.plan_decide(actor=leader, plan=made, meeting=meeting)
    paper = Paper.objects.get(kind="work_plan")
    assert (paper.about, paper.on, paper.for_period) == ("G11", dt.date(YEAR, 1, 20), str(YEAR))
    with pytest.raises(Refused, match="调整要写原因"):
        services.plan_change(actor=leader, plan=done, lines=lines("甲", "丙"))
    services.plan_change(actor=leader, plan=done, lines=lines("甲", "丙"), why="上级新要求")
    [change] = made.changes.all()
    assert (change.month, change.before, change.after, change.why) == (2, "党小组会：乙", "党小组会：丙", "上级新要求")
    with pytest.raises(Refused, match="不能删"):
        services.plan_remove(actor=leader, plan=done)
    services.plan_reopen(actor=leader, plan=done)
    assert not Paper.objects.filter(kind="work_plan").exists()


def test_groups_take_over_the_branch_plan_and_differences_show(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    secretary, leader = actor("secretary", "B1", "M3"), actor("leader", "G11", "M1")
    above = services.plan_draft(
        actor=secretary, organisation=tree["B1"], year=YEAR, lines=[Line(3, "theme_day", "植树"), Line(7, "general_meeting", "半年总结")]
    )
    own = services.plan_draft(actor=leader, organisation=tree["G11"], year=YEAR, lines=lines("甲"))
    assert selectors.not_adopted(own) == []  # a draft binds nobody
    services.plan_decide(actor=secretary, plan=above, on=TODAY)
    assert [item.theme for item in selectors.not_adopted(own)] == ["植树", "半年总结"]
    services.plan_adopt(actor=leader, plan=own, items=selectors.not_adopted(own))
    assert [(item.month, item.type) for item in own.items.all()] == [(1, GROUP_MEETING), (3, "theme_day"), (7, GROUP_MEETING)]

    kept = [Line(item.month, item.type, item.theme, key=item.pk) for item in above.items.all()]
    kept[0] = Line(4, kept[0].type, "种树", key=kept[0].key)
    services.plan_change(actor=secretary, plan=above, lines=kept, why="雨天")
    assert [(line.item.theme, line.upper.theme) for line in selectors.lines_of(own) if line.differs and line.upper] == [("植树", "种树")]


def test_the_line_of_the_month_is_carried_into_the_meeting(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    services.plan_draft(actor=KEEPER, organisation=tree["G11"], year=YEAR, lines=[Line(5, GROUP_MEETING, "请群众来", "讲政策\n听心里话")])
    found = selectors.item_for(tree["G11"], GROUP_MEETING, dt.date(YEAR, 5, 9))
    assert found is not None
    assert (found.theme, [item.title for item in found.agenda]) == ("请群众来", ["讲政策", "听心里话"])
    assert selectors.item_for(tree["G11"], GROUP_MEETING, dt.date(YEAR, 6, 9)) is None


def test_who_sees_which_plan(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    above = services.plan_draft(actor=KEEPER, organisation=tree["B1"], year=YEAR, lines=[Line(3, "theme_day", "植树")])
    leader, member, stranger = actor("leader", "G11", "M1"), actor("member", "B1", "M2"), actor("clerk", "C9")
    for one in (leader, member, stranger):
        with pytest.raises(NotFound):
            selectors.plan_get(one, above.pk)
    services.plan_decide(actor=KEEPER, plan=above, on=TODAY)
    assert selectors.plan_get(leader, above.pk) == selectors.plan_get(member, above.pk) == above
    with pytest.raises(NotFound):
        selectors.plan_get(stranger, above.pk)


def test_desks_ask_for_the_plan_in_december_and_january(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    leader = actor("leader", "G11", "M1")
    december, january, june = dt.date(YEAR, 12, 3), dt.date(YEAR, 1, 9), dt.date(YEAR, 6, 1)
    assert [item.due for item in selectors.desk_items(leader, december)] == [dt.date(YEAR + 1, 1, 31)]
    assert selectors.desk_items(leader, june) == []
    services.plan_draft(actor=leader, organisation=tree["G11"], year=YEAR, lines=lines("甲"))
    assert [item.verb for item in selectors.desk_items(leader, january)] == ["看一眼，定下来"]


def test_a_meeting_put_off_to_another_month_stays_with_the_line_it_was_planned_for(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    leader = actor("leader", "G11", "M1")
    later = YEAR + 1
    plan = services.plan_draft(actor=leader, organisation=tree["G11"], year=later, lines=lines("甲", "乙", "丙"))
    said = selectors.item_for(tree["G11"], GROUP_MEETING, dt.date(later, 1, 28))
    assert said is not None
    made = meeting_plan(
        actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=dt.date(later, 1, 28), content=Content(agenda=said.agenda)
    )
    free = meeting_plan(actor=leader, organisation=tree["G11"], type=GROUP_MEETING, on=dt.date(later, 3, 20), content=Content())

    meeting_postpone(actor=leader, activity=made, to=dt.date(later, 2, 3), reason="下雪")
    meeting_postpone(actor=leader, activity=free, to=dt.date(later, 4, 2), reason="出差")

    found = {line.item.month: [one.pk for one in line.held] for line in selectors.lines_of(plan)}
    assert found == {1: [made.pk], 2: [], 3: [free.pk]}
