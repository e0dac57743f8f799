"""A file of entered marks (CSV): organisation, item, points, evidence, day; held against a card."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from zhibu.engine.language.points import points_text, read_points
from zhibu.engine.language.scalars import nearest
from zhibu.engine.scoring.arithmetic import Mark
from zhibu.kernel.errors import InputError, Problem

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Item, Scorecard

COLUMNS = ("organisation", "item", "points", "evidence", "on")


def read_marks(path: Path, card: Scorecard) -> list[Mark]:
    """The marks of a file; InputError with everything that is wrong in it, row by row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise InputError([Problem(str(path), str(said), "能读的 CSV 文件")]) from error
    head = tuple(rows[0]) if rows else ()
    if head != COLUMNS:
        raise InputError([Problem(f"{path.name}:1", "，".join(head) or "空文件", f"表头 {'，'.join(COLUMNS)}")])
    problems: list[Problem] = []
    found = [
        mark for number, cells in enumerate(rows[1:], start=2)
        if any(cells)
        for mark in _mark(f"{path.name}:{number}", cells, card, problems)
    ]
    if problems:
        raise InputError(problems)
    return found


def _mark(
    where: str, cells: list[str], card: Scorecard, problems: list[Problem]
) -> Iterable[Mark]:
    if len(cells) != len(COLUMNS):
        problems.append(Problem(where, f"{len(cells)} 列", f"{len(COLUMNS)} 列：{'，'.join(COLUMNS)}"))
        return
    organisation, name, points, evidence, on = (cell.strip() for cell in cells)
    before = len(problems)
    entered = {item.id: item for item in card.items if item.mark is not None}
    item = entered.get(name)
    if item is None:
        problems.append(Problem(where, name, f"录入的项之一：{'、'.join(entered) or '（没有）'}",
                                nearest(name, entered)))
    value, day = Fraction(0), dt.date.min
    try:
        value = read_points(points)
        if item is not None:
            for fault in faults(item, value, evidence):
                problems.append(Problem(where, points if fault.startswith("分值") else evidence, fault))
    except ValueError:
        problems.append(Problem(where, points, "分值，如 3、-2、0.5"))
    try:
        day = dt.date.fromisoformat(on)
    except ValueError:
        problems.append(Problem(where, on, "录入的日期，如 2024-12-20"))
    if not organisation:
        problems.append(Problem(where, "", "组织的编号"))
    if len(problems) == before:
        yield Mark(organisation, name, value, evidence, day, where)


def faults(item: Item, points: Fraction, evidence: str) -> list[str]:
    """What is wrong with one entry for an item, in Chinese; nothing where it fits."""
    assert item.mark is not None
    low, high = item.mark.bounds
    found = []
    if not low <= points <= high:
        span = points_text(low) if low == high else f"{points_text(low)} 到 {points_text(high)}"
        found.append(f"分值是 {span}，读到 {points_text(points)}")
    if not evidence.strip():
        found.append(f"写明依据：{item.mark.evidence}")
    return found
