"""The cells of a meeting register: absentees, times of day, months, kinds of meeting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from zhibu.rosters.kinds.meetings_words import form_of, group_in, status_of, types_in
from zhibu.rosters.values.absentees import read_absences
from zhibu.rosters.values.clock_times import time_of
from zhibu.rosters.values.months import month_of, months_in

NAMES = ["钱一", "孙二", "李三", "周小四", "周小", "吴五", "阿布都·买买提", "郑六"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("钱一（公休）、孙二（病假）", [("钱一", "公休"), ("孙二", "病假")]),
        ("钱一(旷会) 孙二(事假)", [("钱一", "旷会"), ("孙二", "事假")]),
        (
            "病假1人：钱一；事假2人：孙二、李三",
            [("钱一", "病假"), ("孙二", "事假"), ("李三", "事假")],
        ),
        ("钱一无故缺席,孙二、李三病假", [("钱一", "无故缺席"), ("孙二", "病假"), ("李三", "病假")]),
        (
            "1.钱一 值班\n2.阿布都·买买提 在外培训",
            [("钱一", "值班"), ("阿布都·买买提", "在外培训")],
        ),
        ("1、钱一（病假）2、孙二（事假）", [("钱一", "病假"), ("孙二", "事假")]),
        ("钱一：病假；冯七：出差", [("钱一", "病假"), ("冯七", "出差")]),
        ("事假1人：钱一、冯七（出差）", [("钱一", "事假"), ("冯七", "出差")]),
        ("钱 一旷会", [("钱一", "旷会")]),
        ("钱\n一(事假) 孙二(病假)", [("钱一", "事假"), ("孙二", "病假")]),
        ("孙二（小）（驻村）", [("孙二（小）", "驻村")]),
        ("周小四出差", [("周小四", "出差")]),
        ("周小八出差", [("周小八", "出差")]),
        ("钱一同志（病假）、孙二家中有事", [("钱一", "病假"), ("孙二", "家中有事")]),
        ("请假：钱一、孙二", [("钱一", "请假"), ("孙二", "请假")]),
        ("共2人：钱一（事假），孙二（旷会）", [("钱一", "事假"), ("孙二", "旷会")]),
        ("钱一、孙二（均出差）", [("钱一", "出差"), ("孙二", "出差")]),
        ("全勤", []),
        ("0", []),
        (None, []),
    ],
)
def test_lists_of_absentees(cell: object, expected: list[tuple[str, str]]) -> None:
    found = read_absences(cell, NAMES)
    assert [(person.name, person.reason) for person in found.people] == expected
    assert not found.unnamed
    assert not found.unread


@pytest.mark.parametrize(
    ("cell", "number"), [("3人请假", 3), ("请假2人", 2), ("两人请假", 2), ("病假2人，事假1人", 3)]
)
def test_only_a_number_of_absentees(cell: str, number: int) -> None:
    found = read_absences(cell, NAMES)
    assert found.unnamed == number
    assert not found.people


def test_what_counts_as_absent_without_leave() -> None:
    people = read_absences("钱一旷会,孙二无故缺席,李三病假", NAMES).people
    assert [person.status for person in people] == ["absent", "absent", "excused"]
    assert [person.known for person in people] == [True, True, True]


def test_a_stray_blank_in_a_name_is_told() -> None:
    assert read_absences("钱 一（事假）、孙二（病假）", NAMES).spaced
    assert not read_absences("钱一 事假", NAMES).spaced


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("09：00", "09:00"), ("下午2点半", "14:30"), ("下午3时", "15:00"), ("上午9点", "09:00"),
        ("下午4:00", "16:00"), ("14时30分", "14:30"), ("晚上7:30", "19:30"), ("中午1点", "13:00"),
        ("下午三点一刻", "15:15"), ("9:00-11:00", "09:00"), (dt.time(14, 30), "14:30"),
        (0.375, "09:00"), ("不详", None), ("", None), ("25:00", None),
    ],
)  # fmt: skip
def test_times_of_day(cell: object, expected: str | None) -> None:
    assert time_of(cell) == expected


def test_months() -> None:
    assert [month_of(cell) for cell in ("1月", "十二月", "03", 4.0, "2024年5月", "13月", "")] == [
        1, 12, 3, 4, 5, None, None
    ]  # fmt: skip
    assert months_in("3-5月") == [3, 4, 5]
    assert months_in("3、4月") == [3, 4]
    assert months_in("一至三月") == [1, 2, 3]
    assert months_in("13月") is None


@pytest.mark.parametrize(
    ("cell", "types", "group"),
    [
        ("支部委员会", ["committee_meeting"], ""),
        ("支委会扩大会议", ["committee_meeting"], ""),
        ("支部党员大会", ["general_meeting"], ""),
        ("党小组会（第一党小组）", ["party_group_meeting"], "第一党小组"),
        ("第二党小组会议", ["party_group_meeting"], "第二党小组"),
        ("下属站所党小组会议", ["party_group_meeting"], "下属站所党小组"),
        ("党小组会", ["party_group_meeting"], ""),
        ("主题党日暨党课", ["theme_day", "party_class"], ""),
        ("组织生活会、民主评议党员", ["organisational_life_meeting", "democratic_appraisal"], ""),
        ("党课学习", ["party_class"], ""),
        ("茶话会", [], ""),
    ],
)
def test_kinds_of_meeting(cell: str, types: list[str], group: str) -> None:
    assert types_in(cell) == types
    assert group_in(cell) == group


def test_status_and_form() -> None:
    assert status_of("因防汛延期") == "postponed"
    assert status_of("未召开") == "cancelled"
    assert status_of("邀请群众代表列席") == "held"
    assert form_of("线上（微信群）") == "online"
    assert form_of("三楼会议室") == "in_person"


def test_activity_types_of_further_packs_are_known_by_their_labels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own" / "activity_types"
    folder.mkdir(parents=True)
    (folder / "reading_circle.yaml").write_text("schema: 1\ncode: reading_circle\nlabel: 红色读书会\n", "utf-8")
    assert types_in("红色读书会") == []

    monkeypatch.setenv("ZHIBU_RULEPACKS", str(tmp_path))

    assert types_in("红色读书会") == ["reading_circle"]
