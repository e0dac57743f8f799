"""`zhibu check` and `zhibu explain`: files, table, exit codes, every error at once."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.bundles import pack
from zhibu.kernel.throwaway_postgres import server_binaries

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"


def zhibu(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhibu", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def bundle(shared: Path) -> Path:
    return shared / "golden" / "bundle"


def check(bundle: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    return zhibu("check", bundle, "--rules", GOLDEN, "--as-of", "2024-12-31", *more)


def test_csv_is_written_in_the_published_form(bundle: Path, shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    run = check(bundle, "--directive", "D-TOWN", "--out", out)

    assert run.returncode == 0, run.stderr
    text = out.read_bytes().decode("utf-8")
    published = (shared / "golden" / "expected_2024-12-31.csv").read_bytes().decode("utf-8")
    assert text.splitlines()[0] == published.splitlines()[0]
    assert "\r" not in text
    assert text.endswith("\n")
    lines = [line for line in published.splitlines() if line.startswith("D-TOWN,F-CLASS")]
    for line in lines:
        assert line.rsplit(",", 1)[0] in text
    assert "D-TOWN" in run.stdout
    assert "D-UNIT" not in run.stdout
    assert str(out) in run.stdout
    assert list(tmp_path.iterdir()) == [out]


def test_all_forms_hold_the_same_rows(bundle: Path, tmp_path: Path) -> None:
    import openpyxl
    import pyarrow.parquet as pq

    names = ("a.csv", "a.json", "a.parquet", "a.xlsx")
    for name in names:
        assert check(bundle, "--directive", "D-UNIT", "--out", tmp_path / name).returncode == 0

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == rows
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in table] == rows
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).worksheets[0]
    cells = [["" if c is None else str(c)[:10] for c in row] for row in sheet.values]
    assert [row[5] for row in cells[1:]] == [row["subject"] for row in rows]
    assert [row[6] for row in cells[1:]] == [row["period_start"] for row in rows]


@pytest.mark.parametrize(("fail_on", "directive", "code"), [
    ("unmet", "D-UNIT", 1), ("deviation", "D-BRANCH", 1), ("unmet", "D-GROUP", 1),
])
def test_fail_on(bundle: Path, fail_on: str, directive: str, code: int) -> None:
    assert check(bundle, "--directive", directive, "--fail-on", fail_on).returncode == code


@pytest.mark.parametrize(("columns", "cells", "on_unmet", "on_deviation"), [
    ("parent,dissolved", ",", 0, 1),  # a deviation
    ("parent", "", 0, 0),  # unknown
])
def test_deviation_includes_unmet_and_unknown_never_fails(
    tmp_path: Path, columns: str, cells: str, on_unmet: int, on_deviation: int
) -> None:
    rules = pack(tmp_path / "p", "kind: frequency\ntypes: [x]\nat_least: 1\nperiod: month", "usual")
    facts = tmp_path / "bundle"
    facts.mkdir()
    (facts / "organisations.csv").write_text(
        f"id,kind,name,established,{columns}\nB,branch,甲,2020-01-01,{cells}\n", encoding="utf-8")
    (facts / "activities.csv").write_text("id,organisation,type,on,status\n", encoding="utf-8")
    words = ("check", facts, "--rules", rules, "--as-of", "2024-01-31", "--fail-on")

    assert zhibu(*words, "unmet").returncode == on_unmet
    assert zhibu(*words, "deviation").returncode == on_deviation


def test_every_error_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "a.pdf"

    run = zhibu("check", tmp_path / "no-bundle", "--rules", tmp_path / "no-rules", "--as-of",
                "2024-02-30", "--from", "x", "--engine", "oracle", "--fail-on", "met", "--out", out)

    assert run.returncode == 2
    for words in ("no-bundle", "no-rules", "2024-02-30", "--from", "oracle", "--fail-on", "a.pdf"):
        assert words in run.stderr
    assert not list(tmp_path.iterdir())


def test_a_bundle_with_an_error_leaves_an_old_file_alone(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "id,kind,name,established\nB,brunch,甲,2020-01-01\n", encoding="utf-8")
    out = tmp_path / "old.csv"
    out.write_text("old", encoding="utf-8")

    run = zhibu("check", tmp_path, "--rules", GOLDEN, "--out", out)

    assert run.returncode == 2
    assert "brunch" in run.stderr
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(("words", "said"), [
    (("--engine", "spark1"), "spark"), (("--directive", "D-NONE"), "D-NONE"),
    (("--from", "2025-01-01"), "--from"),
])
def test_wrong_options(bundle: Path, words: tuple[str, ...], said: str) -> None:
    run = check(bundle, *words)

    assert run.returncode == 2
    assert said in run.stderr


@pytest.mark.skipif(server_binaries() is None, reason="缺少 PostgreSQL")
def test_postgres_and_sqlite_give_the_same_file(bundle: Path, tmp_path: Path) -> None:
    for name in ("postgres", "sqlite"):
        run = check(bundle, "--engine", name, "--directive", "D-TOWN", "--out",
                    tmp_path / f"{name}.csv")
        assert run.returncode == 0, run.stderr
    assert (tmp_path / "postgres.csv").read_bytes() == (tmp_path / "sqlite.csv").read_bytes()


def test_explain_shows_article_facts_arithmetic_and_cure(bundle: Path) -> None:
    run = zhibu("explain", bundle, "D-BRANCH", "F-STUDY", "B1", "2024-04-01", "--rules", GOLDEN,
                "--as-of", "2024-12-31", "--engine", "sqlite")

    assert run.returncode == 0, run.stderr
    for words in ("第三条", "2024-04-01 至 2024-06-30", "活动 A403", "共 5 次", "5 ≤ 4：不成立",
                  "多了 1 次", "怎么补：", "结论：建议"):
        assert words in run.stdout


def test_explain_names_what_there_is(bundle: Path) -> None:
    words = ("--rules", GOLDEN, "--as-of", "2024-12-31")
    for asked, said in (
        (("D-BRANCH", "F-NONE", "B1"), "F-STUDY"), (("D-NONE", "F-STUDY", "B1"), "D-UNIT"),
        (("D-BRANCH", "F-STUDY", "B9"), "B1"), (("D-BRANCH", "F-MAY", "B1"), "不出结论"),
        (("D-BRANCH", "F-STUDY", "B1", "2024-04-02"), "2024-04-01"),
    ):
        run = zhibu("explain", bundle, *asked, *words)
        assert run.returncode == 2
        assert said in run.stderr
