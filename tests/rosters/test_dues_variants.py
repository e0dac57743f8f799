"""Dues ledgers as other treasurers keep them."""

from __future__ import annotations

from tests.rosters.small_books import book, codes, dues, outcomes, read_book
from zhibu.rosters import Reading


def row(name: str | None, *months: object, assessed: object = 50, base: object = 5000,
        rate: object = "1%", remark: str = "", kind: str = "正式") -> list[object]:  # fmt: skip
    """One row; the last month is repeated to December."""
    padded = [*months, *[months[-1]] * (12 - len(months))]
    return [1, name, kind, base, rate, assessed, *padded, None, remark]


def year(reading: Reading, member: str) -> dict[str, tuple[str, str, str]]:
    """Month -> (assessed, paid, paid in) of a member."""
    return {
        str(each["month"]): (str(each["assessed"]), str(each["paid"]), str(each["paid_month"]))
        for each in reading.tables["dues"]
        if each["member"] == member
    }


def paid(reading: Reading, member: str) -> list[str]:
    return [amount for _, amount, _ in year(reading, member).values()]


def test_an_ordinary_ledger() -> None:
    reading = read_book(dues(row("钱一", 50), row("孙 二", "√"), row("周四", "欠", 50)))
    assert codes(reading) == []
    assert set(year(reading, "M1").values()) == {("50.00", "50.00", "")}
    assert next(iter(year(reading, "M1"))) == "2023-01"
    assert paid(reading, "M2") == ["50.00"] * 12
    assert paid(reading, "M4") == ["0.00", *["50.00"] * 11]


def test_who_joined_in_the_year_owes_from_the_month_after() -> None:
    cells = ["", "", "", "", *[50] * 8]
    reading = read_book(dues(row("李三", *cells, kind="预备")))
    assert list(year(reading, "M3")) == [f"2023-{month:02}" for month in range(5, 13)]
    assert codes(reading) == []


def test_who_joined_earlier_owes_the_empty_months_too() -> None:
    reading = read_book(dues(row("钱一", "", "", 50)))
    assert paid(reading, "M1")[:3] == ["0.00", "0.00", "50.00"]


def test_names_of_two_and_of_nobody() -> None:
    reading = read_book(
        dues(
            ["第二党小组"],
            row("吴五", 50),
            ["第一党小组：", *[None] * 19],
            row("吴五", 50),
            row("郑六", 50),
            row("冯七", 50),
        )
    )
    assert {each["member"] for each in reading.tables["dues"]} == {"M6", "M5"}
    assert codes(reading) == [
        (8, "hold", "member_of_other_branch"),
        (9, "reject", "member_unknown"),
    ]
    assert outcomes(reading) == {5: "import", 7: "import", 8: "hold", 9: "reject"}


def test_the_marks_of_elder_and_younger() -> None:
    reading = read_book(dues(row("吴五（大）", 50), row("吴五（小）", 60, assessed=60, base=6000)))
    assert year(reading, "M5")["2023-01"][0] == "50.00"
    assert year(reading, "M6")["2023-01"][0] == "60.00"
    assert codes(read_book(dues(row("吴五", 50)))) == [(4, "hold", "member_ambiguous")]


def test_a_chosen_member_is_taken() -> None:
    content = dues(row("吴五", 50))
    issue = read_book(content).issues[0]
    reading = read_book(content, {issue.key: "M6"})
    assert paid(reading, "M6") == ["50.00"] * 12
    assert outcomes(reading) == {4: "import_with_note"}


def test_a_new_amount_in_the_remark_and_by_a_second_row() -> None:
    told = read_book(dues(row("钱一", *[50] * 4, 60, remark="5月起调资，月交60元")))
    rows = read_book(
        dues(
            row("钱一", *[50] * 4, ""),
            row("", *[""] * 4, 60, assessed=60, base=6000),
            row("孙二", *[50] * 4, ""),
            row("孙二", *[""] * 4, 60, assessed=60, base=6000),
        )
    )
    wanted = {f"2023-{m:02}": ("50.00",) * 2 if m < 5 else ("60.00",) * 2 for m in range(1, 13)}
    for reading, member in ((told, "M1"), (rows, "M1"), (rows, "M2")):
        assert {month: cells[:2] for month, cells in year(reading, member).items()} == wanted
    assert codes(told) == [(4, "note", "assessed_changes_in_year")]
    assert [code for *_, code in codes(rows)] == ["assessed_changes_in_year"] * 2


def test_one_member_twice_is_asked() -> None:
    reading = read_book(dues(row("钱一", 50), row("钱一", 50)))
    assert codes(reading) == [(5, "hold", "member_twice")]
    assert len(reading.tables["dues"]) == 12


def test_merged_quarters() -> None:
    rows = [
        ["2023年党费收缴台账"],
        ["党支部：县档案馆党支部"],
        ["序号", "姓名", "月应交额", "1月", "2月", "3月", "4月", "5月", "6月"],
        [1, "钱一", 50, 150, None, None, 150, None, None],
        [2, "孙二", 50, 140, None, None, 150, None, None],
    ]
    areas = [("台账", area) for area in ("D4:F4", "G4:I4", "D5:F5", "G5:I5")]
    reading = read_book(book(("台账", rows), merges=areas))
    assert paid(reading, "M1")[:6] == ["50.00"] * 6
    assert paid(reading, "M2")[:6] == ["", "", "", "50.00", "50.00", "50.00"]
    assert (4, "note", "quarter_paid_in_one_cell") in codes(reading)
    assert (5, "hold", "run_disagrees_with_amount") in codes(reading)


def test_held_cells_are_empty_and_chosen_ones_filled() -> None:
    content = dues(row("钱一", 50, 0.5, "O", 50, "补交4月20元，本月50", 50))
    first = read_book(content)
    assert [code for *_, code in codes(first)] == [
        "implausible_amount", "letter_o_for_zero", "back_payment_disagrees",
    ]  # fmt: skip
    assert paid(first, "M1")[:6] == ["50.00", "", "", "50.00", "", "50.00"]
    reading = read_book(content, {issue.key: issue.candidates[0] for issue in first.issues})
    assert paid(reading, "M1")[:3] == ["50.00", "50.00", "0.00"]
    assert outcomes(reading) == {4: "import_with_note"}


def test_a_monthly_amount_that_must_be_asked_is_marked() -> None:
    content = dues(row("钱一", "√", assessed=None, base="4503.7元"))
    first = read_book(content)
    assert [(one.code, one.candidates) for one in first.issues] == [
        ("assessed_not_derivable", ("45.04", "45")),
    ]  # fmt: skip
    assert {each["held"] for each in first.tables["dues"]} == {"assessed"}
    reading = read_book(content, {first.issues[0].key: "45.04"})
    assert {each["held"] for each in reading.tables["dues"]} == {""}
    assert set(paid(reading, "M1")) == {"45.04"}


def test_exemption() -> None:
    reading = read_book(
        dues(row("钱一", "免", remark="经批准免交"), row("孙二", "", assessed="免交"))
    )
    assert set(year(reading, "M1").values()) == {("0.00", "0.00", "")}
    assert set(year(reading, "M2").values()) == {("0.00", "0.00", "")}
    assert codes(reading)[0] == (4, "note", "exempt")


def test_other_headings_and_a_summary() -> None:
    months = [f"{word}月份" for word in (*"一二三四五六七八九十", "十一", "十二")]
    ledger = [
        ["县档案馆党支部党费交纳登记表（2023年度）"],
        ["党员姓名", "缴纳基数", "缴费比例", "每月应交党费", *months, "合计", "说明"],
        ["钱一", 5000, 0.01, 50, *[50] * 12, 600, None],
        ["合计", None, None, 50, *[50] * 12, 600, None],
        ["收款人：孙二"],
    ]
    summary = [
        ["2023年党费收缴汇总"],
        ["序号", "党支部", "全年实收", "备注"],
        [1, "县档案馆党支部", 600, None],
    ]
    reading = read_book(book(("汇总", summary), ("档案馆", ledger)))
    assert [one.kind for one in reading.sheets] == ["dues_summary", "dues"]
    assert paid(reading, "M1") == ["50.00"] * 12
    assert codes(reading) == []
