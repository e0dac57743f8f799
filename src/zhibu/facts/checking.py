"""Checks a bundle as a whole: keys, references, spans, the tree, memberships. One list of findings."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from zhibu.facts.checks_memberships import check_memberships
from zhibu.facts.checks_texts import check_texts, doubted_ids
from zhibu.facts.checks_tree import check_tree
from zhibu.facts.contract import TABLES, Kind, Table
from zhibu.facts.findings import Finding
from zhibu.facts.normal import quoted

Present = dict[str, set[str]]


def check(
    connection: duckdb.DuckDBPyConnection,
    present: Present,
    filled: set[str],
    unread: Sequence[Finding] = (),
) -> list[Finding]:
    """Everything that the contract calls an error beyond the single cell; `filled` tables have rows.

    `unread` are the cells already found unreadable: nothing is concluded from their being empty.
    """
    findings: list[Finding] = []
    for name in present.keys() & filled:
        table = TABLES[name]
        findings += _repeated_keys(connection, table, present[name])
        findings += _empty_spans(connection, table, present[name])
        findings += _unknown_ids(connection, table, present)
    findings += check_texts(connection, present, filled)
    if "organisations" in filled:
        findings += check_tree(connection, present)
    if {"organisations", "memberships"} <= filled:
        rows = {finding.row for finding in unread if finding.table == "memberships"}
        findings += check_memberships(connection, present, rows)
    return findings


# Not errors by the contract, but hardly meant: (table, first, then, may both be on one day).
_ORDERS = (
    ("organisations", "established", "dissolved", False),
    ("members", "joined", "left", False),
    ("members", "joined", "full_since", True),
    ("cases", "opened", "closed", True),
)


def doubts(
    connection: duckdb.DuckDBPyConnection, present: Present, filled: set[str]
) -> list[Finding]:
    """Days in an order that cannot be meant; told as warnings, nothing is refused for them."""
    findings = []
    for name, first, then, together in _ORDERS:
        if name not in filled or not {first, then} <= present[name]:
            continue
        mark = "<" if together else "<="
        rows = connection.execute(
            f"SELECT rowid FROM {quoted(name)} WHERE {quoted(then)} {mark} {quoted(first)}"
        ).fetchall()
        known = TABLES[name].by_name[first].chinese
        expected = f"不早于{known}的日期" if together else f"晚于{known}的日期"
        findings += [Finding(name, row, then, expected, "已照原样读入") for (row,) in rows]
    findings += doubted_ids(connection, present, filled)
    findings += _odd_tree(connection, present, filled) + _crossing_terms(connection, present, filled)
    if "papers" in filled and "for_period" in present["papers"]:
        findings += _odd_periods(connection, present)
    return findings


def _odd_tree(
    connection: duckdb.DuckDBPyConnection, present: Present, filled: set[str]
) -> list[Finding]:
    """Branches and upper bodies below a branch or group: nothing there is counted as anybody would expect."""
    if "organisations" not in filled or not {"id", "parent", "kind"} <= present["organisations"]:
        return []
    rows = connection.execute(
        "SELECT o.rowid FROM organisations o JOIN organisations p ON p.id = o.parent "
        "WHERE o.kind <> 'party_group' AND p.kind IN ('branch', 'party_group')"
    ).fetchall()
    expected = "党支部以上的组织：支部和小组下面只能设党小组"
    return [Finding("organisations", row, "parent", expected, "已照原样读入") for (row,) in rows]


def _crossing_terms(
    connection: duckdb.DuckDBPyConnection, present: Present, filled: set[str]
) -> list[Finding]:
    """A term that begins before the one before it ends."""
    if "terms" not in filled or not {"since", "until"} <= present["terms"]:
        return []
    rows = connection.execute(
        "SELECT t.rowid FROM terms t WHERE EXISTS (SELECT 1 FROM terms o WHERE o.rowid <> t.rowid "
        "AND o.since <= t.since AND t.since < o.until AND (o.since < t.since OR o.rowid < t.rowid))"
    ).fetchall()
    expected = "不早于前一个学期截止的日期"
    return [Finding("terms", row, "since", expected, "已照原样读入") for (row,) in rows]


_PERIOD = r"\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?"


def _odd_periods(connection: duckdb.DuckDBPyConnection, present: Present) -> list[Finding]:
    """Papers for a period that is neither written as one nor the name of a term."""
    named = "name" in present.get("terms", ())
    term = "AND for_period NOT IN (SELECT name FROM terms WHERE name IS NOT NULL)" if named else ""
    rows = connection.execute(
        f"SELECT rowid FROM papers WHERE NOT regexp_full_match(for_period, '{_PERIOD}') {term}"
    ).fetchall()
    expected = "期间，如 2024、2024-H1、2024-Q2、2024-05，或 terms（学期）表里的名称"
    return [Finding("papers", row, "for_period", expected, "已照原样读入") for (row,) in rows]


def _repeated_keys(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: set[str]
) -> list[Finding]:
    if not set(table.key) <= columns:
        return []
    key = ", ".join(quoted(name) for name in table.key)
    full = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in table.key)
    source = quoted(table.name)
    [(total, distinct)] = connection.execute(
        f"SELECT count(*), count(DISTINCT hash({key})) FROM {source} WHERE {full}"
    ).fetchall()
    if total == distinct:
        return []
    rows = connection.execute(
        f"SELECT rowid, first_row FROM (SELECT rowid, min(rowid) OVER (PARTITION BY {key}) "
        f"AS first_row FROM {source} WHERE {full}) WHERE rowid > first_row"
    ).fetchall()
    if len(table.key) == 1:
        expected = "没有用过的值，{other}已经用了"
    else:
        named = "、".join(table.by_name[name].chinese for name in table.key)
        expected = f"与{{other}}不同的一组值（{named}合起来不能重复）"
    mend = "删去重复的一行，或改正其中一行"
    return [
        Finding(table.name, row, table.key[0], expected, mend, other) for row, other in rows
    ]


def _empty_spans(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: set[str]
) -> list[Finding]:
    if not (table.is_span and {"since", "until"} <= columns):
        return []
    rows = connection.execute(
        f"SELECT rowid FROM {quoted(table.name)} WHERE until <= since"
    ).fetchall()
    expected = f"晚于{table.by_name['since'].chinese}的日期"
    mend = "截止日期是不再有效的第一天；仍有效就留空"
    return [Finding(table.name, row, "until", expected, mend) for (row,) in rows]


def _unknown_ids(
    connection: duckdb.DuckDBPyConnection, table: Table, present: Present
) -> list[Finding]:
    findings = []
    for column in table.columns:
        if column.name not in present[table.name] or not column.refers:
            continue
        # A table that is not there at all: nobody can say whether the id is known.
        if any("id" not in present.get(name, ()) for name in column.refers):
            continue
        known = " UNION ALL ".join(f"SELECT id FROM {quoted(name)}" for name in column.refers)
        cells = f"SELECT rowid AS row, {quoted(column.name)} AS id FROM {quoted(table.name)}"
        if column.kind is Kind.IDS:
            cells = f"SELECT row, unnest(string_split(id, ' ')) AS id FROM ({cells})"
        rows = connection.execute(
            f"SELECT DISTINCT row, id FROM ({cells}) AS cells WHERE id IS NOT NULL "
            f"AND id NOT IN (SELECT id FROM ({known}) WHERE id IS NOT NULL)"
        ).fetchall()
        places = "、".join(f"{name}（{TABLES[name].chinese}）" for name in column.refers)
        for row, unknown in rows:
            which = f"（{unknown}不在其中）" if column.kind is Kind.IDS else ""
            expected = f"{places}表里有的编号{which}"
            mend = "补上这一行或改正编号"
            if column.kind is Kind.IDS and any(mark in unknown for mark in "、,，;；/"):
                mend = "几个编号之间用空格隔开"
            findings.append(Finding(table.name, row, column.name, expected, mend))
    return findings
