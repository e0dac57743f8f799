"""The number of queries of a branch's pages does not grow with its members and groups."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.groups.office import KEEPER, branch_of
from zhibu.domain.groups import services
from zhibu.domain.groups.selectors.board import board
from zhibu.domain.groups.selectors.pages import branch_groups, group_page
from zhibu.domain.leaders.selectors.page import leader_page

NOW_AND_THEN = ("rulebook_localdirective", "rulebook_owntype", "rulebook_parametervalue")  # asked every few seconds, not by page


def counts(key: str, units: dict[str, int]) -> list[int]:
    """How many queries each page takes for a branch of so many members."""
    branch = branch_of(units, "loudi-groups-2023", groups=units, key=key)
    division = services.division_open(actor=KEEPER, branch=branch)
    found = []
    for ask in (
        lambda: branch_groups(KEEPER, key),
        lambda: group_page(KEEPER, f"G{key}0"),
        lambda: board(KEEPER, division.pk),
        lambda: leader_page(KEEPER, f"G{key}0"),
    ):
        ask()  # the rulebook and the compiled rules are there from now on
        with CaptureQueriesContext(connection) as seen:
            ask()
        found.append(sum(not any(name in one["sql"] for name in NOW_AND_THEN) for one in seen))
    return found


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_branch() -> None:
    small = counts("S", {"甲科": 8, "乙科": 7, "丙科": 6})
    large = counts("L", {"甲科": 12, "乙科": 9, "丙科": 8, "丁科": 7, "戊科": 6})
    assert large == small
    assert max(large) <= 40
