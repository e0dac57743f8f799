"""A cell is as wide as its period; a month shows its worst."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.compliance.grid import Mark, cells_of, shown_month


def mark(
    start: str, end: str, status: str = "met", kind: str = "organisation", subject: str = "B1"
) -> Mark:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    month = shown_month(first, last, last, status, dt.date(2026, 11, 22))
    return Mark("D", "R", subject, kind, first, last, status, last, month)


def shape(*marks: Mark) -> list[tuple[int, int, str]]:
    return [(cell.first, cell.span, cell.status) for cell in cells_of(marks, 2026) if cell.status]


def test_a_month_a_quarter_a_year_have_their_width() -> None:
    assert shape(mark("2026-02-01", "2026-02-28")) == [(2, 1, "met")]
    assert shape(mark("2026-04-01", "2026-06-30", "unmet")) == [(4, 3, "unmet")]
    assert shape(mark("2026-01-01", "2026-12-31", "pending")) == [(1, 12, "pending")]


def test_twelve_months_are_always_covered() -> None:
    cells = cells_of([mark("2026-04-01", "2026-06-30"), mark("2026-09-01", "2026-09-30")], 2026)

    assert sum(cell.span for cell in cells) == 12
    assert [cell.first for cell in cells] == [1, 2, 3, 4, 7, 8, 9, 10, 11, 12]


def test_the_same_period_of_several_subjects_shows_the_worst_and_counts_it() -> None:
    marks = [
        mark("2026-05-01", "2026-05-31", "met", "member", "M1"),
        mark("2026-05-01", "2026-05-31", "unmet", "member", "M2"),
        mark("2026-05-01", "2026-05-31", "unmet", "member", "M3"),
    ]
    cell = next(cell for cell in cells_of(marks, 2026) if cell.status)

    assert (cell.status, cell.count, cell.worst) == ("unmet", 2, marks[1])


def test_terms_that_overlap_in_a_month_do_not_overlap_in_the_grid() -> None:
    terms = shape(mark("2025-09-01", "2026-01-19"), mark("2026-01-20", "2026-07-06", "unmet"))

    assert terms == [(1, 1, "met"), (2, 6, "unmet")]


def test_a_meeting_and_a_post_stand_in_one_month() -> None:
    assert shape(mark("2026-03-12", "2026-03-12", kind="activity")) == [(3, 1, "met")]
    assert shape(mark("2026-01-01", "2026-11-22", kind="post")) == [(11, 1, "met")]


def test_a_miss_counts_when_it_came_due_and_the_rest_when_its_period_ends() -> None:
    first, last, due = dt.date(2026, 4, 1), dt.date(2026, 6, 30), dt.date(2026, 5, 9)
    today = dt.date(2026, 11, 22)

    assert shown_month(first, last, due, "unmet", today) == 202605
    assert shown_month(first, last, last, "met", today) == 202606
    assert (
        shown_month(dt.date(2026, 10, 1), dt.date(2026, 12, 31), None, "pending", today) == 202611
    )


def test_a_miss_that_came_due_before_the_period_shown_counts_at_its_end() -> None:
    """A post held wrongly since an earlier year."""
    month = shown_month(
        dt.date(2026, 1, 1),
        dt.date(2026, 11, 22),
        dt.date(2024, 10, 10),
        "unmet",
        dt.date(2026, 11, 22),
    )

    assert month == 202611
