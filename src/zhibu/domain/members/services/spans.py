"""Memberships of one locked member, and the rows that change them: no policy and no audit entry here.

Services (of this room and later ones) hold both. Whoever calls has locked the member by `member_lock`,
so that nobody else writes memberships of his until the transaction ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import NotFound, Refused

GROUP = OrganisationKind.PARTY_GROUP


def member_lock(key: str) -> Member:
    """The member, held against every other writing of his memberships."""
    found = members_lock([key])
    if not found:
        raise NotFound("找不到这个党员。")
    return found[key]


def members_lock(keys: Iterable[str]) -> dict[str, Member]:
    """Several at once, always in the same order, so that two writers do not wait for each other."""
    rows = Member.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk")
    return {member.pk: member for member in rows}


def spans_of(member: Member) -> list[Membership]:
    """All memberships of a member with their organisations, by their beginning."""
    found = Membership.objects.filter(member=member).select_related("organisation")
    return list(found.order_by("since", "pk"))


def covers(span: Membership, day: dt.date) -> bool:
    """Whether it holds on the day."""
    return span.since <= day and (span.until is None or day < span.until)


def crosses(span: Membership, since: dt.date, until: dt.date | None) -> bool:
    """Whether both have a day in common; None is an open end."""
    return (until is None or span.since < until) and (span.until is None or since < span.until)


def is_group(span: Membership) -> bool:
    """Whether it is membership of a party group."""
    return bool(span.organisation.kind == GROUP)


def branch_on(spans: Iterable[Membership], day: dt.date) -> Membership | None:
    """The membership of a branch on the day."""
    return next((s for s in spans if not is_group(s) and covers(s, day)), None)


def group_on(spans: Iterable[Membership], day: dt.date) -> Membership | None:
    """The membership of a group on the day."""
    return next((s for s in spans if is_group(s) and covers(s, day)), None)


def begin(
    member: Member, organisation: Organisation, since: dt.date, until: dt.date | None = None
) -> Membership:
    """A new membership; Refused where it would cross another or leave a group without its branch."""
    _require_there(organisation, since)
    if member.left is not None and (until is None or until > member.left) and member.left <= since:
        raise Refused(f"{member.name}已经在 {member.left} 离开党组织，不能从 {since} 起编入{organisation}。")
    group = organisation.kind == GROUP
    spans = spans_of(member)
    for span in spans:
        if is_group(span) == group and crosses(span, since, until):
            end = f"到 {span.until} 的前一天" if span.until else "，没有结束"
            raise Refused(f"{member.name}从 {span.since} 起在{span.organisation}{end}，与 {since} 起的日期重叠。")
    if group:
        home = branch_on(spans, since)
        if home is None or home.organisation_id != organisation.parent_id:
            raise Refused(f"{member.name} {since} 不在{organisation}所属的支部里，不能编入这个党小组。")
        if home.until is not None:
            until = min(until, home.until) if until else home.until
    return Membership.objects.create(
        member=member, organisation=organisation, since=since, until=until
    )


def end(member: Member, on: dt.date, *, groups_only: bool = False) -> list[Membership]:
    """End what holds on the day (a branch with its group): `on` is the first day no longer.

    What would begin on that day or later goes: a membership that never held a day is none.
    """
    ended = []
    for span in spans_of(member):
        if groups_only and not is_group(span):
            continue
        if span.since >= on:
            span.delete()
        elif covers(span, on):
            span.until, span.until_precision = on, "day"
            span.save(update_fields=["until", "until_precision"])
        else:
            continue
        ended.append(span)
    return ended


def move(member: Member, to: Organisation, on: dt.date) -> tuple[Membership, Membership]:
    """From his branch to another on one day, the group ending with it: the old and the new membership."""
    if to.kind != OrganisationKind.BRANCH:
        raise Refused(f"{to}不是党支部，党员的组织关系只能转到党支部。")
    spans = spans_of(member)
    home = branch_on(spans, on)
    if home is None:
        raise Refused(f"{member.name} {on} 不在任何支部里，先登记他的组织关系。")
    if home.organisation_id == to.pk:
        raise Refused(f"{member.name} {on} 已经在{to}。")
    if home.since >= on:
        raise Refused(f"{member.name} {home.since} 才到{home.organisation}，转走的日期要晚于这一天，读到 {on}。")
    later = [span for span in spans if not is_group(span) and span.since > on]
    if later or home.until is not None:
        raise Refused(f"{member.name}在 {on} 以后还有别的组织关系记录，先改好再转。")
    end(member, on)
    return home, begin(member, to, on)


def place_in_group(member: Member, group: Organisation | None, on: dt.date) -> tuple[str, str] | None:
    """Into a group of his branch (None: into none) from a day on; (before, after), None where nothing changes."""
    spans = spans_of(member)
    here = group_on(spans, on)
    after = group.pk if group else ""
    if (here.organisation_id if here else "") == after:
        return None
    later = next((s for s in spans if is_group(s) and s.since > on), None)
    if later is not None:
        raise Refused(f"{member.name}从 {later.since} 起已经编入{later.organisation}，先改那一条，或者选晚于它的日期。")
    if here is not None:
        end(member, on, groups_only=True)
    if group is not None:
        begin(member, group, on)
    return (here.organisation_id if here else "", after)


def _require_there(organisation: Organisation, day: dt.date) -> None:
    if organisation.kind not in (OrganisationKind.BRANCH, GROUP):
        raise Refused(f"{organisation}既不是党支部也不是党小组，党员不能直接编在里面。")
    if organisation.established is not None and day < organisation.established:
        raise Refused(f"{organisation} {organisation.established} 才成立，读到 {day}。")
    if organisation.dissolved is not None and organisation.dissolved <= day:
        raise Refused(f"{organisation} {organisation.dissolved} 已经撤销，读到 {day}。")
