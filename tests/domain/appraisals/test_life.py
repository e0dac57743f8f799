"""The package of a life meeting: outlines and criticism stay narrow; problems are followed to the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import activity_change, activity_record
from zhibu.domain.appraisals import selectors, services
from zhibu.domain.appraisals.choices import Deed, Found, MeasureState, Source
from zhibu.domain.appraisals.models import Criticism, LifeMeeting, Measure
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SOON, LATER = TODAY + dt.timedelta(days=20), TODAY + dt.timedelta(days=60)
WORDS = "联系群众少，想得不深"


@pytest.fixture
def meeting(people: dict[str, Member], tree: dict[str, Organisation]) -> Activity:
    """A meeting of G11 (M1 leads it, M2 belongs to it), planned for today."""
    return activity_record(actor=KEEPER, organisation=tree["G11"], type="organisational_life_meeting", on=TODAY)


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    return actor("leader", "G11", "M1")


@pytest.fixture
def himself(people: dict[str, Member]) -> Actor:
    return actor("member", "B1", "M2")


@pytest.fixture
def life(meeting: Activity, leader: Actor) -> LifeMeeting:
    return services.life_open(actor=leader, activity=meeting, outlines_by=TODAY)


def hold(life: LifeMeeting) -> LifeMeeting:
    activity_change(actor=KEEPER, activity=life.activity, status="held")
    return LifeMeeting.objects.select_related("activity__organisation").get(pk=life.pk)


def test_an_outline_is_its_writers_until_the_meeting(
    life: LifeMeeting, leader: Actor, himself: Actor, people: dict[str, Member]
) -> None:
    services.outline_save(actor=himself, life=life, member=people["M2"], text=WORDS, handed=True)
    clerk = actor("clerk", "C1")
    with pytest.raises(NotFound):
        selectors.outline_get(leader, life, "M2")
    assert selectors.outline_get(himself, life, "M2").text == WORDS

    held = hold(life)
    assert selectors.outline_get(leader, held, "M2").text == WORDS
    with pytest.raises(NotFound):
        selectors.outline_get(clerk, held, "M2")
    with pytest.raises(Refused, match="不再改"):
        services.outline_save(actor=himself, life=held, member=people["M2"], text="别的")


def test_who_shares_his_outline_is_read_before_and_nobody_writes_anothers(
    life: LifeMeeting, leader: Actor, himself: Actor, people: dict[str, Member]
) -> None:
    services.outline_save(actor=himself, life=life, member=people["M2"], text=WORDS, shared=True)
    assert selectors.outline_get(leader, life, "M2").shared
    with pytest.raises(NotAllowed):
        services.outline_save(actor=leader, life=life, member=people["M2"], text=WORDS)


def test_criticism_is_read_by_him_and_the_unit(
    life: LifeMeeting, leader: Actor, himself: Actor, people: dict[str, Member]
) -> None:
    with pytest.raises(Refused, match="还没有开"):
        services.criticism_save(actor=leader, life=life, member=people["M2"], own="自己说的")
    held = hold(life)
    services.criticism_save(
        actor=leader, life=held, member=people["M2"], own="自己说的", received=[(WORDS, people["M1"])]
    )
    assert [row.text for row in selectors.criticism_of(himself, held, "M2")] == ["自己说的", WORDS]
    assert Criticism.objects.get(kind="received").by_id is None  # the unit does not want names
    for who in (actor("clerk", "C1"), actor("leader", "G12")):
        with pytest.raises((NotFound, NotAllowed)):
            selectors.criticism_of(who, held, "M2")
    told = " ".join(str(one.details) for one in AuditEntry.objects.all())
    assert WORDS not in told


def test_whoever_enters_for_a_member_reads_nothing_that_is_kept_for_himself(
    life: LifeMeeting, leader: Actor, himself: Actor, people: dict[str, Member]
) -> None:
    services.outline_save(actor=himself, life=life, member=people["M2"], text=WORDS)
    for_him = replace(himself, roles=(), on_behalf="M2")
    with pytest.raises(NotFound):
        selectors.outline_get(for_him, life, "M2")
    with pytest.raises(NotAllowed, match="不能代办"):
        services.outline_save(actor=for_him, life=life, member=people["M2"], text="别的")
    held = hold(life)
    services.criticism_save(actor=leader, life=held, member=people["M2"], own="自己说的")
    with pytest.raises(NotFound):
        selectors.criticism_of(for_him, held, "M2")


def test_papers_are_noted_from_what_was_entered(life: LifeMeeting, leader: Actor) -> None:
    services.life_write(actor=leader, life=life, kind="meeting_plan", text="先学习，再谈心", on=TODAY)
    page = selectors.life_page(leader, life.pk)
    plan = next(one for one in page.papers if one.kind == "meeting_plan")
    assert (plan.noted_on, plan.text.text if plan.text else "") == (TODAY, "先学习，再谈心")
    with pytest.raises(Refused, match="没有叫 x 的材料"):
        services.life_note(actor=leader, life=life, kind="x", on=TODAY)


def test_a_theme_from_above_names_its_notice_and_outlines_come_before(meeting: Activity, leader: Actor) -> None:
    with pytest.raises(Refused, match="哪份通知"):
        services.life_open(actor=leader, activity=meeting, source=Source.ABOVE)
    with pytest.raises(Refused, match="晚于开会日期"):
        services.life_open(actor=leader, activity=meeting, outlines_by=SOON)


def problem(life: LifeMeeting, leader: Actor, member: Member | None = None) -> Measure:
    return services.measure_add(
        actor=leader, organisation=life.activity.organisation, problem="学习不经常", member=member, life=life,
        measure="每月学一次", owner=Member.objects.get(pk="M2"), due_on=SOON,
    )  # fmt: skip


def test_a_measure_goes_from_promise_to_check(life: LifeMeeting, leader: Actor, himself: Actor) -> None:
    row = problem(hold(life), leader)
    services.measure_progress(actor=himself, measure=row, text="学了两次", on=TODAY)
    services.measure_extend(actor=leader, measure=row, due_on=LATER, reason="出差")
    services.measure_progress(actor=himself, measure=row, text="补上了", on=TODAY, done=True)
    with pytest.raises(NotAllowed):
        services.measure_check(actor=himself, measure=row, text="好了", on=TODAY, passed=True)
    done = services.measure_check(actor=leader, measure=row, text="看了笔记", on=TODAY, passed=True)

    assert (done.state, done.closed_on, done.due_on) == (MeasureState.CLOSED, TODAY, LATER)
    notes = selectors.notes_of(done)
    assert [note.deed for note in notes] == [Deed.PROGRESS, Deed.EXTENDED, Deed.DONE, Deed.CLOSED]
    assert notes[1].due_before == SOON
    with pytest.raises(Refused, match="已经销号"):
        services.measure_extend(actor=leader, measure=done, due_on=LATER, reason="再延")
    assert services.measure_reopen(actor=leader, measure=done, reason="又不学了").state == MeasureState.OPEN


def test_a_promised_day_moves_with_a_reason_only(life: LifeMeeting, leader: Actor) -> None:
    row = problem(hold(life), leader)
    with pytest.raises(Refused, match="要改用“延期”"):
        services.measure_change(actor=leader, measure=row, problem="学习不经常", text="每月学", owner=row.owner, due_on=LATER)
    with pytest.raises(Refused, match="要晚于"):
        services.measure_extend(actor=leader, measure=row, due_on=TODAY, reason="早一点")


def test_the_list_is_a_paper_once_each_problem_has_measure_person_and_day(life: LifeMeeting, leader: Actor) -> None:
    held = hold(life)
    problem(held, leader)
    bare = services.measure_add(actor=leader, organisation=held.activity.organisation, problem="谈心少", life=held)
    with pytest.raises(Refused, match="还有 1 个问题"):
        services.measures_settle(actor=leader, life=held, on=TODAY)
    services.measure_remove(actor=leader, measure=bare)
    services.measures_settle(actor=leader, life=held, on=TODAY)
    assert Paper.objects.filter(about=held.pk, kind="rectification_measures", on=TODAY).exists()


def test_next_years_list_begins_with_what_is_open(
    life: LifeMeeting, leader: Actor, tree: dict[str, Organisation]
) -> None:
    Activity.objects.filter(pk=life.pk).update(on=TODAY - dt.timedelta(days=300), status="held")
    old = services.measure_add(
        actor=leader, organisation=tree["G11"], problem="学习不经常", life=LifeMeeting.objects.get(pk=life.pk)
    )
    new = services.life_open(
        actor=leader,
        activity=activity_record(actor=KEEPER, organisation=tree["G11"], type="organisational_life_meeting", on=TODAY),
    )
    assert selectors.life_page(leader, new.pk).carried == 1
    assert services.measures_carry(actor=leader, life=new) == 1
    assert services.measures_carry(actor=leader, life=new) == 0

    taken = Measure.objects.get(life=new)
    assert (taken.before_id, taken.found, taken.problem) == (old.pk, Found.LAST, "学习不经常")
    old.refresh_from_db()
    assert old.state == MeasureState.CLOSED


def test_measures_of_persons_are_read_in_the_unit_only(
    life: LifeMeeting, leader: Actor, himself: Actor, people: dict[str, Member]
) -> None:
    own = problem(hold(life), leader, people["M2"])
    unit = problem(LifeMeeting.objects.select_related("activity").get(pk=life.pk), leader)
    clerk, secretary = actor("clerk", "C1"), actor("secretary", "B1", "M3")
    seen = {who.name: set(selectors.measures(who).values_list("pk", flat=True)) for who in (leader, himself, clerk, secretary)}
    assert seen == {
        leader.name: {own.pk, unit.pk}, secretary.name: {own.pk, unit.pk}, himself.name: {own.pk, unit.pk},
        clerk.name: {unit.pk},
    }  # fmt: skip
    page = selectors.life_page(clerk, life.pk)
    assert ([one.pk for one in page.measures], page.hidden) == ([unit.pk], 1)
