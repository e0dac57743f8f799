"""The tree of organisations: no circle of parents, every group under a branch, and the path."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from zhibu.facts.findings import Finding

_WIDTH = 6  # digits of one step of a path


def check_tree(
    connection: duckdb.DuckDBPyConnection, present: dict[str, set[str]]
) -> list[Finding]:
    """Groups that are not under a branch, and every body that is its own superior."""
    columns = present.get("organisations", set())
    if not {"id", "parent", "kind"} <= columns:
        return []
    astray = connection.execute(
        """
        SELECT g.rowid FROM organisations g
        LEFT JOIN (SELECT id, any_value(kind) AS kind FROM organisations GROUP BY id) p
            ON p.id = g.parent
        WHERE g.kind = 'party_group' AND (g.parent IS NULL OR p.kind <> 'branch')
        """
    ).fetchall()
    findings = [
        Finding("organisations", row, "parent", "一个党支部的编号", "党小组只能设在党支部之下")
        for (row,) in astray
    ]
    parents, rows = _parents(connection)
    for name in _in_circles(parents):
        expected = "不会绕回自己的上级"
        mend = "改正这一圈里至少一个上级：" + "→".join(_circle_of(name, parents))
        findings.append(Finding("organisations", rows[name], "parent", expected, mend))
    return findings


def add_paths(connection: duckdb.DuckDBPyConnection) -> None:
    """Add `path` and `path_end`: below X are the paths from X.path up to, not including, X.path_end."""
    parents, _ = _parents(connection)
    number = {name: place for place, name in enumerate(sorted(parents), 1)}
    paths: dict[str, str] = {}
    for start in parents:
        steps: list[str] = []
        name: str | None = start
        while name is not None and name not in paths:
            steps.append(name)
            name = parents[name]
        for step in reversed(steps):
            above = paths.get(parents[step] or "", "")
            paths[step] = above + f"{number[step]:0{_WIDTH}d}"
    ends = [f"{path[:-_WIDTH]}{int(path[-_WIDTH:]) + 1:0{_WIDTH}d}" for path in paths.values()]
    named = pa.table(
        {
            "id": pa.array(list(paths), pa.string()),
            "path": pa.array(list(paths.values()), pa.string()),
            "path_end": pa.array(ends, pa.string()),
        }
    )
    connection.register("named_paths", named)
    connection.execute(
        "CREATE OR REPLACE TABLE organisations AS "
        "SELECT o.*, p.path, p.path_end FROM organisations o JOIN named_paths p USING (id) "
        "ORDER BY o.rowid"
    )
    connection.unregister("named_paths")


def _parents(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[str, str | None], dict[str, int]]:
    found = connection.execute(
        "SELECT id, parent, rowid FROM organisations WHERE id IS NOT NULL ORDER BY rowid DESC"
    ).fetchall()
    return {name: parent for name, parent, _ in found}, {name: row for name, _, row in found}


def _in_circles(parents: dict[str, str | None]) -> list[str]:
    """Every body on a circle of parents; those that merely hang below one are not at fault."""
    done: set[str] = set()
    circles: list[str] = []
    for start in parents:
        walk: dict[str, int] = {}
        name: str | None = start
        while name is not None and name in parents and name not in done and name not in walk:
            walk[name] = len(walk)
            name = parents[name]
        if name in walk:
            circles += list(walk)[walk[name] :]
        done.update(walk)
    return circles


def _circle_of(name: str, parents: dict[str, str | None]) -> list[str]:
    circle = [name]
    while (above := parents[circle[-1]]) != name:
        circle.append(above or "")
    return [*circle, name]
