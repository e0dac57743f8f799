"""A year in the life of a branch and its groups: meetings, days, classes, talks, reports."""

from __future__ import annotations

import datetime as dt
from random import Random

from zhibu.domain.demo.days import DAY, meeting_day, months_between
from zhibu.domain.demo.gatherings import AHEAD, FORGOTTEN, MISSED, Gatherings
from zhibu.domain.demo.people import Comrade, Group, Row, Team, holder
from zhibu.domain.demo.yearly import Yearly

Rows = dict[str, list[Row]]


class Year:
    """Everything that happens in one branch from `start` to a few days after `on`."""

    def __init__(self, gatherings: Gatherings, start: dt.date, on: dt.date) -> None:
        self.gatherings, self.start, self.on = gatherings, start, on
        self.skipped: list[tuple[str, dt.date]] = []  # groups' missed months, for the waivers

    def live(self, team: Team, rng: Random, rows: Rows, town: bool) -> None:
        """Write the whole year of a branch."""
        habits = {name: rng.randint(3, 26) for name in ("committee", "general", "class", "study")}
        habits["theme"] = rng.choice((5, 8, 10, 15, 20, 25))
        group_habits = {group.id: rng.randint(4, 26) for group in team.groups}
        quiet = self._quiet_months(team, rng)
        offset = rng.randint(0, 2)
        for year, month in months_between(self.start, self.on + AHEAD * DAY):
            if (year, month) not in quiet:
                self._month(team, rng, rows, year, month, habits, offset, town)
            for group in team.groups:
                self._group_month(team, group, rng, rows, (year, month), group_habits, town, quiet)
        Yearly(self.gatherings, self.start, self.on).live(team, rng, rows, town)

    def _quiet_months(self, team: Team, rng: Random) -> set[tuple[int, int]]:
        """A sloppy branch sleeps for two or three months on end."""
        if team.manners != "sloppy" or rng.random() < 0.5:
            return set()
        months = list(months_between(self.start, self.on))
        if len(months) < 6:
            return set()
        first = rng.randrange(len(months) - 3)
        return set(months[first : first + rng.randint(2, 3)])

    def _due(self, team: Team, rng: Random, year: int, month: int, habit: int) -> dt.date | None:
        """The day of this month's meeting; nothing if missed, or before the branch was there."""
        day = meeting_day(rng, year, month, habit)
        if rng.random() < MISSED[team.manners] or day < team.established + 7 * DAY:
            return None
        return day

    def _month(
        self,
        team: Team,
        rng: Random,
        rows: Rows,
        year: int,
        month: int,
        habits: dict[str, int],
        offset: int,
        town: bool,
    ) -> None:
        turn = (month - 1 - offset) % 3
        if day := self._due(team, rng, year, month, habits["theme"]):
            self._theme_day(team, rng, rows, day, team.body.id, self._all(team, day), town)
        if team.committee and (day := self._due(team, rng, year, month, habits["committee"])):
            heads = {holder(team.secretaries, day), *team.committee}
            present = [one for one in team.people if one.id in heads and one.there(day)]
            self._meeting(team, rng, rows, "committee_meeting", day, present)
        if turn == 0 and (day := self._due(team, rng, year, month, habits["general"])):
            self._meeting(team, rng, rows, "general_meeting", day, self._all(team, day))
        if turn == 1 and (day := self._due(team, rng, year, month, habits["class"])):
            self._class(team, rng, rows, day)
        studies = rng.random() < (0.6 if town else 0.2)
        if studies and (day := self._due(team, rng, year, month, habits["study"])):
            self._study(team, rng, rows, day, town)
        if rng.random() < 0.05:
            kind = rng.choice(("mass_contact", "warning_education", "thematic_activity"))
            day = meeting_day(rng, year, month, 18)
            if day > team.established:
                self._meeting(team, rng, rows, kind, day, self._all(team, day))

    def _all(self, team: Team, day: dt.date) -> list[Comrade]:
        return [one for one in team.people if one.there(day)]

    def _head(self, team: Team, day: dt.date) -> str:
        secretary = holder(team.secretaries, day)
        if secretary:
            return secretary
        return team.committee[0] if team.committee else ""

    def _recorder(self, rng: Random, called: list[Comrade]) -> str:
        ready = [one for one in called if not one.state]
        return rng.choice(ready).id if ready else ""

    def _meeting(
        self, team: Team, rng: Random, rows: Rows, kind: str, day: dt.date, called: list[Comrade]
    ) -> str:
        columns: Row = {
            "host": self._head(team, day),
            "recorder": self._recorder(rng, called),
            "topics": rng.randint(1, 4),
            **self.gatherings.told(rng, team, day),
            **self.gatherings.written(rng, team, day),
        }
        return self.gatherings.hold(rows, rng, team, team.body.id, kind, day, called, **columns)

    def _theme_day(
        self,
        team: Team,
        rng: Random,
        rows: Rows,
        day: dt.date,
        place: str,
        called: list[Comrade],
        town: bool,
        **columns: object,
    ) -> None:
        columns |= {
            "host": columns.get("host") or self._head(team, day),
            "recorder": self._recorder(rng, called),
            **self.gatherings.told(rng, team, day),
            **self.gatherings.written(rng, team, day),
        }
        held = self.gatherings.hold(rows, rng, team, place, "theme_day", day, called, **columns)
        if not town or day > self.on:
            return
        if rng.random() > FORGOTTEN[team.manners]:
            self.gatherings.paper(rows, "activity_form", day, held)
        if place == team.body.id and rng.random() < 0.7:
            dues = self.gatherings.hold(
                rows, rng, team, place, "dues_collection", day, (), part_of=held
            )
            if rng.random() > FORGOTTEN[team.manners]:
                self.gatherings.paper(rows, "dues_ledger", day, dues)

    def _class(self, team: Team, rng: Random, rows: Rows, day: dt.date) -> None:
        called = self._all(team, day)
        draw = rng.random()
        speaker = self._head(team, day)
        if team.instructor and draw < 0.3:
            speaker = team.instructor
        elif draw < 0.15 and team.cadres:
            speaker = team.cadres[0]
        elif draw > 0.96:
            speaker = self._recorder(rng, called)
        columns: Row = {
            "host": self._head(team, day),
            "recorder": self._recorder(rng, called),
            "speaker": speaker,
            **self.gatherings.told(rng, team, day),
            **self.gatherings.written(rng, team, day),
        }
        held = self.gatherings.hold(
            rows, rng, team, team.body.id, "party_class", day, called, **columns
        )
        for kind in ("script", "signin"):
            if rng.random() > FORGOTTEN[team.manners]:
                self.gatherings.paper(rows, kind, day, held)

    def _study(self, team: Team, rng: Random, rows: Rows, day: dt.date, town: bool) -> None:
        held = self._meeting(team, rng, rows, "study", day, self._all(team, day))
        if town and rng.random() > 2 * FORGOTTEN[team.manners]:
            self.gatherings.paper(rows, "reflection", day + rng.randint(1, 12) * DAY, held)

    def _group_month(
        self,
        team: Team,
        group: Group,
        rng: Random,
        rows: Rows,
        month: tuple[int, int],
        habits: dict[str, int],
        town: bool,
        quiet: set[tuple[int, int]],
    ) -> None:
        day = meeting_day(rng, *month, habits[group.id])
        if day < group.established + 3 * DAY or (group.dissolved and day >= group.dissolved):
            return
        if month in quiet or rng.random() < MISSED[team.manners]:
            self.skipped.append((group.id, day))
            return
        called = [one for one in team.people if one.there(day) and one.group_on(day) == group.id]
        leader = holder(group.leaders, day)
        host = leader if leader and rng.random() > FORGOTTEN[team.manners] else ""
        columns: Row = {
            "host": host or self._recorder(rng, called),
            "recorder": self._recorder(rng, called),
            "topics": rng.randint(1, 3) if rng.random() > FORGOTTEN[team.manners] / 2 else None,
            **self.gatherings.told(rng, team, day),
            **self.gatherings.told(rng, team, day, "consulted_on"),
            **self.gatherings.written(rng, team, day),
        }
        meeting = self.gatherings.hold(
            rows, rng, team, group.id, "party_group_meeting", day, called, **columns
        )
        if day <= self.on and rng.random() < (0.9 if town else 0.12):
            self.gatherings.hold(
                rows, rng, team, group.id, "study", day, called, part_of=meeting, host=leader
            )
        if rng.random() < 0.02:
            later = meeting_day(rng, *month, 24)
            consent = self.gatherings.told(rng, team, later, "approved_on")
            called = [one for one in called if one.there(later)]
            if not group.dissolved or later < group.dissolved:
                self._theme_day(
                    team, rng, rows, later, group.id, called, town, host=leader, **consent
                )
