"""The tree by paths: placing, ranges, moving, and what the database itself refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.domain.conftest import KEEPER, TREE, actor, organisation
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import LAST, path_child, path_depth, path_end, path_parents
from zhibu.domain.organisations.selectors import organisations_above, organisations_below
from zhibu.domain.organisations.services import (
    organisation_change,
    organisation_move,
    organisations_record,
)
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

Tree = dict[str, Organisation]


def test_paths() -> None:
    child = path_child("000003", 12)

    assert child == "000003000012"
    assert path_depth(child) == 1
    assert path_parents(child + "000001") == ["000003", "000003000012"]
    assert path_end("000003") == "000004"
    assert len(path_end(path_child("", LAST))) == 6
    with pytest.raises(ValueError, match="no room"):
        path_child("", LAST + 1)


def below(key: str) -> set[str]:
    return {o.pk for o in organisations_below(Organisation.objects.get(pk=key).path)}


def test_each_hangs_below_its_parent(tree: Tree) -> None:
    for key, (parent, _) in TREE.items():
        here = Organisation.objects.get(pk=key)
        assert here.path[:-6] == (tree[parent].path if parent else "")
        assert here.depth == len(here.path) // 6 - 1
    assert below("C1") == {"C1", "B1", "G11", "G12", "B2", "G21"}
    assert below("G11") == {"G11"}
    assert [o.pk for o in organisations_above(tree["G11"].path)] == ["C1", "B1"]


def test_new_ones_come_behind_those_that_are_there(tree: Tree) -> None:
    more = [organisation("B3", "C1", "branch"), organisation("G31", "B3", "party_group")]

    organisations_record(actor=KEEPER, organisations=more)

    assert Organisation.objects.get(pk="B3").path > Organisation.objects.get(pk="B2").path
    assert below("B3") == {"B3", "G31"}


def test_a_move_takes_everything_below_along_in_one_update(tree: Tree) -> None:
    with CaptureQueriesContext(connection, ) as queries:
        organisation_move(actor=KEEPER, organisation=tree["B1"], parent=tree["C9"])
    moved = [q for q in queries if "SUBSTR" in q["sql"].upper() and "UPDATE" in q["sql"].upper()]

    assert len(moved) == 1
    assert below("C9") == {"C9", "B9", "B1", "G11", "G12"}
    assert below("C1") == {"C1", "B2", "G21"}
    assert Organisation.objects.get(pk="B1").parent_id == "C9"


def test_a_move_to_another_depth(tree: Tree) -> None:
    organisation_move(actor=KEEPER, organisation=tree["C9"], parent=tree["C1"])

    assert Organisation.objects.get(pk="B9").depth == 2
    assert {"C9", "B9"} <= below("C1")


def test_nothing_moves_below_itself(tree: Tree) -> None:
    with pytest.raises(Refused, match="自己"):
        organisation_move(actor=KEEPER, organisation=tree["C1"], parent=tree["G11"])


def test_circles_and_unknown_parents_are_refused(tree: Tree) -> None:
    with pytest.raises(NotFound, match="X9"):
        organisations_record(actor=KEEPER, organisations=[organisation("B5", "X9", "branch")])
    circle = [organisation("B6", "B7", "branch"), organisation("B7", "B6", "branch")]
    with pytest.raises(Refused, match="圈"):
        organisations_record(actor=KEEPER, organisations=circle)


def test_only_a_clerk_above_changes_the_tree(tree: Tree) -> None:
    clerk, foreign, secretary = actor("clerk", "C1"), actor("clerk", "C9"), actor("secretary", "B1")

    changed = organisation_change(actor=clerk, organisation=tree["B1"], values={"name": "一支部"})
    assert changed.name == Organisation.objects.get(pk="B1").name == "一支部"
    for other in (foreign, secretary):
        with pytest.raises(NotAllowed):
            organisation_change(actor=other, organisation=tree["B1"], values={"name": "x"})
        with pytest.raises(NotAllowed):
            organisations_record(actor=other, organisations=[organisation("B8", "C1", "branch")])
    with pytest.raises(NotAllowed):
        organisation_move(actor=clerk, organisation=tree["B1"], parent=tree["C9"])


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "club"}, {"sector": "moon"}, {"established_precision": "hour"}, {"established": None},
     {"depth": 5}],
    ids=str,
)
def test_the_database_refuses_what_is_outside_a_closed_list(tree: Tree, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk="B1").update(**wrong)
    Organisation.objects.filter(pk="C1").update(established=None)  # an upper body may


def test_a_range_uses_the_index(tree: Tree) -> None:
    plan = organisations_below(tree["C1"].path).explain()

    if connection.vendor == "sqlite":
        assert "path>? AND path<?" in plan
    assert dt.date(2020, 1, 1) == tree["B1"].established


def test_a_group_stands_under_a_branch_whatever_is_done(tree: dict[str, Organisation]) -> None:
    with pytest.raises(Refused, match="只能设在党支部之下"):
        organisations_record(actor=KEEPER, organisations=[organisation("G90", "C9", "party_group")])
    with pytest.raises(Refused, match="只能设在党支部之下"):
        organisation_move(actor=KEEPER, organisation=tree["G11"], parent=tree["C1"])
    with pytest.raises(Refused, match="只能设在党支部之下"):
        organisation_change(actor=KEEPER, organisation=tree["B2"], values={"kind": "general_branch"})
    with pytest.raises(Refused, match="只能设在党支部之下"):
        organisation_change(actor=KEEPER, organisation=tree["B9"], values={"kind": "party_group"})
    assert Organisation.objects.get(pk="B2").kind == "branch"
    together = [organisation("B5", "C9", "branch"), organisation("G51", "B5", "party_group")]
    assert len(organisations_record(actor=KEEPER, organisations=together)) == 2
