"""The working tables that compiled rules read: their names, columns and types.

They hold the facts as they stand on the as-of day (rows and date cells after it are cut) and a few
small tables of days made in Python. A rule never reads a source's table itself, so its SQL is the same
whatever the source calls its tables and whichever columns it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.facts.contract import TABLES, Kind
from zhibu.facts.normal import PRECISION, normal_columns

if TYPE_CHECKING:
    import ibis.expr.types as ir

PREFIX = "zb_"
# Numbers that stand in compiled SQL for the two days of the window; put in before it is run.
SINCE = 1_999_999_001
AS_OF = 1_999_999_002
# … and for the last day of the last month that had ended by then, and for the number of that month.
ENDED_DAY = 1_999_999_003
ENDED_MONTH = 1_999_999_004
# "Since ever" and "still holds" as day numbers, so that no comparison meets an empty cell.
EVER = -9_999_999
STILL = 9_999_999

_TEXT, _DAY = "string", "int64"
_PLACE = "int32"  # a place in a text: PostgreSQL takes no larger number for it

WORKING: dict[str, dict[str, str]] = {
    # Facts, cut at the as-of day.
    "organisation": {
        "id": _TEXT, "parent": _TEXT, "kind": _TEXT, "sector": _TEXT, "path": _TEXT,
        "since": _DAY, "until": _DAY,
        "established": _DAY, "established_precision": _TEXT, "dissolved_precision": _TEXT,
        "judged": _DAY,
    },
    "up": {"organisation": _TEXT, "above": _TEXT},  # itself and every body above it
    "force": {"directive": _TEXT, "organisation": _TEXT, "since": _DAY, "until": _DAY},
    "member": {
        "id": _TEXT, "joined": _DAY, "joined_precision": _TEXT, "until": _DAY,
        "left_precision": _TEXT, "full_since": _DAY, "full_since_precision": _TEXT,
    },
    "belongs": {
        "member": _TEXT, "organisation": _TEXT, "kind": _TEXT, "since": _DAY, "until": _DAY,
        "since_precision": _TEXT, "until_precision": _TEXT,
    },
    "member_run": {"directive": _TEXT, "member": _TEXT, "since": _DAY, "until": _DAY},
    # Members for whom a directive is in force on the as-of day, in their branch of that day. `begun`: since when
    # it has been, of the run that held on the last day of the last ended month; empty where none did.
    "today": {"directive": _TEXT, "member": _TEXT, "organisation": _TEXT, "since": _DAY, "begun": _DAY},
    # Posts held up to the as-of day, as far as a directive is in force for their organisation (`since`, `until`).
    "tenure": {"directive": _TEXT, "id": _TEXT, "member": _TEXT, "organisation": _TEXT, "post": _TEXT,
               "post_since": _DAY, "post_until": _DAY, "since": _DAY, "until": _DAY},
    "penalty": {"member": _TEXT, "kind": _TEXT, "since": _DAY, "until": _DAY},
    "state": {"member": _TEXT, "state": _TEXT, "since": _DAY, "until": _DAY},
    "attendance": {"activity": _TEXT, "member": _TEXT, "status": _TEXT},
    # Who may come to whose meetings (spans to be added up), and the sums of it for each activity.
    "entitled": {"member": _TEXT, "organisation": _TEXT, "since": _DAY, "until": _DAY,
                 "members": _DAY, "voting": _DAY},
    "meeting": {"activity": _TEXT, "members": _DAY, "members_there": _DAY, "members_excused": _DAY,
                "voting": _DAY, "voting_there": _DAY, "voting_excused": _DAY},
    "check": {"organisation": _TEXT, "checklist": _TEXT, "item": _TEXT, "on": _DAY, "ok": _TEXT,
              "value": _TEXT},
    "role": {"activity": _TEXT, "role": _TEXT, "member": _TEXT},  # hosts and speakers, one a row
    # Counted once for all rules that ask.
    "activity_month": {"organisation": _TEXT, "type": _TEXT, "month": _DAY, "n": _DAY},
    "headcount": {"organisation": _TEXT, "members": _DAY, "full_members": _DAY},
    # Months are numbers (year * 12 + month - 1); amounts are whole fen.
    "dues": {"member": _TEXT, "month": _DAY, "label": _TEXT, "last": _DAY, "assessed": _DAY,
             "paid": _DAY, "paid_on": _DAY},
    "paid_last": {"member": _TEXT, "month": _DAY},
    "attended_last": {"types": _TEXT, "member": _TEXT, "month": _DAY},
    "held_month": {"organisation": _TEXT, "type": _TEXT, "on": _DAY, "month": _DAY},
    "step": {"case": _TEXT, "step": _TEXT, "on": _DAY},
    # Only when some organisations are judged: what their verdicts may rest on.
    "judged": {"organisation": _TEXT},
    "person": {"member": _TEXT},
    "place": {"organisation": _TEXT},
    "line": {"organisation": _TEXT},  # where the persons belonged, and all above
    # Made in Python.
    "directive": {"id": _TEXT, "since": _DAY, "until": _DAY},
    "scope": {"low": _TEXT, "high": _TEXT},
    "level": {"n": _PLACE},
    "number": {"n": _PLACE},
    "life": {"types": _TEXT, "type": _TEXT},  # sets of types of activity that rules ask for together
    "period": {"unit": _TEXT, "start": _DAY, "last": _DAY},
    "day": {"day": _DAY, "month": _DAY, "quarter": _DAY, "half_year": _DAY, "year": _DAY},
    "anniversary": {"base": _DAY, "day": _DAY},
    "months_after": {"base": _DAY, "months": _DAY, "day": _DAY},
    "due": {"code": _TEXT, "base": _DAY, "start": _DAY, "last": _DAY, "due": _DAY, "name": _TEXT},
    "workdays_after": {"day": _DAY, "n": _DAY, "due": _DAY},  # n below 0: so many before
    # The days of activities; `workdays`: how many working days lie before it since some first day.
    "calendar_day": {"day": _DAY, "weekday": _DAY, "of_month": _DAY, "workday": _DAY,
                     "workdays": _DAY, "of_year": _DAY, "in_term": _DAY},  # `of_year`: its month
    "measure": {"value": _TEXT, "least": _TEXT, "enough": _DAY},  # values of checks, as numbers
    # `following`: the last day of the month after it, so that the last ended one can be told.
    "month": {"month": _DAY, "label": _TEXT, "start": _DAY, "last": _DAY, "following": _DAY},
    "day_month": {"day": _DAY, "month": _DAY, "whole": _DAY},  # `whole`: the first begun that day or later
    "step_after": {"day": _DAY, "unit": _TEXT, "n": _DAY, "due": _DAY},
}
# Large tables that are only filtered: not copied when everything is judged.
VIEWS = ("activity", "held", "attendance", "paper", "dues", "ballot", "check")
MADE_HERE = ("directive", "scope", "level", "number", "life", "period", "day", "anniversary",
             "months_after", "due", "workdays_after", "month", "day_month", "step_after",
             "calendar_day", "measure")


def _normal(table: str) -> dict[str, str]:
    """A facts table as ibis types, in the normal form."""
    columns = [c.name for c in TABLES[table].columns if not c.personal]
    found = {}
    for name, sql_type in normal_columns(TABLES[table], columns):
        found[name] = _TEXT if sql_type == "VARCHAR" else _DAY
    return found


WORKING["post"] = _normal("posts")
WORKING["activity"] = _normal("activities")
# Activities in the window, with each directive that is in force that day for who held them.
WORKING["held"] = {"directive": _TEXT, **WORKING["activity"]}
WORKING["paper"] = _normal("papers")
WORKING["ballot"] = _normal("ballots")
WORKING["case"] = _normal("cases")
SOURCES: dict[str, dict[str, str]] = {name: _normal(name) for name in TABLES}


def dates_of(table: str) -> list[str]:
    """The columns of a facts table that hold days (those that are cut at the as-of day)."""
    kinds = (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END)
    return [c.name for c in TABLES[table].columns if c.kind in kinds and c.name != "planned_until"]


def working(name: str) -> ir.Table:
    """A working table as an unbound table of ibis."""
    import ibis

    return ibis.table(WORKING[name], name=PREFIX + name)


class Facts:
    """The facts tables of a source as unbound tables; what a source lacks reads as empty cells."""

    def __init__(self, tables: dict[str, set[str]], prefix: str) -> None:
        self.tables = tables
        self.prefix = prefix

    def has(self, table: str) -> bool:
        return table in self.tables

    def keys(self, table: str, *columns: str, **renamed: str) -> ir.Table:
        """Some columns that every such table has, straight from it, so that its indexes are used."""
        import ibis

        names = (*columns, *renamed.values())
        unbound = ibis.table({n: SOURCES[table][n] for n in names}, name=self.prefix + table)
        return unbound.select(*columns, **renamed)

    def __call__(self, table: str) -> ir.Table:
        """The table with every column of the contract."""
        import ibis

        there = self.tables[table]
        wanted = SOURCES[table]
        present = {n: t for n, t in wanted.items() if _base(n, there) in there or _path(n, there)}
        unbound = ibis.table(present, name=self.prefix + table)
        lacking = {n: ibis.null(t) for n, t in wanted.items() if n not in present}
        return unbound.mutate(**lacking) if lacking else unbound


def _base(name: str, there: set[str]) -> str:
    return name.removesuffix(PRECISION)


def _path(name: str, there: set[str]) -> bool:
    return name in ("path", "path_end") and "parent" in there
