"""Cases of packs: what they expect is compared, and a rule without one is named."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.engine.bundles import pack
from zhibu.cli.rules import command
from zhibu.engine import load
from zhibu.engine.packs.cases import run_cases

RULE = "kind: frequency\ntypes: [study]\nat_least: 1\nperiod: month"
CASE = """schema: 1
cases:
- name: 一月没有学习
  as_of: 2024-02-10
  given:
    organisations: [{id: B, kind: branch, name: 甲, established: 2020-01-01}]
  expect:
  - {rule: R, subject: B, period_start: 2024-01-01, status: STATUS, actual: "0"}
"""


def with_cases(folder: Path, text: str) -> Path:
    pack(folder, RULE)
    (folder / "cases.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_case_that_holds(tmp_path: Path) -> None:
    report = run_cases(load(with_cases(tmp_path, CASE.replace("STATUS", "unmet"))))

    assert report.holds
    assert CliRunner().invoke(command, ["test", str(tmp_path)]).exit_code == 0


def test_given_expected_and_got_are_told(tmp_path: Path) -> None:
    run = CliRunner().invoke(command, ["test", str(with_cases(tmp_path, CASE.replace("STATUS", "met")))])

    assert run.exit_code == 1
    assert "一月没有学习" in run.output
    assert "应得 R B 2024-01-01 met" in run.output
    assert "实得：R B 2024-01-01 unmet" in run.output


def test_what_must_give_no_row(tmp_path: Path) -> None:
    text = CASE.split("  expect:")[0] + "  none: [R]\n"

    report = run_cases(load(with_cases(tmp_path, text)))

    assert "R 不应有结论" in report.results[0].differences[0]
    assert report.without_case == ["D R"]


def test_a_period_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    text = CASE.replace("period_start: 2024-01-01, status: STATUS", "status: unmet")

    assert "写明 period_start" in run_cases(load(with_cases(tmp_path, text))).results[0].differences[0]


def test_facts_with_errors_are_told(tmp_path: Path) -> None:
    text = CASE.replace("kind: branch", "kind: brunch").replace("STATUS", "unmet")

    assert "brunch" in run_cases(load(with_cases(tmp_path, text))).results[0].differences[0]


def test_schemas_fit_what_the_packs_say(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "schema"

    assert CliRunner().invoke(command, ["schema", str(folder)]).exit_code == 0
    assert {f.name for f in folder.iterdir()} == {f.name for f in (root / "rulepacks/schema").iterdir()}
