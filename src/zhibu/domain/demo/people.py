"""The members of one branch, their groups and posts, with all the irregularities of real life."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from zhibu.domain.demo.names import Register
from zhibu.domain.demo.places import SHOWN, Body
from zhibu.facts.normal import NO_PROBATION
from zhibu.kernel.dates import PartialDate, add_months

Row = dict[str, Any]
GROUP_NAMES = "一二三四五六七八九十"
MOVED, DIED = "组织关系转出", "去世"


@dataclass(slots=True)
class Comrade:
    """A member as the year's activities need him: which branch and group, from when to when."""

    id: str
    born: dt.date
    joined: dt.date
    full_since: dt.date | None
    since: dt.date
    until: dt.date | None = None
    group: str = ""
    state: str = ""
    group_moves: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)

    def there(self, day: dt.date) -> bool:
        """In the branch on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def group_on(self, day: dt.date) -> str:
        """The group he is in on that day."""
        for group, since, until in self.group_moves:
            if since <= day and (until is None or day < until):
                return group
        return ""

    def full_on(self, day: dt.date) -> bool:
        """A full member on that day."""
        return self.full_since is not None and self.full_since <= day


@dataclass(slots=True)
class Group:
    """A party group of the branch."""

    id: str
    established: dt.date
    dissolved: dt.date | None = None
    leaders: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)


@dataclass(slots=True)
class Team:
    """One branch with its people, ready to live through the year."""

    body: Body
    established: dt.date
    manners: str  # good, fair, sloppy
    people: list[Comrade] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    secretaries: list[tuple[str, dt.date, dt.date | None]] = field(default_factory=list)
    committee: list[str] = field(default_factory=list)
    cadres: list[str] = field(default_factory=list)
    instructor: str = ""


def holder(spans: list[tuple[str, dt.date, dt.date | None]], day: dt.date) -> str:
    """Who holds a post on a day; empty where nobody does."""
    for member, since, until in spans:
        if since <= day and (until is None or day < until):
            return member
    return ""


class Staffing:
    """Fills branches with people; counts ids through the whole county."""

    def __init__(self, register: Register, start: dt.date, on: dt.date) -> None:
        self.register, self.start, self.on = register, start, on
        self.members = 0

    def fill(self, team: Team, rng: Random, rows: dict[str, list[Row]]) -> None:
        """Members and groups of a branch, written to `rows` as facts."""
        low, high = team.body.sizes
        size = round(rng.triangular(low, high, low + (high - low) * 0.24))
        for _ in range(size):
            team.people.append(self._comrade(team, rng, rows["members"]))
        team.people.sort(key=lambda one: one.joined)
        self._groups(team, rng, rows["organisations"])
        self._memberships(team, rng, rows)
        self._states(team, rng, rows)

    def _comrade(self, team: Team, rng: Random, members: list[Row]) -> Comrade:
        self.members += 1
        born = self._birth(team.body.sector, "离退休" in team.body.short, rng)
        person = self.register.person(rng, born)
        joined, full = self._joined(born, rng)
        known: object = joined
        if joined.year < 1995 and rng.random() < 0.15:
            joined = joined.replace(day=1)
            known = PartialDate(joined, "month")
            full = full and full.replace(day=1)
        since = max(joined, team.established, self._past(rng, 14))
        comrade = Comrade(f"DY{self.members:05d}", born, joined, full, since)
        row: Row = {
            "id": comrade.id,
            "name": person.name,
            "joined": known,
            "sex": "男" if person.sex == "male" else "女",
            "birth": born,
            "id_number": person.id_number,
            "phone": person.phone,
        }
        if full:
            row["full_since"] = PartialDate(full, "month") if known is not joined else full
        if rng.random() < 0.012:
            self._leave(comrade, row, rng)
        members.append(row)
        return comrade

    def _birth(self, sector: str, retired: bool, rng: Random) -> dt.date:
        oldest, likely, youngest = {
            "rural": (88, 58, 21),
            "community": (90, 62, 22),
            "school": (60, 42, 23),
            "enterprise": (62, 38, 21),
        }.get(sector, (61, 43, 22))
        age = rng.triangular(60, 92, 68) if retired else rng.triangular(youngest, oldest, likely)
        return self.on - dt.timedelta(days=int(age * 365.25))

    def _joined(self, born: dt.date, rng: Random) -> tuple[dt.date, dt.date | None]:
        """A day between 18 and 45 years of age; the last year's are still probationary."""
        earliest = born + dt.timedelta(days=int(18.5 * 365.25))
        latest = min(born + dt.timedelta(days=45 * 365), self.on - dt.timedelta(days=20))
        days = max((latest - earliest).days, 1)
        if rng.random() < 0.02:
            joined = self.on - dt.timedelta(days=rng.randint(20, 360))
        else:
            joined = earliest + dt.timedelta(days=int(rng.triangular(0, days, days * 0.3)))
        if NO_PROBATION[0] <= joined < NO_PROBATION[1]:
            return joined, joined
        full = add_months(joined, 12)
        return joined, full if full <= self.on else None

    def _past(self, rng: Random, years: int) -> dt.date:
        """A day long ago for most, within the year for some: people who moved here."""
        if rng.random() < 0.03:
            return self.start + dt.timedelta(days=rng.randint(5, (self.on - self.start).days - 5))
        return self.start - dt.timedelta(days=rng.randint(30, years * 365))

    def _leave(self, comrade: Comrade, row: Row, rng: Random) -> None:
        span = (self.on - max(comrade.since, self.start)).days
        if span < 60:
            return
        comrade.until = self.on - dt.timedelta(days=rng.randint(15, span - 30))
        row["left"] = comrade.until
        old = (self.on - comrade.born).days > 70 * 365
        row["left_reason"] = DIED if old else MOVED

    def _groups(self, team: Team, rng: Random, organisations: list[Row]) -> None:
        size = len(team.people)
        share = 0.93 if size >= 20 else 0.86 if size >= 9 else 0.25 if size >= 7 else 0.0
        if rng.random() >= share and team.body.id != SHOWN:
            return
        count = max(1 if size < 9 else 2, min(9, round(size / rng.uniform(3.7, 5.0))))
        for number in range(count):
            founded = max(team.established, self._past(rng, 9))
            group = Group(f"{team.body.id}-Z{number + 1}", founded)
            team.groups.append(group)
        if len(team.groups) >= 3 and rng.random() < 0.03:
            last = team.groups[-1]
            last.dissolved = max(
                self.on - dt.timedelta(days=rng.randint(40, 200)),
                last.established + dt.timedelta(days=30),
            )
        for number, group in enumerate(team.groups):
            row: Row = {
                "id": group.id,
                "parent": team.body.id,
                "kind": "party_group",
                "name": f"{team.body.short}第{GROUP_NAMES[number]}党小组",
                "short_name": f"第{GROUP_NAMES[number]}党小组",
                "established": group.established,
            }
            if group.dissolved:
                row["dissolved"] = group.dissolved
            organisations.append(row)

    def _memberships(self, team: Team, rng: Random, rows: dict[str, list[Row]]) -> None:
        alone = rng.random() < 0.04 and len(team.groups) >= 2  # a group of two members
        for index, one in enumerate(team.people):
            rows["memberships"].append(_span(one.id, team.body.id, one.since, one.until))
            if not team.groups or rng.random() < 0.01:
                continue
            number = index % len(team.groups)
            if alone and number == 0 and index >= 2 * len(team.groups):
                number = 1
            group = team.groups[number]
            since = max(one.since, group.established)
            if one.until is not None and since >= one.until:
                continue
            one.group = group.id
            if group.dissolved and since < group.dissolved < (one.until or dt.date.max):
                heir = team.groups[0]
                later = max(group.dissolved, heir.established)
                one.group_moves = [(group.id, since, group.dissolved), (heir.id, later, one.until)]
            elif not group.dissolved:
                one.group_moves = [(group.id, since, one.until)]
            for place, begin, end in one.group_moves:
                if end is None or begin < end:
                    rows["memberships"].append(_span(one.id, place, begin, end))

    def _states(self, team: Team, rng: Random, rows: dict[str, list[Row]]) -> None:
        floating = {"rural": 0.06, "enterprise": 0.04}.get(team.body.sector, 0.008)
        for one in team.people:
            draw = rng.random()
            if one.until or draw >= floating + 0.0015:
                continue
            one.state = "floating" if draw < floating else "lost"
            begun = max(one.since, self.start - dt.timedelta(days=rng.randint(10, 300)))
            if rng.random() < 0.02:
                one.state = "stopped"
            rows["states"].append({"member": one.id, "state": one.state, "since": begun})


def _span(member: str, organisation: str, since: dt.date, until: dt.date | None) -> Row:
    row: Row = {"member": member, "organisation": organisation, "since": since}
    if until is not None:
        row["until"] = until
    return row
