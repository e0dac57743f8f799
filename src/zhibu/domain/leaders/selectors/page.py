"""The page of a group's leader: who leads, since when, who may, what runs, who led before."""

from __future__ import annotations

from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.selectors import Road, roads
from zhibu.domain.compliance.citations import Citation
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.policies import may_select
from zhibu.domain.leaders.selectors.choosing import group_get, meetings_of
from zhibu.domain.leaders.selectors.eligibility import POST, Eligible, eligible, rules_for
from zhibu.domain.leaders.selectors.terms import Vacancy, leader_on, vacancy
from zhibu.domain.leaders.selectors.work import OpenWork, open_work
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

BEFORE = 12


@dataclass(frozen=True, slots=True)
class Led:
    """Somebody who led or leads the group."""

    post: Post
    name: str
    eligible: Eligible | None


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """All that the page shows."""

    group: Organisation
    branch: Organisation
    leader: Led | None
    vacancy: Vacancy | None
    late: bool
    people: list[Eligible]
    rules: list[Citation]
    selection: Selection | None
    before: list[Led]
    roads: list[Road]
    meetings: list[Activity]
    work: list[OpenWork]  # to be handed over where a term is ending
    may_change: bool


def leader_page(actor: Actor, key: str) -> LeaderPage:
    """The leader of a group today; what others may not see is left out for a leader."""
    group = group_get(actor, key)
    branch, today = group.parent or group, clock.today()
    ended = group.dissolved is not None and group.dissolved <= today
    may = may_select(actor, group) and not ended  # nobody is chosen for a group that is no more
    posts = list(
        scope.posts(actor).filter(organisation=group, post=POST).select_related("organisation").order_by("-since")
    )
    names = dict(Member.objects.filter(pk__in=[one.member for one in posts]).values_list("pk", "name"))
    held = leader_on(group, today)
    people = eligible(group, today) if may else eligible(group, today, [actor.member])
    answered = {one.member.pk: one for one in people}
    now = None
    if held is not None:
        now = Led(held, names.get(held.member, held.member), answered.get(held.member))
    empty = vacancy(group, today)
    ending = held is not None and held.until is not None
    return LeaderPage(
        group, branch, now, empty, bool(empty and empty.late(today)), people if may else [],
        [citation for citation, _ in rules_for(group, today)],
        Selection.objects.filter(group=group, case__closed__isnull=True).select_related("case").first() if may else None,
        [Led(one, names.get(one.member, one.member), None) for one in posts if held is None or one.pk != held.pk][:BEFORE],
        roads(group, "leader_selection", today) if may else [], meetings_of(group, today) if may else [],
        open_work(group, today) if may and (ending or empty is not None) else [], may,
    )  # fmt: skip
