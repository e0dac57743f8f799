"""One gathering: the row of the activity, who was there, its papers, and what was forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from zhibu.domain.demo.days import DAY
from zhibu.domain.demo.people import Comrade, Row, Team
from zhibu.domain.demo.themes import STARTS, place_for, theme_for

# how often something is forgotten: a whole meeting, one column or paper; how many are away
MISSED = {"good": 0.003, "fair": 0.03, "sloppy": 0.13}
FORGOTTEN = {"good": 0.008, "fair": 0.045, "sloppy": 0.17}
AWAY = {"good": 0.05, "fair": 0.09, "sloppy": 0.17}
AHEAD = 12  # days for which meetings are already planned


class Gatherings:
    """Writes activities with attendance and papers; counts ids through the whole county."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.activities = self.papers = 0

    def hold(
        self,
        rows: dict[str, list[Row]],
        rng: Random,
        team: Team,
        place: str,
        kind: str,
        day: dt.date,
        called: Sequence[Comrade],
        **columns: object,
    ) -> str:
        """Write one activity; its id, or nothing where the day is too far ahead."""
        if day > self.on + AHEAD * DAY:
            return ""
        self.activities += 1
        held = day <= self.on
        row: Row = {
            "id": f"HD{self.activities:06d}",
            "organisation": place,
            "type": kind,
            "on": day,
            "status": "held" if held else "planned",
            "start": rng.choice(STARTS),
            "place": place_for(rng, team.body.sector),
            "theme": theme_for(rng, kind),
            "form": "in_person" if rng.random() < 0.96 else "online",
        }
        row.update((name, value) for name, value in columns.items() if value)
        rows["activities"].append(row)
        if not held:
            # what is told ahead may be written already, what comes after may not
            for column in ("recorded_on", "reported_on", "recorder"):
                row.pop(column, None)
            for column in ("notice_on", "consulted_on", "approved_on"):
                if column in row and row[column] > self.on:
                    del row[column]
            return str(row["id"])
        if called:
            self._attendance(rows, rng, team, row, called)
        return str(row["id"])

    def _attendance(
        self,
        rows: dict[str, list[Row]],
        rng: Random,
        team: Team,
        row: Row,
        called: Sequence[Comrade],
    ) -> None:
        away, activity, there = AWAY[team.manners], row["id"], 0
        named = {row.get("host"), row.get("recorder"), row.get("speaker")}
        out = rows["attendance"]
        for one in called:
            draw = rng.random()
            if one.id in named:
                status = "present"
            elif one.state:
                status = "online" if one.state == "floating" and draw < 0.5 else "absent"
                status = "excused" if status == "absent" and one.state == "floating" else status
            elif draw < away:
                status = "excused" if draw < away * 0.75 else "absent"
            else:
                status = "present"
            there += status in {"present", "online"}
            out.append({"activity": activity, "member": one.id, "status": status})
        if row["type"] in {"general_meeting", "party_group_meeting", "theme_day"}:
            slip = 1 if rng.random() < 0.01 else 0
            row["declared_entitled"], row["declared_present"] = len(called), there + slip

    def paper(
        self, rows: dict[str, list[Row]], kind: str, on: dt.date, about: str, period: str = ""
    ) -> None:
        """One paper, if its day has come."""
        if on > self.on or not about:
            return
        self.papers += 1
        row: Row = {"id": f"CL{self.papers:06d}", "kind": kind, "on": on, "about": about}
        if period:
            row["for_period"] = period
        rows["papers"].append(row)

    def written(self, rng: Random, team: Team, day: dt.date) -> Row:
        """Recording: finished within three days, late, or forgotten."""
        if rng.random() < FORGOTTEN[team.manners]:
            return {}
        late = rng.randint(5, 30) if rng.random() < FORGOTTEN[team.manners] else rng.randint(0, 3)
        finished = day + late * DAY
        return {"recorded_on": finished} if finished <= self.on else {}

    def told(self, rng: Random, team: Team, day: dt.date, column: str = "notice_on") -> Row:
        """Something done a few days before: notice, asking, consent; now and then forgotten."""
        if rng.random() < FORGOTTEN[team.manners]:
            return {}
        return {column: day - rng.randint(1, 4) * DAY}

    def reported(self, rng: Random, team: Team, day: dt.date) -> Row:
        """Told to the body above within ten days, or forgotten."""
        when = day + rng.randint(1, 10) * DAY
        if rng.random() < FORGOTTEN[team.manners] or when > self.on:
            return {}
        return {"reported_on": when}
