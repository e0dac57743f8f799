"""`zhibu forecast` and `zhibu whatif` on a bundle: text, files, and what is wrong told at once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhibu.cli.main import root
from zhibu.kernel.errors import InputError

HEAD = """schema: 1
id: D
title: 试验制度
effective: 2020-01-01
parameters:
- {name: times, label: 几次, value: 1}
"""
RULES = """schema: 1
rules:
- {id: F, article: "1", kind: frequency, strength: must, sentence: 每季度开党员大会, cure: 补开,
   when: {kind: [branch]}, types: [general_meeting], at_least: {parameter: times}, period: quarter}
- {id: P, article: "2", kind: dues, strength: must, sentence: 按月交党费, when: {kind: [branch]}}
"""
TABLES = {
    "organisations": "id,parent,kind,name,established,dissolved\nB,,branch,乙支部,2010-01-01,\n",
    "members": "id,name,joined,left\nM1,某甲,2000-01-01,\nM2,某乙,2000-01-01,\n",
    "memberships": "member,organisation,since,until\nM1,B,2015-01-01,\nM2,B,2015-01-01,\n",
    "activities": "id,organisation,type,on,status\nT,B,general_meeting,2024-02-02,held\n",
    "adoptions": "organisation,directive,since,until\nB,D,2020-01-01,\n",
    "dues": "member,month,assessed,paid,paid_on\n",
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "directive.yaml").write_text(HEAD, "utf-8")
    (tmp_path / "packs" / "rules.yaml").write_text(RULES, "utf-8")
    (tmp_path / "facts").mkdir()
    for name, text in TABLES.items():
        (tmp_path / "facts" / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path / "facts"


def run(command: str, bundle: Path, *more: str) -> Result:
    return CliRunner().invoke(root, [
        command, str(bundle), "--rules", str(bundle.parent / "packs"), "--as-of", "2024-05-10", *more])


def test_the_agenda_is_told_month_by_month_with_members_together(bundle: Path) -> None:
    out = run("forecast", bundle, "--months", "2").output

    assert "已过期" in out
    assert "2024 年 6 月" in out
    assert "开展支部党员大会，1 次" in out
    assert "2 名党员" in out


def test_the_files_hold_what_is_told(bundle: Path) -> None:
    table, calendar = bundle.parent / "a.csv", bundle.parent / "a.ics"
    result = run("forecast", bundle, "--out", str(table), "--ics", str(calendar))

    assert result.exit_code == 0, result.output
    with table.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["状态"] for row in rows} == {"已过期", "要办"}
    assert calendar.read_text("utf-8").count("BEGIN:VEVENT") > 10


def test_one_member_alone(bundle: Path) -> None:
    table = bundle.parent / "a.csv"
    run("forecast", bundle, "--member", "M1", "--out", str(table))

    with table.open(encoding="utf-8-sig") as file:
        assert {row["对象"] for row in csv.DictReader(file)} == {"M1"}


@pytest.mark.parametrize("more", [("--member", "nobody"), ("--months", "0"), ("--out", "x.doc"), ("--site", "B")])
def test_what_is_wrong_is_told(bundle: Path, more: tuple[str, str]) -> None:
    result = run("forecast", bundle, *more)

    assert isinstance(result.exception, InputError)
    assert not (bundle.parent / "x.doc").exists()


def test_another_value_is_tried_without_effect(bundle: Path) -> None:
    before = {path.name: path.read_bytes() for path in bundle.iterdir()}
    out = run("whatif", bundle, "--set", "D.times=2", "--out", str(bundle.parent / "w.csv")).output

    assert "新出现没做到 1 条" in out
    assert "会议、活动（场）：4 → 8（+4）" in out
    assert {path.name: path.read_bytes() for path in bundle.iterdir()} == before


def test_a_draft_is_tried_everywhere(bundle: Path) -> None:
    draft = bundle.parent / "draft"
    draft.mkdir()
    (draft / "directive.yaml").write_text(HEAD.replace("id: D", "id: N"), "utf-8")
    (draft / "rules.yaml").write_text(RULES, "utf-8")

    out = run("whatif", bundle, "--draft", str(draft)).output
    assert "  N F 每季度开党员大会：" in out
    assert "  B 乙支部：" in out


@pytest.mark.parametrize("more", [
    (), ("--adopt", "D"), ("--adopt", "X@B:2024-01-01"), ("--retire", "D@C:2024-01-01"), ("--set", "D.other=2")])
def test_what_cannot_be_tried_is_told(bundle: Path, more: tuple[str, ...]) -> None:
    assert isinstance(run("whatif", bundle, *more).exception, InputError)
