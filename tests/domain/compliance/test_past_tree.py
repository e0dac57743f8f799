"""A past day is judged on the tree of that day, for one branch and as a whole alike."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, people, tree
from tests.domain.establishment.conftest import decision, get
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.establishment.services import organisation_move, organisation_rename
from zhibu.domain.members.models import Member
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption
from zhibu.engine import Verdict as Judged
from zhibu.engine import Window, judge
from zhibu.engine.sources.sessions import Source

__all__ = ["people", "tree"]
ON = dt.date(2024, 6, 1)
AFTER, BEFORE = ON + dt.timedelta(days=20), ON - dt.timedelta(days=2)


def told(source: Source, day: dt.date, scope: set[str] | None) -> dict[object, Judged]:
    found = judge(rulebook.rulebook(), source, Window.until(day), scope=scope)
    return {one.key: one for one in found if one.organisation in ("B1", "G11", "G12", "M1", "M2", "M3")}


@pytest.fixture
def moved(people: dict[str, Member]) -> None:
    """B1 (village from June on) goes with its groups from C1, where a directive is in force, to C9, where none is."""
    Adoption.objects.create(organisation_id="C1", directive="branch-regulations-2018", since=dt.date(2022, 1, 1))
    organisation_rename(actor=KEEPER, organisation=get("B1"), values={"sector": "rural"}, decision=decision(ON))
    organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=decision(ON))


def test_the_directives_of_the_old_superior_bind_on_the_old_days(moved: None) -> None:
    for day in (BEFORE, ON, AFTER):
        one, whole = told(database_source(day), day, {"B1"}), told(whole_copy(day), day, None)
        assert one == whole
        assert bool(one) is (day < ON), day


def test_kind_and_sector_of_the_day_decide_which_rule_binds(moved: None) -> None:
    Adoption.objects.create(organisation_id="C9", directive="branch-regulations-2018", since=dt.date(2022, 1, 1))
    sizes = {}
    for day in (BEFORE, AFTER):
        source = database_source(day)
        with source.session() as session:
            rows = session.query(f"SELECT id, parent, sector, path FROM {source.name('organisations')} WHERE id IN ('B1', 'G11') ORDER BY id")
        copied = whole_copy(day).connection.execute(
            "SELECT id, parent, sector, path FROM organisations WHERE id IN ('B1', 'G11') ORDER BY id"
        ).fetchall()
        assert [tuple(row) for row in rows] == copied
        sizes[day] = copied
    c1, c9 = get("C1").path, get("C9").path
    assert [row[1:3] for row in sizes[BEFORE]] == [("C1", None), ("B1", None)]
    assert [row[1:3] for row in sizes[AFTER]] == [("C9", "rural"), ("B1", None)]
    assert all(row[3].startswith(c1) for row in sizes[BEFORE])
    assert all(row[3].startswith(c9) for row in sizes[AFTER])


def test_nothing_is_left_behind_in_the_database(moved: None) -> None:
    told(database_source(BEFORE), BEFORE, {"B1"})
    source = database_source()
    with source.session() as session:
        [(parent,)] = session.query(f"SELECT parent FROM {source.name('organisations')} WHERE id = 'B1'")
    assert parent == "C9"
