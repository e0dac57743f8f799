"""Pages of the tree as of a past day: superiors, children, names and numbers are those of the day."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, people, tree
from tests.domain.establishment.conftest import decision, get
from zhibu.domain.directory.organisation import organisation_page
from zhibu.domain.directory.rosters import roster
from zhibu.domain.directory.tree import Node
from zhibu.domain.directory.tree import tree as nodes_of
from zhibu.domain.establishment.services import organisation_move, organisation_rename
from zhibu.domain.members.models import Member
from zhibu.domain.rulebook.models import Adoption

__all__ = ["people", "tree"]
ON = dt.date(2024, 6, 1)
BEFORE = ON - dt.timedelta(days=1)


@pytest.fixture
def moved(people: dict[str, Member]) -> None:
    Adoption.objects.create(organisation_id="C1", directive="branch-regulations-2018", since=dt.date(2022, 1, 1))
    organisation_rename(actor=KEEPER, organisation=get("C1"), values={"name": "新一委"}, decision=decision(ON))
    organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=decision(ON))


def flat(nodes: list[Node]) -> dict[str, int]:
    return {n.organisation.pk: n.count for n in nodes} | {k: v for n in nodes for k, v in flat(n.children).items()}


def test_a_branch_stands_where_it_stood(moved: None) -> None:
    was = organisation_page(actor=KEEPER, key="B1", on=BEFORE)
    now = organisation_page(actor=KEEPER, key="B1", on=ON)

    assert [(o.pk, o.name) for o in was.above] == [("C1", "C1组织")]
    assert [o.pk for o in now.above] == ["C9"]
    assert [one.key for one in was.in_force] == ["branch-regulations-2018"]
    assert now.in_force == []
    assert [b.organisation.pk for b in was.below] == ["G11", "G12"]


@pytest.mark.parametrize(("day", "branches", "members"), [(BEFORE, ["B1", "B2"], 4), (ON, ["B2"], 1)])
def test_the_superior_has_the_children_and_numbers_of_the_day(
    moved: None, day: dt.date, branches: list[str], members: int
) -> None:
    page = organisation_page(actor=KEEPER, key="C1", on=day)

    assert [b.organisation.pk for b in page.below] == branches
    assert (page.branches, page.members) == (len(branches), members)
    assert roster(actor=KEEPER, organisation=get("C1"), on=day).count() == members
    found = flat(nodes_of(actor=KEEPER, current=get("C1"), on=day))
    assert {k: v for k, v in found.items() if k in ("C1", "C9", *branches)} == {
        "C1": len(branches), "C9": 3 - len(branches), **{b: 3 if b == "B1" else 1 for b in branches},
    }
    assert page.organisation.name == ("C1组织" if day < ON else "新一委")
