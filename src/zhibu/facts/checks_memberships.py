"""Memberships: on any day one branch and one group at most, and the group belongs to that branch."""

from __future__ import annotations

import duckdb

from zhibu.facts.findings import Finding

_NEEDED = {"member", "organisation", "since", "until"}
_FOREVER = 2_000_000_000
_PARTIAL = "只知年月的起始日期按当月第一天算，截止日期按下个月第一天算"

# Memberships that can be judged: readable, and of a known body of a known kind.
_JUDGED = f"""
CREATE OR REPLACE TEMP TABLE judged AS
SELECT m.rowid AS "row", m.member, m.organisation, o.kind, m.since,
       coalesce(m.until, {_FOREVER}) AS until
FROM memberships m
JOIN (SELECT id, any_value(kind) AS kind FROM organisations GROUP BY id) o
    ON o.id = m.organisation
WHERE m.member IS NOT NULL AND m.since IS NOT NULL AND o.kind IS NOT NULL
  AND m.rowid NOT IN (SELECT unnest($unread::BIGINT[]))
"""

_OVERLAPS = """
SELECT later."row", earlier."row", later.kind
FROM (
    SELECT *, arg_max("row", until) OVER before AS widest, max(until) OVER before AS reached
    FROM judged WHERE kind IN ('branch', 'party_group') AND until > since
    WINDOW before AS (PARTITION BY member, kind ORDER BY since, until, "row"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) later
JOIN judged earlier ON earlier."row" = later.widest
WHERE later.reached > later.since
  AND NOT (earlier.organisation = later.organisation AND earlier.since = later.since)
"""

# Spans of one member in one branch, joined where one begins on the day the other ends.
_BRANCH_STRETCHES = """
CREATE OR REPLACE TEMP TABLE stretches AS
SELECT member, organisation, min(since) AS since, max(until) AS until
FROM (
    SELECT *, sum(starts) OVER (PARTITION BY member, organisation ORDER BY since, until, "row"
                                ROWS UNBOUNDED PRECEDING) AS stretch
    FROM (
        SELECT *, CASE WHEN since <= max(until) OVER (
                PARTITION BY member, organisation ORDER BY since, until, "row"
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
        FROM judged WHERE kind = 'branch'
    )
)
GROUP BY member, organisation, stretch
"""

_OUTSIDE = """
SELECT g."row", p.parent
FROM judged g
JOIN (SELECT id, any_value(parent) AS parent FROM organisations GROUP BY id) p
    ON p.id = g.organisation
JOIN (SELECT id, any_value(kind) AS kind FROM organisations GROUP BY id) b ON b.id = p.parent
WHERE g.kind = 'party_group' AND b.kind = 'branch' AND g.until > g.since
  -- one of his rows could not be judged and may be the one in the branch
  AND g.member NOT IN (
    SELECT member FROM memberships
    WHERE member IS NOT NULL AND rowid NOT IN (SELECT "row" FROM judged))
  AND NOT EXISTS (
    SELECT 1 FROM stretches s
    WHERE s.member = g.member AND s.organisation = p.parent
      AND s.since <= g.since AND s.until >= g.until)
"""


def check_memberships(
    connection: duckdb.DuckDBPyConnection, present: dict[str, set[str]], unread: set[int]
) -> list[Finding]:
    """Wrong bodies, overlaps, and days in a group without its branch.

    Rows with an unreadable cell (`unread`) are left out: their own problem is told already.
    """
    organisations = present.get("organisations", set())
    columns = present.get("memberships", set())
    if not {"id", "kind"} <= organisations or "organisation" not in columns:
        return []
    findings = _in_upper_bodies(connection)
    # Without the column `until` nobody can say when a membership ended.
    if columns >= _NEEDED:
        connection.execute(_JUDGED, {"unread": sorted(unread)})
        findings += _overlaps(connection)
        if "parent" in organisations:
            connection.execute(_BRANCH_STRETCHES)
            findings += _outside_the_branch(connection)
            connection.execute("DROP TABLE stretches")
        connection.execute("DROP TABLE judged")
    return findings


def _in_upper_bodies(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    rows = connection.execute(
        "SELECT rowid FROM memberships WHERE organisation IN (SELECT id FROM organisations "
        "WHERE kind NOT IN ('branch', 'party_group'))"
    ).fetchall()
    expected = "一个党支部或党小组的编号"
    mend = "上级党组织的党员由下属各支部的党员合成"
    return [Finding("memberships", row, "organisation", expected, mend) for (row,) in rows]


def _overlaps(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    named = {"branch": "支部", "party_group": "党小组"}
    rows = connection.execute(_OVERLAPS).fetchall()
    return [
        Finding(
            "memberships", row, "since",
            f"不早于{{other}}的截止日期：一名党员同一天只在一个{named[kind]}",
            f"改正其中一行的日期（{_PARTIAL}）",
            other,
        )
        for row, other, kind in rows
    ]


def _outside_the_branch(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    rows = connection.execute(_OUTSIDE).fetchall()
    return [
        Finding(
            "memberships", row, "organisation",
            f"党小组，且这段时间每天都同时是其所属支部（{parent}）的党员",
            f"补上或改正在支部 {parent} 的那一行（{_PARTIAL}）",
        )
        for row, parent in rows
    ]
