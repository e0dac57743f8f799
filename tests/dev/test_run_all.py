"""What a run of all tests tells while it runs and at its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import run_all

REPORT = """<testsuites><testsuite tests="3" failures="1" errors="0" skipped="1">
<testcase classname="tests.web.test_a" name="test_fine" time="0.1"/>
<testcase classname="tests.web.test_a" name="test_left_out" time="0.1"><skipped message="x"/></testcase>
<testcase classname="tests.web.test_a" name="test_wrong{number}" time="0.1"><failure message="assert 1
 == 2">all of it</failure></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_all, "RESULTS", tmp_path)
    monkeypatch.setattr(run_all, "ROOT", tmp_path)
    return tmp_path


def test_what_failed_stands_at_the_end_by_name(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (results / "sqlite.xml").write_text(REPORT.format(number=1), "utf-8")

    run_all.tell_failures()

    told = capsys.readouterr().out
    assert told.strip().splitlines()[1:] == ["sqlite  tests.web.test_a::test_wrong1  assert 1 == 2"]


def test_many_failures_are_counted_beyond_some(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(run_all.TOLD + 5):
        (results / f"step{number}.xml").write_text(REPORT.format(number=number), "utf-8")

    run_all.tell_failures()

    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) <= 200
    assert "还有 5 项" in lines[-1]


def test_nothing_failed_nothing_said(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_all.tell_failures()

    assert capsys.readouterr().out == ""


def test_progress_is_the_last_share_written(results: Path) -> None:
    said = results / "sqlite.txt"
    said.write_text("", "utf-8")
    assert run_all.share(said) == "开始了"
    said.write_text("....  [ 26%]\n....  [ 53%]\n..", "utf-8")
    assert run_all.share(said) == "53%"


def test_long_output_is_shown_by_its_ends(results: Path) -> None:
    said = results / "sqlite.txt"
    said.write_text("\n".join(map(str, range(10_000))), "utf-8")

    shown = run_all.ends_of(said).splitlines()

    assert len(shown) == 2 * run_all.SHOWN + 1
    assert (shown[0], shown[-1]) == ("0", "9999")
    assert "sqlite.txt" in shown[run_all.SHOWN]


def test_every_folder_of_tests_belongs_to_a_step(root: Path) -> None:
    """Those named stand there; whatever is new is tested with the site."""
    there = {path.name for path in (root / "tests").iterdir() if path.is_dir()}

    assert set(run_all.APART) <= there
