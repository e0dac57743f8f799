"""A small county with the traps written in other ways than in the published rosters."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rosters.big_workbook import id_number
from tests.rosters.small_books import Cells, book
from zhibu.rosters import Reading, read

TODAY = dt.date(2025, 1, 15)
ORGANISATIONS: list[Cells] = [
    ["云岭市直属机关党组织一览表"],
    ["序号", "党组织名称", "党组织简称", "组织类别", "成立时间", "书记", "备注"],
    ["", "中共云岭市直属机关工作委员会", "市直机关工委", "党工委", "1984年6月", "", ""],
    ["一", "  中共云岭市教育局机关委员会", "市教育局机关党委", "党委", "1990.05", "", ""],
    [1, "    中共云岭市教育局机关第一支部委员会", "市教育局机关第一党支部", "党支部", "1990.05", "钱一", ""],
    ["", "      第一党小组", "", "", "", "", ""],
    ["", "      第二党小组", "", "", "", "", ""],
    [2, "    中共云岭市教育局离退休支部委员会", "市教育局离退休党支部", "支部", "199005", "", "原名市教委老干部党支部"],
    ["（三）", "    中共云岭市第三中学总支部委员会", "市第三中学党总支", "党总支", "1991-05-04", "", ""],
    [1, "  中共云岭市第三中学文科组支部委员会", "市第三中学文科组党支部", "党支部", "1991.5.4", "", ""],
    ["二", "  中共云岭市公安局离退休支部委员会", "市公安局离退休党支部", "", 1992.1, "", ""],
    ["三", "  中共云岭市造纸厂支部委员会", "市造纸厂党支部", "党支部", "1980.01", "", "2023年5月撤销，党员转入社区"],
    ["四", "  中共云岭市抗旱工作队临时党支部", "市抗旱工作队临时党支部", "党支部", "不详", "", ""],
    ["合计", "", "", "", "", "", ""],
]  # fmt: skip
HEAD: Cells = ["姓名", "身份证号", "性别", "民族", "出生年月", "党员类别", "所在支部", "党小组", "入党时间", "转正时间", "党籍状态",
               "是否失联党员", "手机号", "备注"]  # fmt: skip
BRANCH = "市教育局机关第一党支部"


def person(serial: int, **other: object) -> Cells:
    """A row without a fault, with some cells otherwise."""
    born = dt.date(1980, 3, 4) + dt.timedelta(days=serial)
    number = id_number(born, 2 * serial + 1)
    values: dict[str, object] = {
        "姓名": f"钱{'一二三四五六七八九'[serial % 9]}", "身份证号": number, "性别": "男", "民族": "汉族", "出生年月": f"{born:%Y.%m}",
        "党员类别": "正式党员", "所在支部": BRANCH, "党小组": "第一党小组", "入党时间": "2005.06", "转正时间": "2006.06", "党籍状态": "正常",
        "是否失联党员": "否", "手机号": "15400000000", "备注": "",
    }  # fmt: skip
    return [{**values, **other}[name] for name in HEAD]


def roster(*rows: Cells) -> Reading:
    """These rows behind the county's organisations."""
    members: list[Cells] = [["云岭市党员花名册"], ["截至2024年12月20日"], HEAD, *rows]
    return read([("名册.xlsx", book(("组织", ORGANISATIONS), ("党员", members)))], today=TODAY)


def found(reading: Reading, row: int = 4) -> tuple[str, set[str]]:
    """Outcome of a roster row and the codes found there."""
    fates = {fate.row: fate.outcome for fate in reading.rows if fate.sheet == "党员"}
    return fates[row], {issue.code for issue in reading.issues if issue.sheet == "党员" and issue.row == row}


def test_the_tree_of_another_county() -> None:
    reading = roster(person(0))
    rows = {str(row["short_name"] or row["name"]): row for row in reading.tables["organisations"]}
    names = {row["key"]: row["short_name"] for row in reading.tables["organisations"]}
    parents = {name: names.get(row["parent"], "") for name, row in rows.items()}
    assert parents[BRANCH] == parents["市教育局离退休党支部"] == parents["市第三中学党总支"] == "市教育局机关党委"
    assert parents["市第三中学文科组党支部"] == "市第三中学党总支"
    assert parents["市公安局离退休党支部"] == "市直机关工委"
    assert rows["市造纸厂党支部"]["dissolved"] == "2023-05"
    assert rows[BRANCH]["secretary"] == reading.tables["members"][0]["key"]
    codes = {(issue.row, issue.code) for issue in reading.issues if issue.sheet == "组织"}
    assert {(8, "former_name_in_remark"), (10, "indent_disagrees_with_kind_and_neighbours"), (11, "kind_inferred_from_name"),
            (11, "numeric_year_month_ambiguous"), (12, "dissolved_in_remark"), (13, "established_missing"),
            (13, "temporary_branch")} == codes  # fmt: skip


def test_a_row_without_a_fault_passes_without_a_word() -> None:
    assert found(roster(person(0))) == ("import", set())


QUIET: list[dict[str, object]] = [
    {"民族": "维族", "姓名": "艾力·吐尔逊"}, {"党员类别": "正式"}, {"入党时间": "二〇〇五年六月"}, {"入党时间": 38504.0}, {"入党时间": "38504"},
    {"入党时间": "２００５．０６"}, {"入党时间": 200506.0}, {"手机号": 15400000000.0}, {"手机号": "0738-8622000"}, {"党籍状态": ""},
    {"党员类别": "预备党员", "入党时间": "2024.06", "转正时间": "—"}, {"所在支部": "市教育局离退休党支部", "党小组": "/"},
]  # fmt: skip


@pytest.mark.parametrize("cells", QUIET)
def test_these_pass_without_a_word(cells: dict[str, object]) -> None:
    assert found(roster(person(0, **cells))) == ("import", set())


NOTES: list[tuple[dict[str, object], str]] = [
    ({"所在支部": "市教育局机关一支部"}, "branch_name_variant"), ({"所在支部": "教育局机关第1党支部"}, "branch_name_variant"),
    ({"所在支部": "中共云岭市教育局机关第一支部委员会"}, "branch_name_variant"), ({"所在支部": "市三中学文科组党支部", "党小组": ""}, "branch_name_variant"),
    ({"所在支部": "市教委老干部支部", "党小组": ""}, "branch_former_name"), ({"党小组": "2组"}, "group_name_variant"),
    ({"党小组": "二小组"}, "group_name_variant"), ({"党小组": "无"}, "group_missing"), ({"身份证号": "待补"}, "id_missing"),
    ({"党员类别": ""}, "category_missing"), ({"党员类别": "党员"}, "category_not_in_list"), ({"转正时间": ""}, "full_since_missing"),
    ({"入党时间": "2005年6月、2006年6月", "转正时间": ""}, "two_fields_in_one_cell"),
    ({"入党时间": "1972.05", "转正时间": "无预备期", "身份证号": "", "出生年月": "1950.01"}, "no_probation_period"),
    ({"党员类别": "预备党员", "入党时间": "2024.06", "转正时间": "预计2025年6月"}, "planned_date_not_a_fact"),
    ({"是否失联党员": "是"}, "lost_member"), ({"手机号": "154000000001"}, "phone_wrong_length"),
    ({"党籍状态": "停止党籍（2024.5.6）"}, "membership_suspended"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "code"), NOTES)
def test_these_are_taken_in_with_a_note(cells: dict[str, object], code: str) -> None:
    outcome, codes = found(roster(person(0, **cells)))
    assert outcome == "import_with_note"
    assert code in codes


HOLDS: list[tuple[dict[str, object], str]] = [
    ({"所在支部": "离退休支部"}, "branch_ambiguous"), ({"所在支部": "市第三中学党总支"}, "branch_ambiguous"),
    ({"所在支部": "市造纸厂党支部"}, "branch_dissolved"), ({"党小组": "第五党小组"}, "group_unknown_in_branch"),
    ({"入党时间": 2005.1}, "numeric_year_month_ambiguous"), ({"转正时间": 2006.1}, "numeric_year_month_ambiguous"),
    ({"入党时间": "05.6.1"}, "two_digit_year"), ({"入党时间": "Jun-05"}, "two_digit_year"), ({"入党时间": "2005"}, "year_only"),
    ({"入党时间": "1996.05"}, "joined_before_18"), ({"转正时间": "2004.06"}, "full_before_joined"),
    ({"转正时间": "2006.06延长至2007.06"}, "two_dates_in_cell"), ({"性别": "女"}, "sex_disagrees_with_id"),
    ({"出生年月": "1980.04"}, "birth_disagrees_with_id"), ({"党员类别": "正式党员", "入党时间": "2024.03", "转正时间": ""},
                                                        "category_disagrees_with_dates"),
    ({"党员类别": "预备党员"}, "category_disagrees_with_dates"), ({"党籍状态": "停止党籍"}, "membership_suspended"),
    ({"身份证号": "999999800304001"}, "id_15_digits"), ({"姓名": "钱□"}, "name_character_not_typed"),
    ({"姓名": "钱（火华）"}, "name_character_not_typed"), ({"姓名": "古丽 阿依木", "民族": "维吾尔族"}, "minority_name_dot_missing"),
    ({"转正时间": "同左"}, "same_as_joined"), ({"备注": "已转出"}, "left_but_in_roster"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "code"), HOLDS)
def test_these_are_held(cells: dict[str, object], code: str) -> None:
    outcome, codes = found(roster(person(0, **cells)))
    assert (outcome, code in codes) == ("hold", True), codes


REJECTS: list[tuple[dict[str, object], str]] = [
    ({"所在支部": "市粮食局党支部"}, "branch_unknown"), ({"所在支部": ""}, "branch_missing"), ({"入党时间": "待查"}, "joined_missing"),
    ({"入党时间": "2005年6月31日"}, "date_impossible"), ({"入党时间": "2025.01"}, "date_in_future"), ({"身份证号": 9.99999198003040e17}, "id_stored_as_number"),
    ({"身份证号": "99999919800304001"}, "id_wrong_length"), ({"党员类别": "入党申请人"}, "not_a_member"), ({"姓名": ""}, "name_missing"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "code"), REJECTS)
def test_these_are_refused(cells: dict[str, object], code: str) -> None:
    outcome, codes = found(roster(person(0, **cells)))
    assert (outcome, code in codes) == ("reject", True), codes


def test_one_person_twice() -> None:
    twice = roster(person(0), person(0))
    assert found(twice, 5) == ("skip", {"duplicate_same_person"})
    moved = roster(person(0), person(0, 所在支部="市教育局离退休党支部", 党小组=""))
    assert found(moved, 5) == ("hold", {"same_id_in_two_branches"})
    renamed = roster(person(0), person(0, 姓名="孙七"))
    assert found(renamed, 5) == ("hold", {"same_id_two_names"})
    bare = roster(person(0, 出生年月="1980.03.04"), person(0, 身份证号="", 出生年月="1980.03.04"))
    assert found(bare, 5) == ("hold", {"possible_duplicate_no_id"})
    namesakes = roster(person(0), person(9))
    assert found(namesakes, 5) == ("import", set())


def test_ditto_marks_and_merged_cells() -> None:
    members: list[Cells] = [["云岭市党员花名册"], HEAD, person(0), person(1, 所在支部="〃", 民族="同上"), person(2, 所在支部="")]
    content = book(("组织", ORGANISATIONS), ("党员", members), merges=[("党员", "G4:G5")])
    reading = read([("名册.xlsx", content)], today=TODAY)
    assert [row["branch"] for row in reading.tables["members"]] == ["中共云岭市教育局机关第一支部委员会"] * 3
    assert reading.tables["members"][1]["ethnicity"] == "汉族"


def test_a_choice_settles_a_hold_and_keeps_its_key() -> None:
    first = roster(person(0, 入党时间=2005.1))
    (issue,) = [one for one in first.issues if one.severity == "hold" and one.sheet == "党员"]
    members: list[Cells] = [["云岭市党员花名册"], ["截至2024年12月20日"], HEAD, person(0, 入党时间=2005.1)]
    files = [("名册.xlsx", book(("组织", ORGANISATIONS), ("党员", members)))]
    chosen = read(files, decisions={issue.key: "2005-10"}, today=TODAY)
    assert chosen.tables["members"][0]["joined"] == "2005-10"
    assert found(chosen)[0] == "import_with_note"
    left = read(files, decisions={issue.key: "leave"}, today=TODAY)
    assert found(left)[0] == "hold"
