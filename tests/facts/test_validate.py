"""`zhibu facts validate`: a summary and 0, or every problem and 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.facts.small import small, write_csv


def validate(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from zhibu.cli.main import main; main()", "facts", "validate"]
    return subprocess.run([*command, str(path)], capture_output=True, text=True)


def test_a_sound_bundle(tmp_path: Path) -> None:
    tables = small()
    del tables["ballots"]
    done = validate(write_csv(tmp_path, tables))

    assert done.returncode == 0
    assert done.stderr == ""
    assert "memberships             7 行  组织关系" in done.stdout
    assert "没有的表：ballots（表决）" in done.stdout
    assert done.stdout.splitlines()[-1] == "数据包合格。"


def test_every_problem_is_listed(tmp_path: Path) -> None:
    tables = small()
    tables["members"][0]["joined"] = "去年"
    tables["steps"][0]["case"] = "K9"
    done = validate(write_csv(tmp_path, tables))

    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0].startswith("members.csv 第 2 行“joined”列：读到“去年”，应为日期")
    assert lines[1].startswith("steps.csv 第 2 行“case”列：读到“K9”")
    assert lines[2] == "共 2 处问题，什么都没有写入。"


def test_django_is_not_loaded(tmp_path: Path) -> None:
    write_csv(tmp_path, small())
    program = (
        "import sys; from zhibu.cli.main import root\n"
        f"root(['facts', 'validate', {str(tmp_path)!r}], standalone_mode=False)\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL).returncode == 0
