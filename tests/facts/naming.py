"""The table of names in docs/facts.md, made from the contract: `python -m tests.facts.naming`."""

from __future__ import annotations

from pathlib import Path

from zhibu.facts.contract import TABLES, Column, Kind, Table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "facts.md"
BEGIN, END = "<!-- tables -->\n", "<!-- end of tables -->"
KINDS = {
    Kind.ID: "编号", Kind.IDS: "编号，几个用空格隔开", Kind.TEXT: "文字", Kind.DAY: "日期",
    Kind.PARTIAL: "日期，可不全", Kind.PARTIAL_END: "日期，可不全，止于", Kind.MONTH: "年月 `2024-05`",
    Kind.PERIOD: "期间 `2024` `2024-H1` `2024-Q2` `2024-05` 或学期名", Kind.WHOLE: "整数",
    Kind.MONEY: "金额（元，两位小数）", Kind.TIME: "时间 `09:30`",
}  # fmt: skip


def markdown() -> str:
    """All tables with their columns, kinds and references."""
    return "\n".join(_table(table) for table in TABLES.values())


def _table(table: Table) -> str:
    key = " + ".join(f"`{name}`" for name in table.key)
    lines = [
        f"### `{table.name}` {table.chinese}",
        "",
        f"Key: {key}",
        "",
        "| column | 列名 | what it holds | found in |",
        "|---|---|---|---|",
    ]
    return "\n".join(lines + [_column(column) for column in table.columns]) + "\n"


def _column(column: Column) -> str:
    star = r"\*" if column.required else ""
    holds = KINDS.get(column.kind, "")
    if column.choices:
        holds = "、".join(f"`{code}` {name}" for code, name in column.choices.items())
    if column.personal:
        holds += "；只在需要时给出"
    found = " ".join(f"`{name}`" for name in column.refers)
    return f"| `{column.name}`{star} | {column.chinese} | {holds} | {found} |"


def page() -> str:
    """docs/facts.md with the tables as the contract has them now."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return before + BEGIN + markdown() + END + after


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
