"""Tells a person what is in a checked bundle: tables, rows, what is not there, warnings."""

from __future__ import annotations

from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES


def summary_lines(bundle: Bundle) -> list[str]:
    """Lines for the command line, in the order of the contract."""
    lines = [f"提醒：{warning}" for warning in bundle.warnings]
    for name, table in TABLES.items():
        if name in bundle.tables:
            lines.append(f"{name:<14} {bundle.count(name):>10} 行  {table.chinese}")
    absent = [f"{name}（{TABLES[name].chinese}）" for name in TABLES if name not in bundle.tables]
    columns = [name for name in bundle.missing if "." in name]
    if absent:
        lines.append(f"没有的表：{'、'.join(absent)}")
    if columns:
        lines.append(f"没有的列：{'、'.join(columns)}")
    if absent or columns:
        lines.append("用到它们的规则会答“缺数据”（unknown）。")
    lines.append("数据包合格。")
    return lines
