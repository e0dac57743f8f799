"""The whole invented county as rows of the facts bundle: the same for the same seed and day.

No database here. `chunks` gives the rows in an order in which each finds what it points to.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from zhibu.domain.demo.days import DAY, first_of, meeting_day, months_between
from zhibu.domain.demo.gatherings import Gatherings
from zhibu.domain.demo.names import Register
from zhibu.domain.demo.payments import pay
from zhibu.domain.demo.people import Row, Staffing, Team, holder
from zhibu.domain.demo.places import ORGANS, ROOT, SHOWN, TOWN, TOWN_ORGAN, Body, bodies
from zhibu.domain.demo.posts import Offices
from zhibu.domain.demo.year import Year
from zhibu.kernel.dates import add_months

SEED = 20231
MONTHS_BACK = 13  # whole months before the month of the day: a year and a little more
LOUDI, NOTICE = "loudi-groups-2023", "town-life-2020"
LOUDI_SINCE, NOTICE_SINCE = dt.date(2023, 9, 1), dt.date(2020, 12, 1)

# a table comes after every table that it points to
TABLES = (
    "organisations",
    "members",
    "memberships",
    "states",
    "penalties",
    "posts",
    "activities",
    "attendance",
    "papers",
    "dues",
    "adoptions",
    "waivers",
)

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who of the county signs in as what: ids of members, of their group and branch."""

    branch: str
    group: str
    secretary: str
    leader: str
    member: str


class County:
    """Makes the county branch by branch, so that nobody has to hold all of it at once.

    `within`: only the branches below this body (all bodies above branches are always there).
    """

    def __init__(self, on: dt.date, seed: int = SEED, within: str = ROOT) -> None:
        self.on, self.seed, self.within = on, seed, within
        self.start = first_of(on, MONTHS_BACK)
        register = Register()
        self.staffing = Staffing(register, self.start, on)
        self.offices = Offices(self.start, on)
        self.gatherings = Gatherings(on)
        self.skipped: list[tuple[str, dt.date]] = []
        self.cast: Cast | None = None  # known when `chunks` has passed the branch

    def chunks(self) -> Iterator[Rows]:
        """First all committees and branches, then branch by branch, at last what covers them."""
        places = list(bodies(Random(f"{self.seed}:places")))
        wanted = _below(places, self.within) | {b.id for b in places if b.kind != "branch"}
        places = [body for body in places if body.id in wanted]
        organs = _below(places, ORGANS) | _below(places, TOWN_ORGAN)
        town = _below(places, TOWN)
        founded = {body.id: self._founded(body) for body in places if body.kind == "branch"}
        yield {"organisations": [_organisation(body, founded) for body in places]}
        for body in places:
            rows: Rows = defaultdict(list)
            if body.kind == "branch":
                self._branch(body, founded[body.id], body.id in town, body.id in organs, rows)
            elif body.kind == "leading_body":
                self._leading_body(body, rows)
            yield rows
        yield {"adoptions": _adoptions(self.on), "waivers": self._waivers()}

    def _founded(self, body: Body) -> dt.date:
        """Long ago for nearly all; a few branches are new within the window."""
        rng = Random(f"{self.seed}:founded:{body.id}")
        if rng.random() < 0.015:
            return self.on - rng.randint(25, 200) * DAY
        return self.on - rng.randint(2 * 365, 40 * 365) * DAY

    def _branch(self, body: Body, founded: dt.date, town: bool, organs: bool, rows: Rows) -> None:
        rng = Random(f"{self.seed}:{self.on}:{body.id}")
        manners = rng.choices(("good", "fair", "sloppy"), (0.62, 0.28, 0.1))[0]
        if body.id == SHOWN:
            manners = "fair"  # good enough to be a model, with something left to mend
        team = Team(body, founded, manners)
        self.staffing.fill(team, rng, rows)
        self.offices.fill(team, rng, rows)
        self.offices.penalties(team, rng, rows)
        year = Year(self.gatherings, max(self.start, founded), self.on)
        year.live(team, rng, rows, town)
        if organs:
            self.skipped += year.skipped
        if body.id == SHOWN:
            self.cast = self._cast(team)
        pay(team, rng, self.start, self.on, rows["dues"])

    def _cast(self, team: Team) -> Cast:
        """Secretary, a leader who is not the secretary, and an ordinary member of his group."""
        secretary = holder(team.secretaries, self.on)
        led = [(group.id, holder(group.leaders, self.on)) for group in team.groups]
        group, leader = next((g, m) for g, m in led if m and m != secretary)
        busy = {secretary, leader, *team.committee}
        member = next(
            one.id
            for one in team.people
            if one.there(self.on) and one.group_on(self.on) == group and one.id not in busy
        )
        return Cast(team.body.id, group, secretary, leader, member)

    def _leading_body(self, body: Body, rows: Rows) -> None:
        """A unit's leading body: a democratic-life meeting in January, study each quarter."""
        rng = Random(f"{self.seed}:{body.id}")
        team = Team(body, self.start, "good")
        for year, month in months_between(self.start, self.on):
            for kind, when in (("democratic_life_meeting", month == 1), ("study", month % 3 == 2)):
                if when:
                    day = meeting_day(rng, year, month, 12)
                    told = self.gatherings.told(rng, team, day)
                    self.gatherings.hold(rows, rng, team, body.id, kind, day, (), **told)

    def _waivers(self) -> list[Row]:
        """Two groups were excused for a month in which they did not meet."""
        past = [(group, day) for group, day in self.skipped if day < self.on.replace(day=1)]
        past.sort(key=lambda pair: (-pair[1].toordinal(), pair[0]))
        return [
            {
                "directive": LOUDI,
                "rule": "F-MEETING",
                "subject": group,
                "since": day.replace(day=1),
                "until": add_months(day.replace(day=1), 1),
                "reason": "全组抽调专项工作，当月不在本地",
                "approved_by": "县直属机关工委",
            }
            for group, day in past[:2]
        ]


def _below(places: list[Body], top: str) -> set[str]:
    found = {top}
    for body in places:
        if body.parent in found:
            found.add(body.id)
    return found


def _organisation(body: Body, founded: dict[str, dt.date]) -> Row:
    row: Row = {"id": body.id, "kind": body.kind, "name": body.name, "short_name": body.short}
    if body.parent:
        row["parent"] = body.parent
    if body.sector:
        row["sector"] = body.sector
    if body.id in founded:
        row["established"] = founded[body.id]
    return row


def _adoptions(on: dt.date) -> list[Row]:
    """The organs work by the Loudi opinions, one town by the notice, its own organ by both."""
    rows: list[Row] = [
        {"organisation": ORGANS, "directive": LOUDI, "since": LOUDI_SINCE},
        {"organisation": TOWN_ORGAN, "directive": LOUDI, "since": dt.date(2024, 1, 1)},
        {"organisation": TOWN, "directive": NOTICE, "since": NOTICE_SINCE},
    ]
    return [row for row in rows if row["since"] <= on]


def county(on: dt.date, seed: int = SEED, within: str = ROOT) -> Rows:
    """All rows of the county at once, by table."""
    rows: Rows = {name: [] for name in TABLES}
    for chunk in County(on, seed, within).chunks():
        for table, some in chunk.items():
            rows[table] += some
    return rows


def bundle_rows(on: dt.date, seed: int = SEED, within: str = ROOT) -> Rows:
    """The county with the columns of the exchange form only, ready for a bundle."""
    rows = county(on, seed, within)
    for row in rows["organisations"]:
        del row["short_name"]
    return rows
