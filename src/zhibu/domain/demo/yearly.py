"""What happens once a year in a branch: talks, organisational-life meeting, appraisal, reports."""

from __future__ import annotations

import datetime as dt
from random import Random

from zhibu.domain.demo.days import DAY, meeting_day, months_between
from zhibu.domain.demo.gatherings import FORGOTTEN, MISSED, Gatherings
from zhibu.domain.demo.people import Comrade, Row, Team, holder

Rows = dict[str, list[Row]]

BEFORE_LIFE = (
    "meeting_plan",
    "preparation_report",
    "host_script",
    "study_material",
    "talk_record",
    "opinion_list",
    "self_examination",
)
OF_APPRAISAL = (
    "appraisal_register",
    "self_appraisal",
    "appraisal_votes",
    "outstanding_list",
    "unqualified_list",
)


class Yearly:
    """The yearly duties of one branch and its groups."""

    def __init__(self, gatherings: Gatherings, start: dt.date, on: dt.date) -> None:
        self.gatherings, self.start, self.on = gatherings, start, on

    def live(self, team: Team, rng: Random, rows: Rows, town: bool) -> None:
        """Write them for every year that the window touches."""
        life_month = rng.choice((12, 1, 1, 1, 2))
        in_groups = len(team.groups) >= 3 and rng.random() < 0.4
        for year, month in months_between(self.start, self.on):
            if month == life_month and rng.random() > MISSED[team.manners]:
                self._life(team, rng, rows, meeting_day(rng, year, month, 15), in_groups, town)
            if month == 12:
                self._group_reports(team, rng, rows, year)
        for year in range(self.start.year, self.on.year + 1):
            self._talks(team, rng, rows, year)

    def _life(
        self, team: Team, rng: Random, rows: Rows, day: dt.date, in_groups: bool, town: bool
    ) -> None:
        if day < team.established + 30 * DAY or day > self.on:
            return
        called = [one for one in team.people if one.there(day)]
        places = [(team.body.id, called, holder(team.secretaries, day))]
        if in_groups:
            places = [
                (group.id, [one for one in called if one.group_on(day) == group.id],
                 holder(group.leaders, day))
                for group in team.groups
                if group.established < day and (not group.dissolved or day < group.dissolved)
            ]  # fmt: skip
        for place, people, host in places:
            self._life_meeting(team, rng, rows, day, place, people, host, town)
        self._appraisal(team, rng, rows, day, called, in_groups)

    def _life_meeting(
        self,
        team: Team,
        rng: Random,
        rows: Rows,
        day: dt.date,
        place: str,
        people: list[Comrade],
        host: str,
        town: bool,
    ) -> None:
        held = self.gatherings.hold(
            rows,
            rng,
            team,
            place,
            "organisational_life_meeting",
            day,
            people,
            host=host,
            **self.gatherings.told(rng, team, day),
            **self.gatherings.written(rng, team, day),
            **self.gatherings.reported(rng, team, day),
        )
        if not town:
            return
        for kind in BEFORE_LIFE:
            if rng.random() > FORGOTTEN[team.manners] / 2:
                self.gatherings.paper(rows, kind, day - rng.randint(0, 9) * DAY, held)
        if rng.random() > FORGOTTEN[team.manners]:
            when = day + rng.randint(2, 20) * DAY
            self.gatherings.paper(rows, "rectification_measures", when, held)

    def _appraisal(
        self,
        team: Team,
        rng: Random,
        rows: Rows,
        day: dt.date,
        called: list[Comrade],
        in_groups: bool,
    ) -> None:
        later = meeting_day(rng, day.year, day.month, 24) if day.day < 22 else day
        held = self.gatherings.hold(
            rows,
            rng,
            team,
            team.body.id,
            "democratic_appraisal",
            later,
            called,
            host=holder(team.secretaries, later),
            **self.gatherings.written(rng, team, later),
        )
        for kind in OF_APPRAISAL:
            if rng.random() > FORGOTTEN[team.manners] / 2:
                self.gatherings.paper(rows, kind, later, held)
        if not in_groups:
            return
        for group in team.groups:
            if group.established < later and (not group.dissolved or later < group.dissolved):
                own = [one for one in called if one.group_on(later) == group.id]
                self.gatherings.hold(
                    rows,
                    rng,
                    team,
                    group.id,
                    "democratic_appraisal",
                    later,
                    own,
                    host=holder(group.leaders, later),
                    **self.gatherings.reported(rng, team, later),
                )

    def _group_reports(self, team: Team, rng: Random, rows: Rows, year: int) -> None:
        """The groups' reports at the end of December, if those days have come."""
        for group in team.groups:
            day = meeting_day(rng, year, 12, 24)
            if rng.random() < MISSED[team.manners] or not group.established < day <= self.on:
                continue
            if group.dissolved and day >= group.dissolved:
                continue
            held = self.gatherings.hold(
                rows,
                rng,
                team,
                group.id,
                "group_annual_report",
                day,
                (),
                form="written",
                speaker=holder(group.leaders, day),
                reported_on=day,
            )
            self.gatherings.paper(rows, "annual_report", day, held, str(year))

    def _talks(self, team: Team, rng: Random, rows: Rows, year: int) -> None:
        """Talks of two or three, spread over the year; some members are never reached."""
        done = {"good": 0.97, "fair": 0.9, "sloppy": 0.66}[team.manners]
        waiting = [one for one in team.people if rng.random() < done]
        waiting.sort(key=lambda one: one.group)
        for index in range(0, len(waiting), 2):
            pair = waiting[index : index + 2]
            day = meeting_day(rng, year, rng.randint(1, 12), rng.randint(3, 26))
            if not self.start <= day <= self.on:
                continue
            pair = [one for one in pair if one.there(day) and one.state != "lost"]
            group = pair[0].group_on(day) if pair else ""
            heads = [one for one in team.groups if one.id == group]
            host = holder(heads[0].leaders, day) if heads else ""
            host = host or holder(team.secretaries, day)
            called = pair + [one for one in team.people if one.id == host and one not in pair]
            if len(called) < 2 or day < team.established + DAY:
                continue
            place = group if group and rng.random() < 0.7 else team.body.id
            self._talk(team, rng, rows, day, place, called, host)

    def _talk(
        self,
        team: Team,
        rng: Random,
        rows: Rows,
        day: dt.date,
        place: str,
        called: list[Comrade],
        host: str,
    ) -> None:
        held = self.gatherings.hold(
            rows, rng, team, place, "heart_to_heart_talk", day, (), host=host
        )
        for one in called:
            rows["attendance"].append({"activity": held, "member": one.id, "status": "present"})
