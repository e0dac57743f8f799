"""The cells of a dues ledger, and what a member's year comes to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhibu.rosters.kinds.dues_months import settle
from zhibu.rosters.kinds.dues_row import DuesRow, Settled
from zhibu.rosters.values.amounts import amount_of, letter_for_digit, rate_of
from zhibu.rosters.values.dues_cells import assessment_change, read_month_cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (25, "25"), ("25元", "25"), ("￥25", "25"), (" 140.28 ", "140.28"), ("8,551.4", "8551.4"),
        ("２５．５", "25.5"), ("免", None), ("O", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_amounts(cell: object, expected: str | None) -> None:
    assert amount_of(cell) == (None if expected is None else Decimal(expected))


def test_letter_for_a_digit() -> None:
    assert letter_for_digit("O") == 0
    assert letter_for_digit("2O.5") == Decimal("20.5")
    assert letter_for_digit("20.5") is None


@pytest.mark.parametrize(
    ("cell", "value", "percent_number"),
    [
        ("1.5%", "0.015", False), (0.015, "0.015", False), (0.5, "0.005", True),
        ("千分之五", "0.005", False), ("５‰", "0.005", False), (2, "0.02", True),
    ],
)  # fmt: skip
def test_rates(cell: object, value: str, percent_number: bool) -> None:
    rate = rate_of(cell)
    assert rate is not None
    assert (rate.value, rate.percent_number) == (Decimal(value), percent_number)


def test_a_new_amount_in_the_remark() -> None:
    assert assessment_change("5月起调资，月交153.92元") == (5, Decimal("153.92"))
    assert assessment_change("8月开始月应交由100元调整为120.5元") == (8, Decimal("120.5"))
    assert assessment_change("6月含自愿多交1000元") is None


def year_of(*cells: object, assessed: str | None = "50", **more: object) -> Settled:
    """A member's year: the cells given, the last one repeated to December."""
    padded = [*cells, *[cells[-1]] * (12 - len(cells))]
    row = DuesRow(
        cells={month: read_month_cell(cell) for month, cell in enumerate(padded, 1)},
        assessed=None if assessed is None else Decimal(assessed),
        **more,  # type: ignore[arg-type]  # fields of DuesRow by name
    )
    return settle(row)


def paid(settled: Settled) -> list[str]:
    return [str(month.paid) for month in settled.months.values()]


def codes(settled: Settled) -> list[tuple[object, str, str]]:
    return [(f.where, f.severity, f.code) for f in settled.findings]


def test_ticks_dittos_and_unpaid_months() -> None:
    settled = year_of("√", "同左", "50元", "欠", 0, "", None, "未交", "同左", "免", "√")
    assert paid(settled) == ["50", "50", "50.00", "0", "0", "0", "0", "0", "0", "0", "50", "50"]
    assert settled.months[10].assessed == 0
    assert codes(settled) == [(10, "note", "exempt")]


def test_quarters_in_one_cell() -> None:
    settled = year_of(150, "", "", 150, "", "", 150, "", "", 150, "", "")
    assert set(paid(settled)) == {"50"}
    assert codes(settled) == [(1, "note", "quarter_paid_in_one_cell")]


def test_a_merged_quarter_that_does_not_add_up_is_asked() -> None:
    settled = year_of(140, "", "", 50, spans={1: 3})
    assert paid(settled)[:4] == ["None", "None", "None", "50.00"]
    assert codes(settled) == [(1, "hold", "run_disagrees_with_amount")]


def test_back_payment() -> None:
    settled = year_of(50, 50, "欠", "", "欠交", "补交3-5月150元，本月50", 50)
    assert all(Decimal(amount) == 50 for amount in paid(settled))
    assert [month.paid_month for month in settled.months.values()][2:6] == [6, 6, 6, None]
    assert codes(settled) == [(6, "note", "back_payment_in_cell")]


@pytest.mark.parametrize(
    "cell",
    [
        "补交3-5月120元，本月50",
        "补交2-5月200元，本月50",
        "补交2023年5月50元，本月50",
        "补交7月50元，本月50",
    ],
)
def test_a_back_payment_that_does_not_add_up_is_asked(cell: str) -> None:
    settled = year_of(50, 50, "欠", "", "欠交", cell, 50)
    assert settled.months[6].paid is None
    assert codes(settled) == [(6, "hold", "back_payment_disagrees")]


def test_slips_letters_and_more_than_owed() -> None:
    settled = year_of(50, 0.5, "O", 1050, 45, "乱", "2O", 50)
    assert [month.paid for month in settled.months.values()][1:3] == [None, None]
    assert settled.months[4].paid == 1050
    assert codes(settled) == [
        (2, "hold", "implausible_amount"),
        (3, "hold", "letter_o_for_zero"),
        (4, "note", "more_than_assessed"),
        (5, "note", "less_than_assessed"),
        (6, "hold", "amount_unreadable"),
        (7, "hold", "letter_o_for_zero"),
    ]


def test_only_owed_months_are_told() -> None:
    settled = year_of("", "", "", 50, owed=range(4, 13))
    assert list(settled.months) == list(range(4, 13))
    assert set(paid(settled)) == {"50.00"}


def test_the_monthly_amount_from_base_and_rate() -> None:
    derived = year_of(45.04, assessed=None, base=Decimal("4503.7"), rate=rate_of("1%"))
    assert codes(derived) == [("assessed", "note", "assessed_missing_in_row")]
    asked = year_of(45, assessed=None, base=Decimal("4503.7"), rate=rate_of("1%"))
    assert codes(asked) == [("assessed", "hold", "assessed_not_derivable")]
    assert asked.findings[0].clean == "45.04|45"
    assert set(paid(asked)) == {"45.00"}


def test_rates_that_do_not_give_the_amount() -> None:
    plain = year_of(50, base=Decimal("5000.4"), rate=rate_of("1%"))
    assert not plain.findings
    percent = year_of(50, base=Decimal("10000"), rate=rate_of(0.5), rate_raw=0.5)
    assert codes(percent) == [("rate", "note", "rate_as_percent_number")]
    wrong = year_of(50, base=Decimal("5000"), rate=rate_of(0.5), rate_raw=0.5)
    assert codes(wrong) == [("rate", "hold", "rate_disagrees_with_amount")]
    assert wrong.findings[0].clean == "0.01"
