"""Dues of every member, month by month; a few pay late, a few not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from zhibu.domain.demo.days import DAY, months_between
from zhibu.domain.demo.people import Comrade, Row, Team

# yuan a month, by sector: the least and the most
AMOUNTS = {
    "rural": (20, 200),
    "community": (50, 1500),
    "school": (2000, 8500),
    "organ": (2500, 12000),
    "institution": (2200, 11000),
    "enterprise": (800, 9000),
}
UNPAID = {"good": 0.001, "fair": 0.008, "sloppy": 0.04}


def pay(team: Team, rng: Random, start: dt.date, on: dt.date, rows: list[Row]) -> None:
    """One row a member and month for the whole window; the running month is partly open."""
    months = list(months_between(start, on))
    habit = rng.randint(4, 24)
    low, high = AMOUNTS.get(team.body.sector, (50, 3000))
    for one in team.people:
        cents = rng.randint(low, high)
        if rng.random() < 0.01:
            cents = 0
        stops = rng.randrange(len(months)) if rng.random() < 0.004 else None
        for number, (year, month) in enumerate(months):
            first = dt.date(year, month, 1)
            if one.since > first or (one.until and one.until <= first) or one.state == "stopped":
                continue
            unpaid = stops is not None and number >= stops
            rows.append(_month(team, one, rng, first, habit, cents, unpaid, on))


def _month(
    team: Team,
    one: Comrade,
    rng: Random,
    first: dt.date,
    habit: int,
    cents: int,
    unpaid: bool,
    on: dt.date,
) -> Row:
    row: Row = {
        "member": one.id,
        "month": f"{first:%Y-%m}",
        "assessed": Decimal(cents).scaleb(-2),
    }
    if not cents or unpaid or one.state == "lost" or rng.random() < UNPAID[team.manners]:
        return row
    late = rng.randint(20, 60) if rng.random() < 4 * UNPAID[team.manners] else rng.randint(-2, 3)
    paid_on = first + (habit - 1 + late) * DAY
    if paid_on <= on:
        row |= {"paid": row["assessed"], "paid_on": paid_on}
    return row
