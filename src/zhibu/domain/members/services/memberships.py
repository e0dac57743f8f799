"""Who belongs where: begin and end a membership, move to another branch, divide a branch into groups.

On no day is a member in two branches, in two groups, or in a group outside his branch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members import policies
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.services import spans
from zhibu.domain.members.services.following import posts_end_with
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import locked as organisations_locked
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


@transaction.atomic
def membership_begin(
    *, actor: Actor, member: Member, organisation: Organisation, since: dt.date
) -> Membership:
    """A member belongs to a branch or a group from a day on.

    Refused where he is in another branch (or group) on any day from then on, where a group is not one
    of his branch, and where the organisation is not there on that day.
    """
    organisation = organisations_locked(organisation.pk)[organisation.pk]
    policies.membership_change(actor, organisation)
    made = spans.begin(spans.member_lock(member.pk), organisation, since)
    entry_record(
        actor=actor,
        action="membership.begin",
        subject=member.pk,
        organisation=organisation.pk,
        details={"since": since, "until": made.until},
        touched=Touch(frozenset({organisation.pk}), frozenset({member.pk})),
    )
    return made


@transaction.atomic
def membership_end(
    *, actor: Actor, member: Member, organisation: Organisation, until: dt.date
) -> None:
    """A member no longer belongs to a group, or to the branch that he has left for good.

    `until` is the first day no longer. Refused for the branch of somebody who has not left: he would
    belong nowhere (`member_move` takes him to another branch, `member_leave` records that he left).
    """
    policies.membership_change(actor, organisation)
    locked = spans.member_lock(member.pk)
    there = [s for s in spans.spans_of(locked) if s.organisation_id == organisation.pk]
    held = next((s for s in there if s.until is None or s.until > until), None)
    if held is None:
        raise Refused(f"{locked.name} {until} 不在{organisation}，没有可以结束的组织关系。")
    if until <= held.since:
        raise Refused(f"结束的日期要晚于开始的日期 {held.since}，读到 {until}。")
    group = organisation.kind == OrganisationKind.PARTY_GROUP
    if not group and (locked.left is None or locked.left > until):
        raise Refused(f"{locked.name}结束了这个支部的关系就不在任何支部里：转到别的支部，或者登记他离开。")
    if group:
        held.until, held.until_precision = until, "day"
        held.save(update_fields=["until", "until_precision"])
    else:
        spans.end(locked, until)
    entry_record(
        actor=actor,
        action="membership.end",
        subject=member.pk,
        organisation=organisation.pk,
        details={"since": held.since, "until": until},
        touched=Touch(frozenset({organisation.pk}), frozenset({member.pk})),
    )


@transaction.atomic
def member_move(*, actor: Actor, member: Member, to: Organisation, on: dt.date) -> Membership:
    """From his branch to another on one day: the last day there is the day before `on`.

    The membership of a group ends with the old branch's, and so do his posts there. Both branches must be the actor's to keep;
    a move that crosses his range is a transfer. Answers the new membership.
    """
    to = organisations_locked(to.pk)[to.pk]  # before the member, as by merging: it may end meanwhile
    locked = spans.member_lock(member.pk)
    home = spans.branch_on(spans.spans_of(locked), on)
    if home is not None:
        policies.member_move(actor, home.organisation, to)
    else:
        policies.membership_change(actor, to)
    old, new = spans.move(locked, to, on)
    posts_end_with(actor=actor, member=locked.pk, on=on, why="转到别的支部", under=old.organisation)
    entry_record(
        actor=actor,
        action="member.move",
        subject=member.pk,
        organisation=to.pk,
        details={"before": old.organisation_id, "after": to.pk, "on": on},
        touched=Touch(frozenset({to.pk, old.organisation_id}), frozenset({member.pk})),
    )
    return new


@transaction.atomic
def group_assign(
    *,
    actor: Actor,
    assignments: Mapping[str, str | None],
    branch: Organisation,
    on: dt.date,
) -> int:
    """Members of a branch into its groups from a day on, many at once: member id -> group id, None for none.

    All or nothing; whoever is in that group already stays untouched. Answers how many changed.
    Refused, naming the member, where one is not in the branch on the day or has a later group.
    """
    policies.group_assign(actor, branch)
    wanted = {key for key in assignments.values() if key}
    groups = {
        group.pk: group
        for group in branch.children.filter(pk__in=wanted, kind=OrganisationKind.PARTY_GROUP)
    }
    if wanted - set(groups):
        raise NotFound(f"{branch}没有这些党小组：{'、'.join(sorted(wanted - set(groups)))}。")
    locked = spans.members_lock(assignments)
    if set(assignments) - set(locked):
        raise NotFound(f"找不到这些党员：{'、'.join(sorted(set(assignments) - set(locked)))}。")
    changed: dict[str, tuple[str, str]] = {}
    for key, member in locked.items():
        home = spans.branch_on(spans.spans_of(member), on)
        if home is None or home.organisation_id != branch.pk:
            raise Refused(f"{member.name} {on} 不在{branch}，不能编入它的党小组。")
        group = groups.get(assignments[key] or "")
        deed = spans.place_in_group(member, group, on)
        if deed is not None:
            changed[key] = deed
    if changed:
        entry_record(
            actor=actor,
            action="group.assign",
            subject=branch.pk,
            organisation=branch.pk,
            details={"on": on, "changed": {k: f"{a or '-'} > {b or '-'}" for k, (a, b) in changed.items()}},
            touched=Touch(frozenset({branch.pk}), frozenset(changed)),
        )
    return len(changed)
