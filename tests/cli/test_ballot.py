"""`zhibu ballot verify`: exit codes, what it says, and that it starts without the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.ballots.results import KEY, data, file
from zhibu.ballots.board import roll_entry
from zhibu.ballots.keys import PublicKeys, seal_fingerprint
from zhibu.cli.ballot import command


@pytest.fixture
def result(tmp_path: Path) -> Path:
    made = tmp_path / "result.json"
    made.write_bytes(file("electronic"))
    return made


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["verify", *words])
    return done.exit_code, done.output


def test_a_good_file(result: Path) -> None:
    code, told = run(str(result), "--key", seal_fingerprint(KEY).lower())

    assert code == 0
    assert "复核通过" in told
    assert "证明不了的" in told
    assert "没有给出封印指纹" not in told


def test_a_changed_file_is_refused_with_the_place(result: Path) -> None:
    result.write_bytes(result.read_bytes().replace(b'"present": 4', b'"present": 3'))

    code, told = run(str(result))

    assert code == 1
    assert "$.counts" in told


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_what_cannot_be_read_is_bad_input(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    words = [sys.executable, "-m", "zhibu", "ballot", "verify", str(tmp_path / "x.json")]

    done = subprocess.run(words, capture_output=True, text=True)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_it_needs_no_site_and_no_database(result: Path) -> None:
    """The modules that checking loads, in a process of its own."""
    code = (
        "import sys; from zhibu.cli.main import root; "
        f"root(['ballot', 'verify', {str(result)!r}], standalone_mode=False); "
        "assert 'django' not in sys.modules, 'django'; assert 'duckdb' not in sys.modules"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_a_voter_finds_his_receipt_and_himself(result: Path) -> None:
    token = data("electronic")["tokens"][0]["token"]

    assert "算进去了" in run(str(result), "--receipt", f"{token[:4]}·{token[4:8]}")[1]
    code, told = run(str(result), "--receipt", "0000·0000", "--voter", "M1", "白露", "00")
    assert code == 1
    assert "不在里面" in told
    assert "不在名册上" in told
    assert roll_entry("T1", "M1", "白露", "00") not in data("electronic")["roll"]["entries"]


def test_a_wrong_fingerprint_is_bad_input(result: Path) -> None:
    done = CliRunner().invoke(command, ["verify", str(result), "--key", "8F21"])

    assert "32 个十六进制字符" in str(done.exception)


def test_the_key_on_the_notice_is_compared(result: Path) -> None:
    """Who holds the seal could sign all tokens anew with a key of his own; the notice tells."""
    key = data("electronic")["key"]
    printed = PublicKeys(key["poll"], key["n"], key["box"]).fingerprint

    assert run(str(result), "--poll-key", printed)[0] == 0
    assert "没有给出它的指纹（--poll-key）" in run(str(result))[1]
    code, told = run(str(result), "--poll-key", "0000 1111 2222 3333")
    assert code == 1
    assert "不是通知上的那一把" in told
