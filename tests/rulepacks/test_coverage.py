"""The list of clauses as the command prints and writes it."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

from zhibu.cli.rules import command
from zhibu.engine import load
from zhibu.engine.packs.coverage import coverage
from zhibu.kernel.packs import installed_packs


def test_each_clause_stands_in_the_list_and_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "clauses.csv"

    printed = CliRunner().invoke(command, ["coverage", "--out", str(out)], catch_exceptions=False)

    rows = coverage(load(installed_packs()))
    assert len(rows) > 300
    assert printed.output.count("\n") == len(rows) + 1
    assert f"共 {len(rows)} 项" in printed.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["要求"] for row in written] == [row.clause for row in rows]


def test_only_what_is_open_can_be_listed() -> None:
    printed = CliRunner().invoke(command, ["coverage", "--open"], catch_exceptions=False)

    still = [row for row in coverage(load(installed_packs())) if row.lacking]
    assert printed.output.count("\n") == len(still) + 1
    assert all("还没有做" in row.lacking for row in still), "a rule without a case"
