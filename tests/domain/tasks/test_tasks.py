"""A task from a resolution to its end: given, worked on, handed in, looked at; the secretary's as anybody's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks import selectors, services
from zhibu.domain.tasks.choices import State
from zhibu.domain.tasks.models import Task, TaskSeries
from zhibu.domain.tasks.services.repeating import due_in
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
SOON = TODAY + dt.timedelta(days=10)


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    """M1 leads G11."""
    return actor("leader", "G11", "M1")


@pytest.fixture
def secretary(people: dict[str, Member]) -> Actor:
    """M2 is the secretary of B1 and sits in G11 as an ordinary member."""
    Post.objects.create(id="P2", member="M2", organisation_id="B1", post="secretary", since=dt.date(2020, 1, 1))
    return actor("secretary", "B1", "M2")


def given(who: Actor, tree: dict[str, Organisation], owner: str = "M2", **more: object) -> Task:
    return services.task_give(actor=who, organisation=tree["G11"], title="走访三户", owner=owner, due_on=SOON, **more)  # type: ignore[arg-type]  # any of its arguments


def test_a_leader_tasks_the_secretary_who_sits_in_his_group_and_looks_at_it(
    leader: Actor, secretary: Actor, tree: dict[str, Organisation]
) -> None:
    task = given(leader, tree)
    assert [item.verb for item in selectors.desk_items(secretary, SOON)] == ["办任务"]

    services.task_done(actor=secretary, task=task, text="走访完了")
    with pytest.raises(NotAllowed, match="你自己的任务"):
        services.task_check(actor=secretary, task=task, accepted=True)
    assert [item.verb for item in selectors.desk_items(leader, TODAY)] == ["查看"]
    services.task_check(actor=leader, task=task, accepted=False, reason="还差一户")
    services.task_done(actor=secretary, task=task)
    done = services.task_check(actor=leader, task=task, accepted=True)

    assert (done.state, done.done_on) == (State.DONE, TODAY)
    assert selectors.desk_items(leader, SOON) == selectors.desk_items(secretary, SOON) == []


def test_a_leaders_own_task_is_looked_at_by_the_branch(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    task = given(leader, tree, "M1")
    services.task_done(actor=leader, task=task)

    with pytest.raises(NotAllowed, match="另一个人"):
        services.task_check(actor=leader, task=task, accepted=True)
    assert [item.verb for item in selectors.desk_items(secretary, TODAY)] == ["查看"]
    assert services.task_check(actor=secretary, task=task, accepted=True).state == State.DONE


def test_a_resolution_becomes_one_task_however_often_it_is_given(leader: Actor, tree: dict[str, Organisation]) -> None:
    first = given(leader, tree, origin="A11", number=1)

    assert given(leader, tree, origin="A11", number=1) == first
    assert selectors.tasks_of_meeting(leader, "A11") == [first]
    assert [row.owners for row in selectors.follow_up(leader, tree["G11"], TODAY, TODAY)] == ["党员M2"]


def test_only_members_of_the_body_can_have_it(leader: Actor, tree: dict[str, Organisation]) -> None:
    with pytest.raises(Refused, match="党员M3今天不在G11组织"):
        given(leader, tree, "M3")
    with pytest.raises(Refused, match="编号 M9今天不在"):  # an id that was guessed tells no name
        given(leader, tree, "M9")
    with pytest.raises(Refused, match="还没有选谁来办"):
        given(leader, tree, "")
    with pytest.raises(NotAllowed):
        services.task_give(actor=leader, organisation=tree["B1"], title="越级", owner="M3", due_on=SOON)
    assert not Task.objects.exists()


def test_more_time_is_asked_for_and_given_with_a_trace(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    task = given(leader, tree)
    later = SOON + dt.timedelta(days=5)
    services.task_ask(actor=secretary, task=task, until=later, reason="户主外出")
    assert [item.verb for item in selectors.desk_items(leader, TODAY)] == ["查看"]

    assert services.task_extend(actor=leader, task=task, granted=True).due_on == later
    assert [(event.what, event.until) for event in selectors.events(task)][:2] == [("grant", later), ("ask", later)]


def test_what_is_late_says_by_how_many_days(leader: Actor, tree: dict[str, Organisation]) -> None:
    task = given(leader, tree)
    after = SOON + dt.timedelta(days=3)

    assert list(selectors.tasks_asked(leader, late_on=after)) == [task]
    assert selectors.rows([task], after)[0].standing == "在办，超期 3 天"
    assert list(selectors.tasks_asked(leader, late_on=SOON)) == []


def test_the_last_step_can_be_taken_back_by_whoever_made_it(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    task = given(leader, tree)
    services.task_done(actor=secretary, task=task)
    services.task_check(actor=leader, task=task, accepted=True)

    with pytest.raises(NotAllowed, match="自己刚做的最后一步"):
        services.task_undo(actor=secretary, task=task)
    assert services.task_undo(actor=leader, task=task).state == State.HANDED
    services.task_assign(actor=leader, task=task, owner=["M1", "M2"])
    services.task_undo(actor=leader, task=task)
    assert selectors.owners_told(Task.objects.get(pk=task.pk)) == "党员M2"


def test_a_task_from_above_is_looked_at_above_and_shared_out_below(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    [task, other] = services.tasks_give(
        actor=secretary, giver=tree["B1"], organisations=[tree["G11"], tree["G12"]], title="报名单", due_on=SOON
    )
    assert selectors.owners_told(task) == "党员M1"
    assert selectors.owners_told(other) == "还没定人"  # G12 has no leader
    services.task_assign(actor=leader, task=task, owner="M2")

    with pytest.raises(NotAllowed, match="B1组织派的"):
        services.task_withdraw(actor=leader, task=task, reason="不想办")
    with pytest.raises(NotAllowed, match="B1组织派的"):
        services.task_check(actor=leader, task=task, accepted=True)


def test_a_monthly_task_is_given_once_a_month(leader: Actor, tree: dict[str, Organisation]) -> None:
    series = services.series_open(actor=leader, organisation=tree["G11"], title="收笔记", owner=["M2"], due_day=31)
    first = Task.objects.get(series=series)
    assert first.due_on == due_in(TODAY.replace(day=1), 31)
    following = (TODAY.replace(day=1) + dt.timedelta(days=32)).replace(day=1)

    assert services.series_due_make(day=following) == 1
    assert services.series_due_make(day=following) == 0
    services.series_end(actor=leader, series=TaskSeries.objects.get())
    assert services.series_due_make(day=following + dt.timedelta(days=40)) == 0
    assert Task.objects.filter(series=series).count() == 2


def test_members_see_their_own_and_no_other(leader: Actor, tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    task = given(leader, tree)
    himself = replace(actor("member", "B1", "M2"), roles=())
    other = replace(actor("member", "B2", "M4"), roles=())

    assert selectors.task_get(himself, task.pk) == task
    with pytest.raises(NotFound):
        selectors.task_get(other, task.pk)
    with pytest.raises(NotAllowed):
        services.task_progress(actor=other, task=task, text="我来")


def test_the_record_holds_no_words_of_anybody(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    task = given(leader, tree, note="甲的家事")
    services.task_progress(actor=secretary, task=task, text="甲的家事说好了")

    assert "家事" not in "".join(AuditEntry.objects.values_list("details", flat=True))
    assert KEEPER.everything


def test_what_is_open_is_handed_over(leader: Actor, secretary: Actor, tree: dict[str, Organisation]) -> None:
    given(leader, tree)

    assert [item.name for item in selectors.open_items("G11", leader.user, "M1")] == ["走访三户：在办"]
    assert selectors.open_items("B2", leader.user, "M1") == []
