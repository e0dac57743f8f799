"""Random ballots and checks for a bundle that has its organisations, members and activities."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.judge.random_bundles import Chance, Rows

MATTERS = ("resolution", "admission", "election")
CHECKLISTS = ("room", "three")
ITEMS = ("flag", "area", "money")
VALUES = ("", "", "40", "40.00", "38.5", "39.99", "100", "9", "-2", "0.5", "约40", "４０")
DROPPABLE_FACTS = (
    "ballots", "ballots.activity", "ballots.in_favour", "ballots.cast", "ballots.valid", "ballots.seats",
    "ballots.candidates", "checks", "checks.value",
)  # fmt: skip


def ballots_and_checks(chance: Chance, rows: Rows) -> None:
    activities = [row["id"] for row in rows["activities"]] + [""]
    rows["ballots"] = [
        _ballot(chance, f"X{number}", chance.pick(activities))
        for number in range(chance.pick((0, 4, 10, 16)))
    ]
    found, seen = [], set()
    for _ in range(chance.pick((0, 6, 15))):
        body = chance.pick(rows["organisations"])["id"]
        on = chance.day(dt.date(2023, 12, 1), dt.date(2024, 10, 31)).isoformat()
        key = (body, chance.pick(CHECKLISTS), chance.pick(ITEMS), on)
        if key not in seen:
            seen.add(key)
            found.append({
                "organisation": key[0], "checklist": key[1], "item": key[2], "on": on,
                "ok": chance.pick(("yes", "yes", "no")), "value": chance.pick(VALUES),
            })  # fmt: skip
    rows["checks"] = found


def _ballot(chance: Chance, name: str, activity: str) -> dict[str, str]:
    entitled = chance.random.randint(0, 9)
    present = chance.random.randint(0, entitled)
    cast = chance.random.randint(0, present)
    valid = chance.random.randint(0, cast)
    seats = chance.random.randint(0, 5)
    numbers = {
        "cast": cast, "valid": valid, "in_favour": chance.random.randint(0, valid),
        "seats": seats, "candidates": seats + chance.random.randint(0, 2),
    }  # fmt: skip
    return {
        "id": name, "matter": chance.pick(MATTERS), "activity": activity,
        "method": chance.pick(("secret", "hands")), "entitled": str(entitled), "present": str(present),
        **{column: chance.maybe(str(number), 0.85) for column, number in numbers.items()},
    }  # fmt: skip
