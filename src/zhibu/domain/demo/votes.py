"""Votes of the demo branch: a group chooses its leader in the browser just now, one vote waits to be confirmed, one holds."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.roll import Called, called_on
from zhibu.domain.voting.services import Person
from zhibu.domain.voting.terms import terms_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

MATTER = "group_leader"
ENOUGH = 3  # two candidates, and somebody else to vote


def votes_make(*, on: dt.date) -> int:
    """Make them for the branch of the demo accounts; how many (groups that are too small have none)."""
    secretary, bodies = demo_actor("secretary"), demo_actor("leader").bodies()
    if not bodies:
        return 0
    on = min(on, clock.today())  # nothing opens before its day
    home = Organisation.objects.get(pk=bodies[0])
    groups = [home, *Organisation.objects.filter(parent=home.parent, kind=home.kind).exclude(pk=home.pk)]
    made = 0
    for group, means in zip(groups[:3], ("electronic", "paper", "hands"), strict=False):
        entitled = [one for one in called_on(group, terms_of(group, MATTER, on), on) if one.entitled]
        if len(entitled) < ENOUGH:
            continue
        poll = _open(secretary, group, means, entitled, on)
        made += 1
        if means == "paper":
            _finish(secretary, poll, entitled)
        elif means == "hands":
            _by_hands(secretary, poll, len(entitled))
    return made



def _open(
    secretary: Actor, group: Organisation, means: str, entitled: list[Called], on: dt.date
) -> Poll:
    people = [Person(one.member.name, one.member.pk, one.member.job) for one in entitled[:2]]
    poll = services.poll_draft(
        actor=secretary, organisation=group, matter=MATTER, title=f"推选{group}组长"[:100],
        on=on, means=means, people=people,
    )  # fmt: skip
    branch = group.parent
    assert branch is not None  # a group is part of a branch
    others = {one.member.pk for one in entitled[:2]} | {secretary.member}
    called = called_on(branch, terms_of(branch, "resolution", on), on)
    tellers = [one.member for one in called if one.entitled and one.member.pk not in others]
    for member, duty in zip(tellers[:2], ("watch", "count"), strict=True):
        services.poll_teller(actor=secretary, poll=poll, member=member, duty=duty)
    return services.poll_open(actor=secretary, poll=poll)


def _finish(secretary: Actor, poll: Poll, entitled: list[Called]) -> None:
    for one in entitled:
        services.poll_hand_out(actor=secretary, poll=poll, member=one.member)
    half = len(entitled) // 2 + 1
    pile = [{"answers": {"q1" if at < half else "q2": ["in_favour"]}, "names": []}
            for at in range(len(entitled))]  # fmt: skip
    tellers = [(teller, _teller(teller.member)) for teller in poll.tellers.select_related("member")]
    for teller, actor in tellers:
        services.poll_close(actor=actor, poll=poll, teller=teller, present=len(entitled))
    for teller, actor in tellers:
        services.poll_read(actor=actor, poll=Poll.objects.get(pk=poll.pk), teller=teller, readings=pile)
    services.poll_count(actor=secretary, poll=poll)


def _by_hands(secretary: Actor, poll: Poll, present: int) -> None:
    """Both tellers count the same, the branch confirms: a vote from beginning to end."""
    sums = {"q1": {"in_favour": present - 1}, "q2": {"in_favour": 1}}
    tellers = [(teller, _teller(teller.member)) for teller in poll.tellers.select_related("member")]
    for teller, actor in tellers:
        services.poll_read(actor=actor, poll=poll, teller=teller, readings=[{"sums": sums, "present": present}])
    for teller, actor in tellers:
        services.poll_close(actor=actor, poll=poll, teller=teller, present=present)
    counted = services.poll_count(actor=secretary, poll=Poll.objects.get(pk=poll.pk))
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by=f"{poll.on} 支部委员会")


def _teller(member: Member) -> Actor:
    return Actor(name=member.name, door="cli", member=member.pk)
