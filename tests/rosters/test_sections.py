"""Lists whose branch stands in the title, in the sheet's name, or in rows of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rosters.small_books import DUES_HEADINGS, MEETING_HEADINGS, Cells, book, codes, read_book
from tests.rosters.test_variants import HEAD, ORGANISATIONS, TODAY, person
from zhibu.rosters import Reading, read
from zhibu.rosters.sections import named

BRANCH = "中共云岭市教育局机关第一支部委员会"
SHORT: Cells = ["序号", "姓名", "性别", "民族", "出生年月", "学历", "入党时间", "转正时间", "党内职务", "备注"]
NARROW = [name for name in HEAD if name != "所在支部"]


def short(number: int, name: str) -> Cells:
    return [number, name, "男", "汉族", "1980.03", "本科", "2005.06", "2006.06", "", ""]


def narrow(serial: int, **other: object) -> Cells:
    """A row of the usual roster without its branch."""
    row = person(serial, **other)
    del row[HEAD.index("所在支部")]
    return row


def roster(*rows: Cells, name: str = "党员", decisions: dict[str, str] | None = None) -> Reading:
    content = book(("组织", ORGANISATIONS), (name, list(rows)))
    return read([("名册.xlsx", content)], today=TODAY, decisions=decisions)


def fates(reading: Reading) -> dict[int, tuple[str, str]]:
    return {fate.row: (fate.what, fate.outcome) for fate in reading.rows if fate.sheet != "组织"}


HEADINGS = [
    "一、市教育局机关第一党支部（2人）", "（一）市教育局机关第一党支部", "1.市教育局机关第一党支部党员名单", BRANCH,
    "支部名称：市教育局机关第一党支部", "市教育局机关第一党支部（共2名党员）", "市教育局机关第一党支部：",
    "2024年市教育局机关第一党支部党员花名册", "　市教育局机关一支部 2人",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_row_names_the_branch_of_the_rows_below(heading: str) -> None:
    reading = roster(["花名册"], NARROW, [heading], narrow(0), narrow(1), ["二、市公安局离退休党支部"], narrow(2, 党小组=""))
    assert {row: fate for row, fate in fates(reading).items() if row > 2} == {
        3: ("section_heading", "skip"), 4: ("member", "import"), 5: ("member", "import"),
        6: ("section_heading", "skip"), 7: ("member", "import"),
    }  # fmt: skip
    assert [row["branch"] for row in reading.tables["members"]] == [BRANCH, BRANCH, "中共云岭市公安局离退休支部委员会"]


def test_what_the_heading_leaves_open_is_asked_once() -> None:
    rows: list[Cells] = [["花名册"], NARROW, ["离退休党支部"], narrow(0, 党小组=""), narrow(1, 党小组="")]
    reading = roster(*rows)
    assert fates(reading)[3] == ("section_heading", "hold")
    assert [fates(reading)[row][1] for row in (4, 5)] == ["hold", "hold"]
    (asked,) = [issue for issue in reading.issues if issue.code == "branch_ambiguous"]
    settled = roster(*rows, decisions={asked.key: asked.candidates[0]})
    assert [fates(settled)[row][1] for row in (3, 4, 5)] == ["skip", "import", "import"]


def test_a_committee_above_narrows_the_choice() -> None:
    reading = roster(["花名册"], NARROW, ["一、市教育局机关党委"], ["离退休党支部"], narrow(0, 党小组=""))
    assert [fate for row, fate in fates(reading).items() if row > 2] == [
        ("section_heading", "skip"), ("section_heading", "skip"), ("member", "import"),
    ]  # fmt: skip
    assert reading.tables["members"][0]["branch"] == "中共云岭市教育局离退休支部委员会"


def test_an_unknown_branch_is_refused_with_its_rows() -> None:
    reading = roster(["花名册"], NARROW, ["市粮食局党支部"], narrow(0))
    assert [fates(reading)[row][1] for row in (3, 4)] == ["reject", "reject"]
    assert "第3行" in next(fate for fate in reading.rows if fate.row == 4 and fate.sheet == "党员").reasons[0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("市教育局机关第一党支部党员花名册", "Sheet1"),
        ("2024年度中共云岭市教育局机关第一支部委员会党员名册", "Sheet1"),
        ("党支部：市教育局机关第一党支部    截止2024年12月", "Sheet1"),
        ("党员花名册", "教育局机关一支部"),
    ],
)
def test_a_short_list_of_one_branch(title: str, name: str) -> None:
    """Without ID numbers, category, group and branch: the title or the sheet's name tells the branch."""
    reading = roster([title], SHORT, short(1, "钱一"), short(2, "孙二"), ["合计", 2], name=name)
    assert [fates(reading)[row][1] for row in (3, 4, 5)] == ["import", "import", "skip"]
    assert {row["branch"] for row in reading.tables["members"]} == {BRANCH}
    assert "branch_from_title" in {issue.code for issue in reading.issues}


def test_several_blocks_and_groups_in_one_sheet() -> None:
    reading = roster(
        ["市教育局机关第一党支部党员花名册"], SHORT, ["第一党小组"], short(1, "钱一"), ["第二党小组（1人）"], short(2, "孙二"), [],
        ["市公安局离退休党支部党员花名册"], SHORT, short(1, "李三"), ["填表人：王五", "", "审核人："],
    )  # fmt: skip
    found = [(row["name"], row["branch"], row["group"]) for row in reading.tables["members"]]
    assert found == [("钱一", BRANCH, "第一党小组"), ("孙二", BRANCH, "第二党小组"),
                     ("李三", "中共云岭市公安局离退休支部委员会", "")]  # fmt: skip
    assert {outcome for _, outcome in fates(reading).values()} == {"import", "skip"}


def test_without_a_list_of_organisations_headings_are_taken_as_written() -> None:
    rows: list[Cells] = [["党员花名册"], SHORT, ["一、甲支部（1人）"], short(1, "钱一"), ["二、乙支部"], short(1, "孙二")]
    reading = read([("花.xlsx", book(("党员", rows)))], today=TODAY)
    assert [row["branch"] for row in reading.tables["members"]] == ["甲支部", "乙支部"]


def test_a_roster_that_lacks_its_branch_is_told_so() -> None:
    rows: list[Cells] = [["党员花名册"], SHORT, *[short(number, "钱一") for number in range(4)]]
    (told,) = [issue.reason for issue in roster(*rows).issues if issue.code == "unknown_sheet"]
    assert "“所在党支部”" in told
    content = book(("党员", rows))
    said = read([("花.xlsx", content)], mapping={"sheets": [{"file": "*", "kind": "members"}]}, today=TODAY)
    assert {fate.outcome for fate in said.rows if fate.row > 2} == {"reject"}


@pytest.mark.parametrize("text", ["钱一", "支部", "党支部", "支部书记", "合计", "共12人", "第一", "注：支部以批复为准", "2024年12月"])
def test_other_words_are_no_heading(text: str) -> None:
    assert named(text) is None


def ledger(name: str, *months: object) -> Cells:
    return [1, name, "正式党员", 5000, "0.5%", 25, *months, *[""] * (12 - len(months)), "", ""]


def test_one_ledger_for_several_branches() -> None:
    reading = read_book(book(("台账", [
        ["2023年党费收缴台账"], DUES_HEADINGS, ["一、县档案馆党支部（2人）"], ledger("钱一", 25, 25), ledger("孙二", 25), ["小计"],
        ["二、县文化馆党支部"], ledger("郑六", 25), ["三、县粮食局党支部"], ledger("无名", 25), ["合计"],
    ])))  # fmt: skip
    assert {row["member"] for row in reading.tables["dues"]} == {"M1", "M2", "M7"}
    assert codes(reading) == [(9, "reject", "branch_unknown")]
    (lost,) = [fate for fate in reading.rows if fate.row == 10]
    assert (lost.outcome, "第9行" in lost.reasons[0]) == ("reject", True)


def test_one_register_for_several_branches() -> None:
    usual: dict[str, object] = {"日期": dt.date(2023, 3, 8), "会议类别": "党员大会", "主持人": "钱一", "应到": 6, "实到": 6}
    first = [usual.get(str(heading)) for heading in MEETING_HEADINGS]
    other = {**usual, "主持人": "郑六", "应到": 1, "实到": 1}
    second = [other.get(str(heading)) for heading in MEETING_HEADINGS]
    rows: list[Cells] = [["2023年三会一课登记表"], MEETING_HEADINGS, ["县档案馆党支部"], first, ["县文化馆党支部"], second]
    reading = read_book(book(("登记", rows)))
    assert [row["organisation"] for row in reading.tables["activities"]] == ["B1", "B2"]
