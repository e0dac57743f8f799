"""Registers of meetings as other clerks keep them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rosters.small_books import KNOWN, book, codes, meetings, outcomes, read_book
from zhibu.rosters import Reading


def one(reading: Reading, row: int = 4) -> dict[str, object]:
    """The activity of a row."""
    return next(each for each in reading.tables["activities"] if each["row"] == row)


@pytest.mark.parametrize(
    ("date", "month", "expected"),
    [
        ("2023年3月8日", "3月", "2023-03-08"),
        ("２０２３．３．８", "3月", "2023-03-08"),
        (dt.date(2023, 3, 8), "3月", "2023-03-08"),
        (20230308, "三月", "2023-03-08"),
        ("3.8", "3月", "2023-03-08"),
        ("3月8日", "3", "2023-03-08"),
        ("8日", 3, "2023-03-08"),
        (8, "3月", "2023-03-08"),
        (3.25, "3月", "2023-03-25"),
        ("2023-3-8（星期三）", "3月", "2023-03-08"),
        ("二〇二三年三月八日", "3月", "2023-03-08"),
    ],
)
def test_days(date: object, month: object, expected: str) -> None:
    reading = read_book(meetings({"日期": date, "月份": month}))
    assert one(reading)["on"] == expected
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("date", "severity", "code"),
    [
        ("2023.2.30", "reject", "date_impossible"),
        ("2023.13.3", "reject", "date_impossible"),
        (None, "reject", "date_missing"),
        ("2022.3.8", "hold", "year_outside_register"),
        ("2024-03-08", "hold", "year_outside_register"),
        (3.1, "hold", "numeric_day_ambiguous"),
        ("2023.3", "hold", "day_missing"),
    ],
)
def test_days_that_cannot_be_taken(date: object, severity: str, code: str) -> None:
    reading = read_book(meetings({"日期": date, "月份": "3月"}))
    assert (4, severity, code) in codes(reading)
    assert one(reading)["on"] == ""
    assert outcomes(reading)[4] == severity


def test_a_chosen_day_is_taken() -> None:
    content = meetings({"日期": "2022.3.8"})
    issue = read_book(content).issues[0]
    assert issue.candidates == ("2023-03-08", "2022-03-08")
    reading = read_book(content, {issue.key: "2023-03-08"})
    assert one(reading)["on"] == "2023-03-08"
    assert outcomes(reading)[4] == "import_with_note"
    assert outcomes(read_book(content, {issue.key: "leave"}))[4] == "hold"


@pytest.mark.parametrize(
    ("date", "notice", "expected"),
    [
        ("2023.1.5", "12.30", "2022-12-30"),
        ("2023.1.5", "12月30日", "2022-12-30"),
        ("2023.3.3", "28日", "2023-02-28"),
        ("2023.3.8", "3.8", "2023-03-08"),
        ("2023.3.8", "提前3天", "2023-03-05"),
        ("2023.3.8", "当天", "2023-03-08"),
        ("2023.3.8", dt.date(2023, 3, 1), "2023-03-01"),
        ("2023.3.8", "/", ""),
        ("2023.3.8", None, ""),
    ],
)
def test_notices(date: str, notice: object, expected: str) -> None:
    reading = read_book(meetings({"日期": date, "月份": None, "通知时间": notice}))
    assert one(reading)["notice_on"] == expected
    assert codes(reading) == []


@pytest.mark.parametrize("notice", ["2023-03-09", "3.9", dt.date(2023, 4, 1)])
def test_a_notice_after_the_meeting_is_asked(notice: object) -> None:
    reading = read_book(meetings({"通知时间": notice}))
    assert codes(reading) == [(4, "hold", "notice_after_meeting")]
    assert one(reading)["notice_on"] == ""


def test_groups() -> None:
    reading = read_book(
        meetings(
            {"会议类别": "二小组会议", "主持人": "李三", "应到": 3, "实到": 3},
            {"会议类别": "党小组会", "主持人": "李三", "应到": 3, "实到": 3},
            {"会议类别": "党小组会（第五党小组）", "主持人": "李三", "应到": 3, "实到": 3},
            {"会议类别": "党小组会", "主持人": "钱一、孙二", "应到": 3, "实到": 3},
            {"会议类别": "党小组会", "主持人": "钱一、李三", "应到": 3, "实到": 3},
        )
    )
    assert [row["organisation"] for row in reading.tables["activities"]] == [
        "G2",
        "G2",
        "",
        "G1",
        "",
    ]
    assert codes(reading) == [
        (5, "note", "group_inferred_from_host"),
        (6, "hold", "group_unknown_in_branch"),
        (7, "hold", "two_hosts"),
        (7, "note", "group_inferred_from_host"),
        (8, "hold", "two_hosts"),
        (8, "hold", "group_not_told"),
    ]


def test_absentees_by_elder_younger_and_group() -> None:
    reading = read_book(
        meetings(
            {"实到": 4, "缺席人员及原因": "吴五（大）（病假）、吴五（小）（旷会）"},
            {
                "会议类别": "第二党小组会",
                "主持人": "李三",
                "应到": 3,
                "实到": 2,
                "缺席人员及原因": "吴五出差",
            },
            {"实到": 5, "缺席人员及原因": "吴五出差"},
            {"实到": 5, "缺席人员及原因": "郑六（出差）"},
            {"实到": 5, "缺席人员及原因": "李三"},
        )
    )
    assert [(row["row"], row["member"], row["status"]) for row in reading.tables["attendance"]] == [
        (4, "M5", "excused"), (4, "M6", "absent"), (5, "M6", "excused"),
    ]  # fmt: skip
    assert codes(reading) == [
        (6, "hold", "absentee_ambiguous"),
        (7, "hold", "absentee_not_in_branch"),
        (8, "hold", "absence_reason_missing"),
    ]
    complete = [row["attendance_complete"] for row in reading.tables["activities"]]
    assert complete == [True, True, False, False, False]


def test_a_chosen_absentee_is_taken() -> None:
    content = meetings({"实到": 5, "缺席人员及原因": "吴五旷会"})
    issue = read_book(content).issues[0]
    assert set(issue.candidates) == {"M5", "M6"}
    reading = read_book(content, {issue.key: "M6"})
    assert [row["member"] for row in reading.tables["attendance"]] == ["M6"]
    assert one(reading)["attendance_complete"] is True


def test_meetings_that_were_not_held_and_counts() -> None:
    reading = read_book(
        meetings(
            {"实到": None, "备注": "因会议室维修推迟"},
            {"实到": None, "备注": "取消"},
            {"实到": None, "缺席人员及原因": "全勤"},
            {"实到": "5人", "应到": "6人", "缺席人员及原因": "无"},
        )
    )
    assert [row["status"] for row in reading.tables["activities"]] == [
        "postponed", "cancelled", "held", "held",
    ]  # fmt: skip
    assert codes(reading) == [
        (4, "note", "not_held_in_remark"),
        (5, "note", "not_held_in_remark"),
        (6, "note", "present_count_missing"),
        (7, "hold", "counts_disagree_with_list"),
    ]


def test_hosts_speakers_and_kinds() -> None:
    reading = read_book(
        meetings(
            {"会议类别": "组织生活会、民主评议党员", "主讲人": "钱一书记"},
            {"主持人": "钱一同志", "记录人": "郑六"},
            {"会议类别": "茶话会", "主持人": "吴五"},
            {"会议类别": "党课", "主讲人": "县委党校王教授"},
        )
    )
    first, second = reading.tables["activities"][:2]
    assert (first["type"], second["type"]) == (
        "organisational_life_meeting",
        "democratic_appraisal",
    )
    assert second["key"] == f"{first['key']}b"
    assert first["speaker"] == "M1"
    assert codes(reading) == [
        (4, "note", "two_types_in_one_row"),
        (5, "note", "courtesy_word"),
        (5, "hold", "recorder_elsewhere"),
        (6, "hold", "host_ambiguous"),
        (6, "hold", "type_not_in_list"),
        (7, "note", "speaker_not_a_member"),
    ]


def test_the_branch_of_a_sheet() -> None:
    assert set(outcomes(read_book(meetings({}, branch="中共云溪县档案馆支部委员会"))).values()) == {
        "import"
    }
    unknown = read_book(meetings({}, {}, branch="县气象站党支部"))
    assert set(outcomes(unknown).values()) == {"reject"}
    assert codes(unknown) == [(2, "reject", "branch_unknown")]
    assert "activities" not in unknown.tables


def test_another_layout() -> None:
    rows = [
        ["县档案馆党支部2023年组织生活记录"],
        [
            "会议日期",
            "会议时间",
            "会议类型",
            "会议地点",
            "主持",
            "记录",
            "应到人数",
            "实到人数",
            "请假人员",
            "内容",
        ],
        [
            "2023/3/8 ",
            "上午9点半",
            "支委会",
            "腾讯会议",
            "钱一",
            "孙 二",
            4,
            3,
            "病假1人：李三",
            "研究发展党员",
        ],
        [
            "会议日期",
            "会议时间",
            "会议类型",
            "会议地点",
            "主持",
            "记录",
            "应到人数",
            "实到人数",
            "请假人员",
            "内容",
        ],
        ["2023/4/8", "14:00", "支部党员大会", "会议室", "钱一", "孙二", 6, 6, "", "学习"],
        [None, None, None, None, None, None, None, None, None, None],
        ["合计：支委会1次，党员大会1次"],
        ["填表人：孙二"],
    ]
    reading = read_book(book(("Sheet1", rows)))
    assert [
        (row["on"], row["type"], row["form"], row["start"]) for row in reading.tables["activities"]
    ] == [
        ("2023-03-08", "committee_meeting", "online", "09:30"),
        ("2023-04-08", "general_meeting", "in_person", "14:00"),
    ]
    assert [fate.what for fate in reading.rows if fate.outcome == "skip"] == [
        "title", "header", "repeated_header", "blank", "total", "signature",
    ]  # fmt: skip
    assert codes(reading) == [(3, "note", "blank_inside_name")]


def test_day_and_time_in_one_column() -> None:
    rows = [
        ["县档案馆党支部三会一课登记表（2023年）"],
        ["序号", "会议时间", "会议类别", "地点", "主持人"],
        [1, "2023.3.8 下午3点", "党员大会", "会议室", "钱一"],
        [2, dt.datetime(2023, 3, 9, 15, 30), "支委会", "会议室", "钱一"],
    ]
    reading = read_book(book(("登记", rows)))
    assert [(row["on"], row["start"]) for row in reading.tables["activities"]] == [
        ("2023-03-08", "15:00"), ("2023-03-09", "15:30"),
    ]  # fmt: skip


def test_an_empty_form() -> None:
    reading = read_book(meetings())
    assert not reading.tables
    assert [fate.what for fate in reading.rows] == ["blank_form", "blank_form", "header"]
    assert KNOWN["members"]


def test_all_branches_in_one_sheet() -> None:
    rows = [
        ["2023年三会一课登记表"],
        ["党支部", "月份", "日期", "会议类别", "主持人", "应到", "实到"],
        ["县档案馆党支部", "3月", "3.8", "党员大会", "钱一", 6, 6],
        ["〃", "4月", "4.8", "党员大会", "钱一", 6, 6],
        ["县文化馆党支部", "3月", "3.8", "党员大会", "郑六", 1, 1],
        ["县气象站党支部", "3月", "3.8", "党员大会", "冯七", 1, 1],
    ]
    reading = read_book(book(("登记", rows)))
    assert [row["organisation"] for row in reading.tables["activities"]] == ["B1", "B1", "B2"]
    assert codes(reading) == [(6, "reject", "branch_unknown")]
    assert outcomes(reading) == {3: "import", 4: "import", 5: "import", 6: "reject"}
