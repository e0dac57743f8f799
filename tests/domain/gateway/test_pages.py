"""Pages of a listing: every row once and in order, whatever the size of a page and whoever comes in between."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.domain.gateway.pages import cut
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import InputError


def walked(found: object, limit: int) -> list[object]:
    rows, after = [], ""
    while True:
        page = cut(found, limit=limit, after=after)  # type: ignore[arg-type]  # a query or a list
        rows += page.rows
        after = page.after
        if not after:
            return rows


@pytest.fixture
def crowd(tree: dict[str, Organisation]) -> None:
    """Members of whom several share name and day, so that only the key tells them apart."""
    for number in range(23):
        Member.objects.create(
            id=f"N{number:02}", name=f"同名{number % 3}", joined=dt.date(2010 + number % 4, 1, 1)
        )


@pytest.mark.parametrize("order", [["name", "-joined"], ["-joined"], ["pk"], []])
@pytest.mark.parametrize("limit", [1, 4, 23, 50])
def test_every_row_comes_once_in_its_order(crowd: None, order: list[str], limit: int) -> None:
    found = Member.objects.order_by(*order) if order else Member.objects.all()
    whole = list(Member.objects.order_by(*order, "pk") if order else Member.objects.order_by("id"))

    assert walked(found, limit) == whole


def test_a_row_that_comes_in_between_moves_nothing(crowd: None) -> None:
    found = Member.objects.order_by("name")
    first = cut(found, limit=10, after="")

    Member.objects.create(id="N000", name="一开头就来", joined=dt.date(2010, 1, 1))
    rest = walked_from(found, first.after)

    assert [row.pk for row in (*first.rows, *rest) if row.pk != "N000"] == [
        row.pk for row in Member.objects.exclude(pk="N000").order_by("name", "pk")
    ]


def walked_from(found: object, after: str) -> list[Member]:
    rows: list[Member] = []
    while after:
        page = cut(found, limit=10, after=after)  # type: ignore[arg-type]  # a query
        rows += page.rows
        after = page.after
    return rows


def test_an_order_by_what_may_be_empty_is_cut_by_number(crowd: None) -> None:
    Membership.objects.create(member_id="N01", organisation_id="B1", since=dt.date(2020, 1, 1))

    assert len(walked(Member.objects.order_by("full_since", "pk"), 5)) == 23


@given(size=st.integers(0, 40), limit=st.integers(1, 12))
def test_a_sequence_is_cut_by_number(size: int, limit: int) -> None:
    assert walked(list(range(size)), limit) == list(range(size))


@pytest.mark.parametrize("mark", ["%%%", "bnVsbA", "WzFd", "WyJhIiwiYiIsImMiXQ", "LTU", "W1tdLFtdXQ"])
def test_a_mark_that_is_not_ours_is_told(crowd: None, mark: str) -> None:
    with pytest.raises(InputError, match="上一页答复里的 next"):
        cut(Member.objects.order_by("joined"), limit=5, after=mark)
