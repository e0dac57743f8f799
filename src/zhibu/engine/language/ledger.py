"""The columns of the ledger (台账) of an activity type: they follow from its fields, its record and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhibu.engine.language.activity_types import STEP_COLUMNS, ActivityType
from zhibu.facts.contract import TABLES

_WIDTHS = {"theme": 30, "place": 16, "speaker": 14, "start": 8, "form": 8, "topics": 8}
_TALLIES = ("declared_entitled", "declared_present")  # one column: who was there
_WIDE = ("text", "list", "opinions", "resolutions", "problems")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: where its value stands, under which code, what it is called, how many characters wide.

    `of`: `activity` (a column of the activity), `roll` (who was there), `minutes` (a field of the record),
    `paper` (the day of a paper), `step` (the day of a step that has no column).
    """

    of: str
    code: str
    label: str
    width: int = 12


def columns_of(kind: ActivityType, papers: Mapping[str, str]) -> tuple[LedgerColumn, ...]:
    """All columns of a type beside day, organisation and status; `papers`: labels of kinds of paper by code."""
    names = {column.name: column.chinese for column in TABLES["activities"].columns}
    found = [LedgerColumn("activity", code, names[code], _WIDTHS.get(code, 12))
             for code in kind.fields if code not in _TALLIES]
    if kind.called != "nobody":
        found.append(LedgerColumn("roll", "came", "到会"))
    found += [LedgerColumn("minutes", field.code, field.label or field.code, 30 if field.kind in _WIDE else 12)
              for field in kind.minutes]
    found += [LedgerColumn("paper", code, papers.get(code, code)) for code in kind.papers]
    steps = {"check": "组长检查", "follow": "落实", "archive": "归档"}
    found += [LedgerColumn("step", code, label) for code, label in steps.items()
              if code in kind.life and code not in STEP_COLUMNS]
    return tuple(found)
