"""The second way of judging gives the published rows."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from tests.judge.judge import KINDS, judge, read_folder
from tests.judge.verdicts import COLUMNS


@pytest.mark.parametrize("as_of", ["2024-06-30", "2024-12-31"])
@pytest.mark.parametrize("kind", KINDS)
def test_published_rows(shared: Path, as_of: str, kind: str) -> None:
    golden = shared / "golden"
    rules = [rule for rule in json.loads((golden / "rules.json").read_text()) if rule["kind"] == kind]
    with (golden / f"expected_{as_of}.csv").open(encoding="utf-8", newline="") as stream:
        published = [{name: row[name] for name in COLUMNS} for row in csv.DictReader(stream)]
    named = {(rule["directive"], rule["rule"]) for rule in rules}
    expected = [r for r in published if (r["directive"], r["rule"].split(".")[0]) in named]

    rows, columns = read_folder(golden / "bundle")
    found = judge(rules, rows, columns, dt.date(2024, 1, 1), dt.date.fromisoformat(as_of))

    assert expected
    assert found == expected
