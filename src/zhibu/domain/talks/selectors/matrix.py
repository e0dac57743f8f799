"""Who has talked with whom in a year: a line for each member, a column for each partner that counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.compliance.choices import Status
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.talks.choices import COMMITTEE, TYPE
from zhibu.domain.talks.selectors.demands import ANYBODY, COMMITTEE_WORD, Demand, demands_over
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

LEADER_WORD = "本组组长"
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
OPEN = (Status.PENDING, Status.UNMET, Status.DEVIATION)


@dataclass(frozen=True, slots=True)
class Column:
    """A partner: one of the committee by name, the leader of the line's own group, or anybody else."""

    key: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """When a member talked with this partner, and with whom where that is not said by the column."""

    talks: tuple[tuple[str, dt.date], ...] = ()
    himself: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """A demand that is not met yet: with whom, until when, by which article."""

    demand: Demand
    due: dt.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One member: his cells in the order of the columns, and what is still to do."""

    member: Member
    group: str
    cells: tuple[Cell, ...]
    lacks: tuple[Lack, ...]
    planned: tuple[tuple[str, dt.date], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of a body and year; `demands` are the rules by which it is read."""

    body: Organisation
    year: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    demands: tuple[Demand, ...]

    @property
    def open_rows(self) -> list[Row]:
        """Those with whom something is still to do, in the order of the list."""
        return [row for row in self.rows if row.lacks]


def matrix(actor: Actor, body: Organisation, year: int) -> Matrix:
    """The matrix of a branch or a group that the actor keeps; talks outside his sight are not named in it."""
    day = min(clock.today(), dt.date(year, 12, 31))
    people = list(members_on(body, day))
    keys = [one.pk for one in people]
    branch = body.parent if body.kind == OrganisationKind.PARTY_GROUP and body.parent else body
    committee, leaders = _holders(branch, day)
    groups = _groups(branch, keys, day)
    held, planned = _pairs(actor, keys, year)
    demands, found = demands_over(keys, year)
    columns = _columns(committee, leaders)
    rows = []
    for one in people:
        group = groups.get(one.pk)
        mine = set(leaders.get(group.pk, ())) if group else set()
        cells = tuple(_cell(column, one.pk, mine, committee, held.get(one.pk, {})) for column in columns)
        lacks = tuple(
            Lack(demand, verdict.due, verdict.status != Status.PENDING)
            for demand, verdict in found.get(one.pk, {}).items() if verdict.status in OPEN
        )  # fmt: skip
        rows.append(Row(one, group.name if group else "", cells, lacks, tuple(planned.get(one.pk, ()))))
    rows.sort(key=lambda row: row.group)
    return Matrix(body, year, columns, tuple(rows), tuple(demands))


def _holders(branch: Organisation, day: dt.date) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Names of the committee by member, in the order of posts; leaders by group."""
    posts = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), organisation__path__under=branch.path, since__lte=day,
        post__in=(*COMMITTEE, "group_leader"),
    ).values_list("member", "post", "organisation")  # fmt: skip
    rows = sorted(posts, key=lambda row: COMMITTEE.index(row[1]) if row[1] in COMMITTEE else len(COMMITTEE))
    names = dict(Member.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "name"))
    committee = {key: names[key] for key, post, home in rows if home == branch.pk and key in names and post in COMMITTEE}
    leaders: dict[str, list[str]] = defaultdict(list)
    for key, post, home in rows:
        if post == "group_leader" and key in names:
            leaders[home].append(key)
    return committee, leaders


def _groups(branch: Organisation, keys: list[str], day: dt.date) -> dict[str, Organisation]:
    spans = Membership.objects.filter(
        covering(day), member__in=keys,
        organisation__parent=branch, organisation__kind=OrganisationKind.PARTY_GROUP,
    ).select_related("organisation")  # fmt: skip
    return {span.member_id: span.organisation for span in spans}


Talked = dict[str, list[tuple[str, dt.date]]]


def _pairs(actor: Actor, keys: list[str], year: int) -> tuple[dict[str, Talked], dict[str, list[tuple[str, dt.date]]]]:
    """Per member: with whom he talked (key -> name and day); and what is planned."""
    visible = scope.activities(actor).filter(type=TYPE, on__year=year).order_by().values("pk")
    there = Attendance.objects.filter(
        activity__in=visible, activity__status=ActivityStatus.HELD, status__in=THERE
    ).values_list("activity", "activity__on", "member", "member__name")
    held: dict[str, Talked] = {}
    for one, on, other, name in _couples(there, set(keys)):
        held.setdefault(one, {}).setdefault(other, []).append((name, on))
    ahead = Activity.objects.filter(
        pk__in=visible, status__in=(ActivityStatus.PLANNED, ActivityStatus.POSTPONED)
    ).values_list("pk", "on", "talk__people__member", "talk__people__member__name")
    planned: dict[str, list[tuple[str, dt.date]]] = {}
    for one, on, _, name in _couples(ahead, set(keys)):
        planned.setdefault(one, []).append((name, on))
    return held, planned


def _couples(rows: object, keys: set[str]) -> list[tuple[str, dt.date, str, str]]:
    """(member, day, partner, partner's name) of each two in one talk, the earliest first."""
    found: dict[tuple[dt.date, str], list[tuple[str, str]]] = defaultdict(list)
    for activity, on, member, name in rows:  # type: ignore[attr-defined]  # tuples of a query
        if member:
            found[on, activity].append((member, name))
    return [
        (one, on, other, name)
        for (on, _), people in sorted(found.items())
        for one, _ in people if one in keys
        for other, name in people if other != one
    ]  # fmt: skip


def _columns(committee: dict[str, str], leaders: dict[str, list[str]]) -> tuple[Column, ...]:
    found = [Column(key, name, COMMITTEE_WORD) for key, name in committee.items()]
    if leaders:
        found.append(Column("leader", LEADER_WORD))
    return (*found, Column("others", ANYBODY))


def _cell(column: Column, member: str, leaders: set[str], committee: dict[str, str], held: Talked) -> Cell:
    if column.key == "leader":
        wanted = [key for key in held if key in leaders]
        return Cell(tuple(pair for key in wanted for pair in held[key]), member in leaders)
    if column.key == "others":
        rest = [key for key in held if key not in committee and key not in leaders]
        return Cell(tuple(pair for key in rest for pair in held[key]))
    return Cell(tuple(held.get(column.key, ())), column.key == member)
