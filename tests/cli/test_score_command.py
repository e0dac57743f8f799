"""`zhibu score`: points of a bundle's organisations, marks from a file, errors all at once; and cases."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.bundles import held, organisation
from tests.engine.scorecards import directive
from zhibu.engine import load
from zhibu.engine.scoring.cases import run_score_cases
from zhibu.facts.bundle import Bundle
from zhibu.facts.writing import write_bundle

ROWS = {
    "organisations": [
        organisation("C", kind="committee"), organisation("B1", "C"), organisation("B2", "C"),
        organisation("B3")],
    "adoptions": [{"organisation": "C", "directive": "D", "since": "2020-01-01"}],
    "activities": [held(f"A{m}", "B1", f"2024-{m:02d}-10") for m in range(1, 13)],
    "members": [], "memberships": [], "posts": [],
}  # fmt: skip
CASES = """schema: 1
score_cases:
- name: 一年少学习两次
  scorecard: YEARLY
  organisation: B1
  as_of: 2024-12-31
  given:
    organisations: [{id: B1, name: 一支部, kind: branch, established: 2010-01-01}]
    adoptions: [{organisation: B1, directive: D, since: 2020-01-01}]
    activities:
    - {id: A1, organisation: B1, type: study, on: 2024-01-05, status: held}
  marks: [{item: LOOK, points: 15}]
  expect: {points: EXPECTED, grade: 差, items: {STUDY: 0, GROUPS: 10}}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    directive(tmp_path / "packs")
    return tmp_path / "packs"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    write_bundle(Bundle.from_rows(ROWS, ()), tmp_path / "bundle")
    return tmp_path / "bundle"


def score(bundle: Path, packs: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhibu", "score", bundle, "--rules", packs, "--as-of", "2024-12-31",
               "--card", "D/YEARLY", *more]
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)


def test_points_of_the_branches_where_the_directive_is_in_force(
    bundle: Path, packs: Path, tmp_path: Path
) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text("organisation,item,points,evidence,on\nB1,LOOK,18,查看记录,2024-12-20\n", "utf-8")
    out = tmp_path / "out.csv"

    run = score(bundle, packs, "--marks", marks, "--out", out)

    assert run.returncode == 0, run.stderr
    assert "B1 B1支部：39 分，好（1 项没有可以算的结论，按没有扣分计）\n" in run.stdout
    assert "B2 B2支部：10 分，差（1 项还没有录入；1 项没有可以算的结论" in run.stdout
    assert "B3" not in run.stdout
    with out.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["organisation"] == "B1"]
    assert [(row["item"], row["points"]) for row in rows[:2]] == [("STUDY", "20"), ("GROUPS", "10")]
    assert (rows[-1]["title"], rows[-1]["points"], len(rows[-1]["digest"])) == ("合计", "39", 64)


def test_one_organisation_is_explained_item_by_item(bundle: Path, packs: Path) -> None:
    run = score(bundle, packs, "--organisation", "B2")

    assert run.returncode == 0, run.stderr
    assert "STUDY 每月学习：0 分。12 条结论：未达到 12；20 − 2 × 12（未达到） = -4；这一项最少 0 分，取 0" in run.stdout


def test_every_fault_of_a_file_of_marks_is_told(bundle: Path, packs: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text(
        "organisation,item,points,evidence,on\nB1,LOK,18,看,2024-12-20\nB1,LOOK,21,,2024-13-01\n", "utf-8")

    run = score(bundle, packs, "--marks", marks)

    assert run.returncode == 2
    assert "最接近的是 LOOK" in run.stderr
    assert "分值是 0 到 20，读到 21" in run.stderr
    assert "写明依据：查看记录" in run.stderr
    assert "录入的日期" in run.stderr


def test_an_unknown_card_is_told_with_those_there_are(bundle: Path, packs: Path) -> None:
    run = score(bundle, packs, "--card", "D/YEARLI")

    assert run.returncode == 2
    assert "D/YEARLY" in run.stderr


@pytest.mark.parametrize(("expected", "differs"), [("17.5", False), ("18", True)])
def test_cases_of_a_scorecard_are_run(packs: Path, expected: str, differs: bool) -> None:
    (packs / "scorecard_cases.yaml").write_text(CASES.replace("EXPECTED", expected), "utf-8")

    (_, case, differences), = run_score_cases(load(packs))

    assert case.name == "一年少学习两次"
    assert bool(differences) is differs
