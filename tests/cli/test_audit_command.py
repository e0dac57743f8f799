"""`zhibu audit`: exit codes, a head kept outside, list and export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from tests.domain.conftest import KEEPER
from zhibu.cli.audit import command
from zhibu.domain.audit.models import AuditCheck, AuditEntry
from zhibu.domain.audit.services import entry_record
from zhibu.kernel.errors import InputError

pytestmark = pytest.mark.django_db


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def recorded() -> None:
    for number in range(5):
        with transaction.atomic():
            entry_record(actor=KEEPER, action="role.grant", subject=f"U{number}", details={"reason": f"事{number}"})


def test_a_whole_record_and_a_broken_one(recorded: None, tmp_path: Path) -> None:
    file = tmp_path / "末端.txt"
    assert "第 5 条" in run("head", "--out", file).output
    done = run("verify", "--head", file)
    assert (done.exit_code, "一条不缺，一条没改，和" in done.output) == (0, True)

    AuditEntry.objects.filter(number=3).update(actor="别人")
    done = run("verify", "--keep")
    assert done.exit_code == 1
    assert "第 3 条操作记录（role.grant）被改动过" in done.output
    assert AuditCheck.objects.get().problems


def test_a_file_that_is_no_head_is_told(recorded: None, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("别的", "utf-8")

    assert isinstance(run("verify", "--head", file).exception, InputError)
    file.write_bytes(b"\xff\xfe\x00")
    assert isinstance(run("verify", "--head", file).exception, InputError)


def test_list_export_and_paper(recorded: None, tmp_path: Path) -> None:
    assert run("list", "--most", "2").output.count("授权") == 2
    assert "原因：事4" in run("list", "--action", "role.grant", "--person", "系统").output
    assert run("list", "--since", "2001-01-01", "--until", "2001-01-02").output == ""

    file = tmp_path / "record.jsonl"
    assert "导出 5 条" in run("export", file).output
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [row["previous"] for row in rows][1:] == [row["mac"] for row in rows][:-1]
    run("head", "--paper", tmp_path / "head.pdf")
    assert (tmp_path / "head.pdf").read_bytes().startswith(b"%PDF")
    assert run("head").output.startswith("zhibu-head 1\nnumber 5\n")
