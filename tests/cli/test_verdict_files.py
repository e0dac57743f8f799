"""Files of verdicts are written as these come, in every form, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.judge.test_bulk_agrees import random_source
from zhibu import engine
from zhibu.cli import check, verdict_files
from zhibu.cli.opening import Opened
from zhibu.engine import Verdict
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.engine.verdicts import COLUMNS
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import ZhibuError

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
DAY = dt.date(2024, 3, 1)


def some(number: int) -> Iterator[Verdict]:
    for place in range(number):
        status = "unmet" if place % 3 else "met"
        yield Verdict("D", "R", "1", "must", "organisation", f"B{place}", DAY, DAY, status, "0 次",
                      "1 次", None if place % 2 else DAY, "A1 A2", "原因。", f"B{place}")


def cells(verdict: Verdict) -> list[str]:
    return ["" if cell is None else str(cell) for cell in verdict[: len(COLUMNS)]]


def golden(shared: Path, folder: Path) -> Opened:
    bundle = read_bundle(shared / "golden" / "bundle")
    source = DuckDBSource(bundle.connection, bundle.tables)
    return Opened(engine.load(GOLDEN), source, engine.Window.until(dt.date(2024, 12, 31)))


def random(shared: Path, folder: Path) -> Opened:
    return Opened(*random_source(5, folder))


@pytest.mark.parametrize("facts", [golden, random])
def test_the_file_of_check_has_the_rows_of_judge(
    facts: Callable[[Path, Path], Opened], shared: Path, tmp_path: Path
) -> None:
    ready = facts(shared, tmp_path)
    expected = engine.judge(ready.rulebook, ready.source, ready.window)
    written = check.judged(ready, (), tmp_path / "a.csv")

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(COLUMNS), *map(cells, expected)]
    assert written == Counter((verdict.directive, verdict.status) for verdict in expected)
    assert check.judged(ready, (), None) == written


def test_parquet_is_written_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr(verdict_files, "_ROWS_OF_A_GROUP", 2)
    counts = verdict_files.write_verdicts(some(5), tmp_path / "a.parquet")

    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert file.num_row_groups == 3
    assert [list(row.values()) for row in file.read().to_pylist()] == [list(v[: len(COLUMNS)]) for v in some(5)]
    assert counts == {("D", "met"): 2, ("D", "unmet"): 3}


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.parquet", "a.xlsx"])
def test_no_verdicts_make_a_whole_file(name: str, tmp_path: Path) -> None:
    assert verdict_files.write_verdicts(some(0), tmp_path / name).total() == 0
    assert (tmp_path / name).stat().st_size


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_files, "_ROWS_OF_A_SHEET", 4)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    assert verdict_files.write_verdicts(some(3), tmp_path / "full.xlsx").total() == 3  # with the head
    with pytest.raises(ZhibuError, match=r"改用 \.csv 或 \.parquet"):
        verdict_files.write_verdicts(some(4), tmp_path / "more.xlsx")

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["full.xlsx"]
    assert not list((tmp_path / "scratch").iterdir())
