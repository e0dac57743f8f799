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
# "Since ever" and "still holds" as day numbers, so that no comparison meets an empty cell.
EVER = -9_999_999
STILL = 9_999_999

_TEXT, _DAY = "string", "int64"
_PLACE = "int32"  # a place in a text: PostgreSQL takes no larger number for it

WORKING: dict[str, dict[str, str]] = {
    # Facts, cut at the as-of day.
    "organisation": {
        "id": _TEXT, "kind": _TEXT, "sector": _TEXT, "path": _TEXT, "since": _DAY, "until": _DAY,
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
    "penalty": {"member": _TEXT, "kind": _TEXT, "since": _DAY, "until": _DAY},
    "state": {"member": _TEXT, "state": _TEXT, "since": _DAY, "until": _DAY},
    "attendance": {"activity": _TEXT, "member": _TEXT, "status": _TEXT},
    "role": {"activity": _TEXT, "role": _TEXT, "member": _TEXT},  # hosts and speakers, one a row
    # Only when some organisations are judged: what their verdicts may rest on.
    "judged": {"organisation": _TEXT},
    "person": {"member": _TEXT},
    "place": {"organisation": _TEXT},
    # Made in Python.
    "directive": {"id": _TEXT, "since": _DAY, "until": _DAY},
    "scope": {"low": _TEXT, "high": _TEXT},
    "level": {"n": _PLACE},
    "number": {"n": _PLACE},
    "period": {"unit": _TEXT, "start": _DAY, "last": _DAY},
    "day": {"day": _DAY, "month": _DAY, "quarter": _DAY, "half_year": _DAY, "year": _DAY},
    "anniversary": {"base": _DAY, "day": _DAY},
    "months_after": {"base": _DAY, "months": _DAY, "day": _DAY},
    "workdays_after": {"day": _DAY, "n": _DAY, "due": _DAY},
}
# Large tables that are only filtered: not copied when everything is judged.
VIEWS = ("activity", "attendance", "paper")
MADE_HERE = ("directive", "scope", "level", "number", "period", "day", "anniversary",
             "months_after", "workdays_after")


def _normal(table: str) -> dict[str, str]:
    """A facts table as ibis types, in the normal form."""
    columns = [c.name for c in TABLES[table].columns if not c.personal]
    found = {}
    for name, sql_type in normal_columns(TABLES[table], columns):
        found[name] = _TEXT if sql_type == "VARCHAR" else _DAY
    return found


WORKING["post"] = _normal("posts")
WORKING["activity"] = _normal("activities")
WORKING["paper"] = _normal("papers")
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
