"""The head of a table as read: which columns are there, which are unknown, missing or doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhibu.facts.contract import Column, Table
from zhibu.facts.raw import RawTable, match_columns
from zhibu.kernel.errors import Problem, shortened


@dataclass
class TableHead:
    """What the heading of one table tells, and the table itself where it could be read."""

    table: Table | None = None  # None: not even its heading could be read
    headers: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    raw: RawTable | None = None


def head_of(table: Table, label: str, headings: Sequence[str]) -> TableHead:
    """Judge the heading of a table: unknown columns warn, missing starred and doubled ones are errors."""
    places, unknown, twice = match_columns(table, headings)
    headers = {name: headings[place].strip() for name, place in places.items()}
    head = TableHead(table, headers, places)
    for place in unknown:
        named = f"“{shortened(headings[place].strip())}”" if headings[place].strip() else "没有列名"
        head.warnings.append(f"{label} 第 {place + 1} 列（{named}）不在格式里，没有读入。")
    for heading in twice:
        head.problems.append(
            Problem(f"{label} 表头", heading, "每列只出现一次", "删去重复的列（中英文列名算同一列）")
        )
    for column in table.columns:
        if column.required and column.name not in places:
            head.problems.append(_missing(label, column, headings))
    return head


def _missing(label: str, column: Column, headings: Sequence[str]) -> Problem:
    read = "、".join(heading.strip() for heading in headings if heading.strip())
    return Problem(
        f"{label} 表头",
        read,
        f"有必填列 {column.name}（{column.chinese}）",
        f"补上 {column.name} 列",
    )
