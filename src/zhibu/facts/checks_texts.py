"""Letters that nobody sees: one of value 0 is an error, others in an id are told, for they make it another id."""

from __future__ import annotations

import duckdb

from zhibu.facts.contract import TABLES, Kind
from zhibu.facts.findings import Finding
from zhibu.facts.normal import literal, quoted

_TEXTS = (Kind.ID, Kind.IDS, Kind.TEXT, Kind.PERIOD)
_IDS = (Kind.ID, Kind.IDS)
# Control and format letters, among them blanks of no width, and marks of the direction of writing.
_UNSEEN = r"[\p{Cc}\p{Cf}]"


def check_texts(
    connection: duckdb.DuckDBPyConnection, present: dict[str, set[str]], filled: set[str]
) -> list[Finding]:
    """Texts with a letter of value 0, which PostgreSQL and workbooks cannot hold."""
    return _found(
        connection, present, filled, _TEXTS, "contains({0}, chr(0))",
        "没有空字符（NUL）的文字", "删去这一格，重新填写",
    )  # fmt: skip


def doubted_ids(
    connection: duckdb.DuckDBPyConnection, present: dict[str, set[str]], filled: set[str]
) -> list[Finding]:
    """Ids that look like others and are not."""
    # most ids hold nothing but plain letters: only the others are looked at closely
    unseen = f"(strlen({{0}}) <> length({{0}}) OR {{0}} < ' ') AND regexp_matches({{0}}, {literal(_UNSEEN)})"
    return _found(
        connection, present, filled, _IDS, unseen,
        "没有看不见的字符的编号", "已照原样读入；同别处对不上，就把这一格删去重填",
    )  # fmt: skip


def _found(
    connection: duckdb.DuckDBPyConnection,
    present: dict[str, set[str]],
    filled: set[str],
    kinds: tuple[Kind, ...],
    condition: str,
    expected: str,
    mend: str,
) -> list[Finding]:
    findings = []
    for name in sorted(present.keys() & filled):
        columns = [c.name for c in TABLES[name].columns if c.kind in kinds and c.name in present[name]]
        for column in columns:
            asked = condition.replace("{0}", quoted(column))
            rows = connection.execute(f"SELECT rowid FROM {quoted(name)} WHERE {asked}").fetchall()
            findings += [Finding(name, row, column, expected, mend) for (row,) in rows]
    return findings
