"""Verdicts in plain Chinese."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from zhibu.domain.compliance.arithmetic import steps_of
from zhibu.domain.compliance.choices import Status, Strength
from zhibu.domain.compliance.wording import headline, period_words, short_period, wanted_words
from zhibu.engine.language.words import STATUSES, STRENGTHS
from zhibu.engine.wording import article_label


@pytest.mark.parametrize(
    ("start", "end", "words", "short"),
    [
        ("2026-05-01", "2026-05-31", "5月", "5月"),
        ("2025-05-01", "2025-05-31", "2025年5月", "5月"),
        ("2026-04-01", "2026-06-30", "第二季度", "二季度"),
        ("2026-07-01", "2026-12-31", "下半年", "下半年"),
        ("2026-01-01", "2026-12-31", "2026年", "2026"),
        ("2026-03-09", "2026-03-09", "3月9日", "3月9日"),
        ("2025-09-01", "2026-01-19", "2025年9月1日至2026年1月19日", "9/1"),
        ("2026-02-05", "2026-05-04", "2月5日至5月4日", "2/5"),
    ],
)
def test_periods(start: str, end: str, words: str, short: str) -> None:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)

    assert period_words(first, last, 2026) == words
    assert short_period(first, last) in (short, f"{first.month}/{first.day}")


@pytest.mark.parametrize(
    ("required", "words"),
    [
        (">=1", "至少 1 次"),
        ("<=4", "至多 4 次"),
        (">=2 <=4", "2 至 4 次"),
        ("members>=3", "members>=3"),
        ("", ""),
    ],
)
def test_what_is_wanted(required: str, words: str) -> None:
    assert wanted_words(required) == words


@pytest.mark.parametrize(
    ("status", "actual", "line"),
    [
        ("met", "2", "5月党小组会 2 次"),
        ("unmet", "0", "5月没有开党小组会"),
        ("pending", "0", "5月还没有开党小组会"),
        ("deviation", "1", "5月党小组会 1 次，应为至少 2 次"),
    ],
)
def test_headline_of_a_count(status: str, actual: str, line: str) -> None:
    said = SimpleNamespace(
        status=status, actual=actual, required=">=2", reason="",
        period_start=dt.date(2026, 5, 1), period_end=dt.date(2026, 5, 31),
    )  # fmt: skip
    spec = SimpleNamespace(
        kind="frequency", types=("party_group_meeting",), sentence="一般每月两次", as_=None
    )

    assert headline(said, spec, {"party_group_meeting": "党小组会"}, 2026) == line


@pytest.mark.parametrize(
    ("number", "label"),
    [("1", "第一条"), ("10", "第十条"), ("16", "第十六条"), ("20", "第二十条"), ("37", "第三十七条"),
     ("附件1-1.3", "附件1-1.3"), ("二(一)", "二(一)"), ("0", "0")],
)  # fmt: skip
def test_article_labels(number: str, label: str) -> None:
    assert article_label(number) == label


def sums(kind: str, actual: str, required: str, status: str) -> list[tuple[str, str, str]]:
    said = SimpleNamespace(status=status, actual=actual, required=required)
    steps = steps_of(said, SimpleNamespace(kind=kind))
    return [(step.wanted, step.compared, step.status) for step in steps]


def test_the_sum_of_a_count() -> None:
    assert sums("frequency", "0", ">=1", "unmet") == [("≥ 1 次", "0 < 1", "unmet")]
    assert sums("frequency", "0", ">=1", "pending") == [("≥ 1 次", "0 < 1", "pending")]


def test_the_sum_of_a_composition_says_which_limit_holds() -> None:
    found = sums("composition", "members=2 full_members=2", "members>=3 full_members>=1", "unmet")

    assert found == [("≥ 3", "2 < 3", "unmet"), ("≥ 1", "2 ≥ 1", "met")]


def test_the_sum_of_wider_limits() -> None:
    assert sums("composition", "members=4", "members>=3 members%2=1", "unmet") == [
        ("≥ 3", "4 ≥ 3", "met"), ("单数", "", "unmet")]  # fmt: skip
    assert sums("composition", "party_groups/members=3/8", "party_groups/members<=1/2", "met") == [
        ("≤ 1/2", "3/8 ≤ 1/2", "met")]  # fmt: skip
    assert sums("composition", "holders(secretary)/members=1/0", "holders(secretary)/members>1/2",
                "met") == [("> 1/2", "", "met")]  # fmt: skip


def test_the_sum_of_a_day_and_of_a_gap() -> None:
    assert sums("deadline", "", "<=2024-01-31", "pending") == [("不晚于 2024-01-31", "", "pending")]
    assert sums("term", "2024-02-01", "<=2024-01-31", "unmet") == [("不晚于 2024-01-31", "", "unmet")]
    assert sums("vacancy", "71", "<=60", "waived") == [("≤ 60 天", "71 > 60", "waived")]


def test_the_sum_of_a_choice_names_each_alternative() -> None:
    kinds = [SimpleNamespace(kind="frequency"), SimpleNamespace(kind="deadline")]
    spec = SimpleNamespace(kind="any_of", of=kinds, parts=lambda: kinds)
    said = SimpleNamespace(status="pending", actual="0 | ", required=">=1 | <=2024-04-10")

    assert [(step.what, step.wanted, step.actual) for step in steps_of(said, spec)] == [
        ("做法1：应有次数", "≥ 1 次", "0 次"), ("做法2：交来的日子", "不晚于 2024-04-10", "还没有")]  # fmt: skip


def test_the_sum_of_a_ballot() -> None:
    found = sums(
        "vote",
        "present/entitled=8/16 in_favour/valid=8/0 method=hands candidates/seats=4/3",
        "present/entitled>=1/2 in_favour/valid>1/2 method=secret surplus>=0.2",
        "unmet",
    )

    assert found == [
        ("≥ 1/2", "8/16 ≥ 1/2", "met"), ("> 1/2", "", "unmet"), ("无记名投票", "", "unmet"),
        ("≥ 0.2，1 名", "1 ≥ 1", "met"),
    ]  # fmt: skip
    assert sums("vote", "candidates/seats=0/3", "surplus>=0", "unmet") == [
        ("≥ 0，0 名", "-3 < 0", "unmet")
    ]


def test_the_sum_of_who_came() -> None:
    assert sums("attendance", "2/6", ">=1/2", "unmet") == [("≥ 1/2", "2/6 < 1/2", "unmet")]
    assert sums("attendance", "0/0", ">=1/2", "met") == [("≥ 1/2", "", "met")]
    assert sums("attendance", "1/2", "all", "unmet") == [("全部到会", "", "unmet")]
    assert sums("attendance", "M1", "group_leader", "deviation") == [
        ("党小组组长", "", "deviation")
    ]


def test_bare_numbers_are_compared_in_their_unit() -> None:
    assert sums("record", "1", "2", "unmet") == [("≥ 2 项", "1 < 2", "unmet")]
    assert sums("eligibility", "47", "0", "unmet") == [("≤ 0 天", "47 > 0", "unmet")]


def test_what_cannot_be_read_as_figures_stands_as_it_is() -> None:
    assert sums("frequency", "", "", "unknown") == []


def test_the_terminal_and_the_site_use_the_same_words() -> None:
    assert dict(Status.choices) == STATUSES
    assert dict(Strength.choices) == STRENGTHS
