"""The tree of a past day: what it was stays when today changes, paths and ranges included."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.domain.conftest import TREE, organisation
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import name_on, parent_on, then, tree_on
from zhibu.domain.organisations.services import (
    establish,
    locked,
    past_restore,
    relocate,
    state_change,
)
from zhibu.kernel.errors import Refused

Tree = dict[str, Organisation]
D = [dt.date(2022, 1, 1) + dt.timedelta(days=30 * n) for n in range(8)]


def get(key: str) -> Organisation:
    return Organisation.objects.get(pk=key)


def parents(day: dt.date) -> dict[str, str]:
    return {o.pk: o.parent_id or "" for o in tree_on(day)}


def paths(day: dt.date) -> dict[str, str]:
    return {o.pk: o.path for o in tree_on(day)}


def below(key: str, day: dt.date) -> set[str]:
    return set(Organisation.objects.filter(then(day).below(get(key).path)).values_list("pk", flat=True))


def test_a_rename_leaves_the_past(tree: Tree) -> None:
    state_change(get("B1"), D[2], {"name": "水利局机关党支部"})
    state_change(get("B1"), D[4], {"name": "水务局机关党支部", "sector": "organ"})

    assert [name_on(get("B1"), day) for day in (D[0], D[2] - dt.timedelta(1), D[2], D[3], D[4])] == [
        "B1组织", "B1组织", "水利局机关党支部", "水利局机关党支部", "水务局机关党支部",
    ]
    assert {o.pk: o.sector for o in tree_on(D[3])}["B1"] == ""


def test_a_change_does_not_come_before_one_that_is_kept(tree: Tree) -> None:
    state_change(get("B1"), D[3], {"name": "二"})

    with pytest.raises(Refused, match="不能早于"):
        state_change(get("B1"), D[2], {"name": "一"})
    with pytest.raises(Refused, match="不能早于"):
        state_change(get("B2"), dt.date(2019, 1, 1), {"name": "一"})
    state_change(get("B1"), D[3], {"name": "三"})  # the same day: what lasted no day is not kept
    assert get("B1").past.count() == 1
    assert name_on(get("B1"), D[2]) == "B1组织"


def test_moves_keep_the_paths_of_each_day(tree: Tree) -> None:
    before = paths(D[0])
    relocate(get("B1"), get("C9"), D[2])  # with its groups
    state_change(get("G11"), D[2], {"name": "新一组"})
    relocate(get("C9"), get("C1"), D[4])  # with B1 in it
    relocate(get("B1"), get("C1"), D[5])  # back to where it was, behind the others

    assert paths(D[1]) == before
    assert parents(D[3])["B1"] == "C9"
    assert parents(D[3])["C9"] == ""
    assert parent_on(get("B1"), D[4]) == get("C9")
    for day in D[:6]:
        found, up = paths(day), parents(day)
        assert len(set(found.values())) == len(found)
        for key, path in found.items():
            assert path[:-6] == (found[up[key]] if up[key] else "")
        for key in TREE:
            assert below(key, day) == {k for k, p in found.items() if p.startswith(found[key])}, (key, day)


def test_a_number_is_never_given_out_twice(tree: Tree) -> None:
    relocate(get("B2"), get("C9"), D[2])
    with transaction.atomic():
        establish(organisation("B3", "C1", "branch"))

    found = paths(D[1])
    assert len(set(found.values())) == len(found)


def test_kinds_and_children_of_the_day(tree: Tree) -> None:
    relocate(get("B2"), get("C9"), D[2])
    state_change(get("C9"), D[3], {"kind": "general_branch"})

    was, now = then(D[1]), then(D[6])
    ids = lambda q: set(Organisation.objects.filter(q).values_list("pk", flat=True))  # noqa: E731 -- short
    assert ids(was.child_of(["C1"])) == {"B1", "B2"}
    assert ids(now.child_of(["C1"])) == {"B1"}
    assert ids(was.of_kind("committee")) == {"C1", "C9"}
    assert ids(now.of_kind("committee")) == {"C1"}
    assert ids(was.of_kind("general_branch")) == set()
    assert now.as_now
    assert not was.as_now


def test_the_last_change_can_be_undone(tree: Tree) -> None:
    before, was = paths(D[7]), name_on(get("B1"), D[7])
    moved = relocate(get("B1"), get("C9"), D[2])
    named = state_change(get("B1"), D[3], {"name": "改了"})

    with pytest.raises(Refused, match="先撤销后面"):
        past_restore(get("B1"), moved)
    past_restore(get("B1"), named)
    past_restore(get("B1"), moved)

    assert paths(D[7]) == before
    assert name_on(get("B1"), D[7]) == was
    assert not get("B1").past.exists()
    assert list(locked("B1", "B2")) == ["B1", "B2"]
