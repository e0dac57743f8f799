"""Who holds which post in a branch and its groups: terms, changes, vacancies, a few mistakes."""

from __future__ import annotations

import datetime as dt
from random import Random

from zhibu.domain.demo.people import Comrade, Group, Row, Team
from zhibu.kernel.dates import add_months

COMMISSIONERS = ("organisation_commissioner", "publicity_commissioner", "discipline_commissioner")
# which of all leaders came under 留党察看 and are leaders still: a bureau's, a town's
PUNISHED = (41, 700)
Span = tuple[str, dt.date, dt.date | None]


def _ready(one: Comrade, group: str) -> dt.date:
    """The first day on which he may lead the group: a full member, and in it."""
    in_it = next((since for place, since, _ in one.group_moves if place == group), one.since)
    return max(in_it, one.full_since or in_it)


class Offices:
    """Gives out posts; counts ids through the whole county."""

    def __init__(self, start: dt.date, on: dt.date) -> None:
        self.start, self.on = start, on
        self.posts = self.leaders = 0

    def fill(self, team: Team, rng: Random, rows: dict[str, list[Row]]) -> None:
        """Secretary, commissioners, leading cadres, instructor and group leaders of a branch."""
        ready = [one for one in team.people if one.until is None and not one.state]
        full = [one for one in ready if one.full_on(self.on)]
        if not full:
            return
        working = [one for one in full if (self.on - one.born).days < 63 * 365] or full
        rng.shuffle(working)
        self._committee(team, working, rng, rows)
        if team.body.sector in {"organ", "institution"} and "离退休" not in team.body.short:
            count = min(rng.randint(1, 4), len(working))
            self._cadres(team, working[:count], rng, rows)
        if team.body.sector in {"enterprise", "social"} and rng.random() < 0.5:
            team.instructor = working[-1].id
            self._post(rows, team.instructor, team.body.id, "instructor", self._begun(rng, 2))
        for group in team.groups:
            self._leader(team, group, rng, rows)

    def _begun(self, rng: Random, years: int) -> dt.date:
        return self.start - dt.timedelta(days=rng.randint(20, years * 365))

    def _committee(
        self, team: Team, working: list[Comrade], rng: Random, rows: dict[str, list[Row]]
    ) -> None:
        years = 5 if team.body.sector in {"rural", "community"} else 3
        begun = max(team.established, self._begun(rng, years - 1))
        draw = rng.random()
        first, second = working[0], working[min(1, len(working) - 1)]
        changed = self.on - dt.timedelta(days=rng.randint(46, 300))
        if begun > self.on - dt.timedelta(days=330):
            draw = 1.0  # the branch itself is new
        if draw < 0.08 and first is not second:  # the secretary changed within the year
            gap = dt.timedelta(days=rng.choice((0, 0, 12, 45)))
            team.secretaries = [(second.id, begun, changed), (first.id, changed + gap, None)]
        elif draw < 0.09:  # nobody at present
            team.secretaries = [(first.id, begun, self.on - dt.timedelta(days=rng.randint(9, 80)))]
        else:
            team.secretaries = [(first.id, begun, None)]
        for member, since, until in team.secretaries:
            self._post(rows, member, team.body.id, "secretary", since, until, "elected", years)
        if sum(one.full_on(self.on) for one in team.people) < 7:
            return
        seats = COMMISSIONERS if len(team.people) >= 16 else COMMISSIONERS[:2]
        for seat, one in zip(seats, working[2:], strict=False):
            team.committee.append(one.id)
            self._post(rows, one.id, team.body.id, seat, begun, None, "elected", years)

    def _cadres(
        self, team: Team, chosen: list[Comrade], rng: Random, rows: dict[str, list[Row]]
    ) -> None:
        for one in chosen:
            team.cadres.append(one.id)
            self._post(rows, one.id, team.body.id, "leading_cadre", self._begun(rng, 4))

    def _leader(self, team: Team, group: Group, rng: Random, rows: dict[str, list[Row]]) -> None:
        """A full member of the group; now and then nobody, or somebody who may not be it."""
        own = [one for one in team.people if one.group_on(self.on) == group.id]
        full = [one for one in own if one.full_on(self.on) and not one.state] or own
        draw = rng.random()
        if not full or (draw < 0.01 and not group.dissolved):
            return
        probationers = [one for one in own if not one.full_on(self.on)]
        first = probationers[0] if probationers and rng.random() < 0.06 else rng.choice(full)
        begun = max(self._begun(rng, 3), _ready(first, group.id))
        end = group.dissolved
        spans: list[Span] = [(first.id, begun, end)]
        if end is not None and begun >= end:
            return
        changed = max(
            self.on - dt.timedelta(days=rng.randint(20, 320)), begun + dt.timedelta(days=30)
        )
        if end is None and draw < 0.1 and len(full) > 1 and changed < self.on:
            before = full[0] if full[0] is not first else full[1]
            earlier = max(self._begun(rng, 3), _ready(before, group.id))
            spans = [(first.id, changed, None)]
            if earlier < changed:
                spans.insert(0, (before.id, earlier, changed))
        group.leaders = spans
        for member, since, until in spans:
            manner = "designated" if rng.random() < 0.6 else "recommended"
            self._post(rows, member, group.id, "group_leader", since, until, manner)
        self.leaders += 1
        if self.leaders in PUNISHED:
            self._penalty(rows, first.id, "probation_within_party", rng)

    def penalties(self, team: Team, rng: Random, rows: dict[str, list[Row]]) -> None:
        """A few members carry a penalty."""
        for one in team.people:
            if rng.random() < 0.0015:
                self._penalty(rows, one.id, rng.choice(("warning", "serious_warning")), rng)

    def _penalty(self, rows: dict[str, list[Row]], member: str, kind: str, rng: Random) -> None:
        since = self.on - dt.timedelta(days=rng.randint(40, 250))
        months = 24 if kind == "probation_within_party" else 12
        rows["penalties"].append(
            {"member": member, "kind": kind, "since": since, "until": add_months(since, months)}
        )

    def _post(
        self,
        rows: dict[str, list[Row]],
        member: str,
        organisation: str,
        post: str,
        since: dt.date,
        until: dt.date | None = None,
        manner: str = "",
        years: int = 0,
    ) -> None:
        self.posts += 1
        row: Row = {
            "id": f"ZW{self.posts:05d}",
            "member": member,
            "organisation": organisation,
            "post": post,
            "since": since,
        }
        if until is not None:
            row["until"] = until
        if manner:
            row |= {"manner": manner, "acting": "no"}
            row["filed_on"] = min(since + dt.timedelta(days=6), self.on)
            row["filing_number"] = f"青组备〔{since.year}〕{self.posts % 400 + 1}号"
        if years:
            row["planned_until"] = add_months(since, 12 * years)
        rows["posts"].append(row)
