"""Scorecards: points, caps, weights, grades, what is open; and what the loader refuses."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from tests.engine.scorecards import CARD, directive, mark, points, verdict
from zhibu.engine.language.points import points_text, read_points, rounded
from zhibu.engine.scoring.periods import span_of, spans_before
from zhibu.kernel.errors import InputError


def test_each_miss_is_taken_off_until_nothing_is_left(tmp_path: Path) -> None:
    found = directive(tmp_path)
    two = points(found, [*(verdict("met", m) for m in range(1, 11)), verdict("unmet", 11), verdict("unmet", 12)])
    all_missed = points(found, [verdict("unmet", m) for m in range(1, 13)])

    assert two.item("STUDY").points == 16
    assert two.item("STUDY").steps == ("12 条结论：符合 10，未达到 2", "20 − 2 × 2（未达到） = 16")
    assert all_missed.item("STUDY").points == 0
    assert all_missed.item("STUDY").steps[-1] == "这一项最少 0 分，取 0"


def test_a_share_counts_what_is_below_the_branch_and_is_exact(tmp_path: Path) -> None:
    found = directive(tmp_path)
    result = points(found, [
        verdict("met", 3, "F-GROUP", "G1"), verdict("met", 3, "F-GROUP", "G2"), verdict("deviation", 6, "F-GROUP", "G1"),
        verdict("met", 3, "F-GROUP", "ELSEWHERE")])

    assert result.item("GROUPS").points == Fraction(20, 3)
    assert "10 × 2/3 = 20/3" in result.item("GROUPS").steps[1]


def test_what_lacks_data_costs_nothing_and_is_said(tmp_path: Path) -> None:
    found = directive(tmp_path)
    result = points(found, [verdict("met", 1), verdict("unknown", 2), verdict("unknown", 3, subject="*", at="")])

    assert result.item("STUDY").points == 20
    assert result.to_check >= 2
    assert any("待核" in said for said in result.open)


def test_a_waived_verdict_is_left_out_or_counts_as_met(tmp_path: Path) -> None:
    met = CARD.replace("points: 10, by: share", "points: 10, by: share, waived: met")
    groups = [verdict("waived", 3, "F-GROUP", "G1"), verdict("deviation", 6, "F-GROUP", "G1")]

    assert points(directive(tmp_path / "a"), groups).item("GROUPS").points == 0
    assert points(directive(tmp_path / "b", met), groups).item("GROUPS").points == 5


def test_marks_add_up_to_their_cap_and_the_last_of_a_single_one_counts(tmp_path: Path) -> None:
    found = directive(tmp_path)
    result = points(found, [], [
        mark("PRAISE", "3", key="1"), mark("PRAISE", "3", key="2"), mark("BLAME", "-2", key="3"),
        mark("LOOK", "18", on="2024-06-01", key="4"), mark("LOOK", "15", on="2025-01-05", key="5"),
        mark("LOOK", "20", at="OTHER")])

    assert result.item("PRAISE").points == 5
    assert result.item("BLAME").points == -2
    assert result.item("LOOK").points == 15
    assert "考评期结束以后录入" in result.item("LOOK").steps[0]
    assert [section.points for section in result.sections] == [30, Fraction(15, 2), 3]
    assert result.points == Fraction("40.5")
    assert result.grade == "好"


def test_a_veto_caps_the_grade_but_not_the_points(tmp_path: Path) -> None:
    found = directive(tmp_path)
    result = points(found, [verdict("unmet", 1)], [mark("LOOK", "20")])

    assert result.points == 38
    assert result.grade == "一般"
    assert result.vetoed == ("VETO",)
    assert "一票否决（学习少得太多）：最高到“一般”" in result.steps


def test_what_may_still_change_is_said(tmp_path: Path) -> None:
    found = directive(tmp_path)
    running = points(found, [verdict("pending", 12)], as_of="2024-06-30")

    assert running.open == ("考评期到 2024-12-31 才满", "1 条还没有到期", "1 项还没有录入",
                            "1 项没有可以算的结论，按没有扣分计")


def test_only_verdicts_whose_period_ends_in_the_year_count(tmp_path: Path) -> None:
    found = directive(tmp_path)
    other = verdict("unmet", 12)._replace(period_start=dt.date(2023, 12, 1), period_end=dt.date(2023, 12, 31))

    assert points(found, [other]).item("STUDY").points == 20


def test_an_item_without_verdicts_is_full_or_nothing_as_the_card_says(tmp_path: Path) -> None:
    zero = CARD.replace("points: 10, by: share", "points: 10, by: share, empty: zero")

    assert points(directive(tmp_path / "a"), []).item("GROUPS").points == 10
    assert points(directive(tmp_path / "b", zero), []).item("GROUPS").points == 0


def test_points_are_written_and_rounded_exactly() -> None:
    assert [points_text(read_points(text)) for text in ("10", "-2", "0.50", "1/3")] == ["10", "-2", "0.5", "1/3"]
    assert rounded(Fraction("2.345"), 2) == Fraction("2.35")
    assert rounded(Fraction("-2.345"), 2) == Fraction("-2.35")
    assert rounded(Fraction(2, 3), 0) == 1


def test_periods_are_those_of_the_calendar() -> None:
    assert span_of("half_year", dt.date(2024, 8, 1)).label == "2024年下半年"
    assert span_of("quarter", dt.date(2024, 12, 31)).label == "2024年第四季度"
    assert [span.label for span in spans_before("year", dt.date(2024, 2, 29), 2)] == ["2024年", "2023年"]
    assert span_of("quarter", dt.date(2024, 2, 29)).last == dt.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  period: year", "  period: year\n  subject: member", "不给党员个人打分"),
        ("when: {kind: [branch]}", "when: {kind: [branch], full: true}", "不给党员个人打分"),
        ("rule: F-STUDY, points", "rule: F-STUDIES, points", "最接近的是 F-STUDY"),
        ("rule: F-STUDY, veto", "rule: F-MAY, veto", "不出结论"),
        ("rule: F-STUDY, veto", "rule: X/F-MAY, veto", "已装入的制度编号/规则编号"),
        ("veto: 一般", "veto: 中等", "veto 是本表的等次之一"),
        ("at_least: 20}\n  - {label: 差}", "at_least: 40}", "等次从高到低写"),
        ("by: share", "by: share, award: 1", "只写一个"),
        ("between: [0, 20]", "between: [0, 30]", "每次录入的分值不大于满分"),
        ("between: [0, 20]", "between: [0]", "两个分值"),
        ("between: [-2, 0]", "between: [-2, 1]", "加分和扣分分成两项写"),
        ("{parameter: each_miss}", "{parameter: each_mis}", "最接近的是 each_miss"),
        ("points: 20, deduct", "points: 二十, deduct", "分值，如 10"),
        ("weight: 1/2", "wieght: 1/2", "最接近的是 weight"),
        ("id: GROUPS", "id: STUDY", "用了不止一次：STUDY"),
        ("points: 10, by: share", "misses: [unknown], points: 10, by: share", "缺数据不扣分"),
    ],
)
def test_the_loader_says_what_is_wrong_and_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert CARD.count(old) == 1, old

    with pytest.raises(InputError) as error:
        directive(tmp_path, CARD.replace(old, new))

    assert said in str(error.value)
    assert "scorecard.yaml:" in str(error.value)
