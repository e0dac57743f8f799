"""Putting a directive in force: what is in force where on which day, who may, what is refused."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.rulebook import selectors
from zhibu.domain.rulebook.services import adoption_activate, adoption_retire
from zhibu.domain.rulebook.shelf import Shelf
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
START = dt.date(2024, 1, 1)


@pytest.fixture
def directive() -> str:
    """Any installed directive that is in force at the start of 2024."""
    return next(
        key for key, found in sorted(selectors.rulebook().directives.items())
        if found.head.effective <= START and found.head.until is None
    )


def in_force(tree: Any, key: str, on: dt.date) -> list[tuple[str, bool]]:
    return [(f.organisation.pk, f.inherited) for f in selectors.in_force(tree[key], on)]


def test_it_holds_below_from_its_day_on(tree: Any, directive: str) -> None:
    adopted = adoption_activate(
        actor=actor("clerk", "C1"), organisation=tree["C1"], directive=directive, since=START
    )

    assert in_force(tree, "C1", START) == [("C1", False)]
    assert in_force(tree, "G11", START) == [("C1", True)]
    assert in_force(tree, "G11", START - dt.timedelta(1)) == []
    assert in_force(tree, "B9", START) == []
    [found] = selectors.in_force(tree["B1"], START)
    assert found.directive is selectors.directive_get(directive)
    entry = AuditEntry.objects.get(action="adoption.activate")
    assert (entry.subject, entry.organisation) == (str(adopted.pk), "C1")


def test_it_ends_on_its_day(tree: Any, directive: str) -> None:
    adopted = adoption_activate(actor=KEEPER, organisation=tree["C1"], directive=directive, since=START)
    end = dt.date(2024, 7, 1)

    adoption_retire(actor=KEEPER, adoption=adopted, until=end)

    assert in_force(tree, "B1", end - dt.timedelta(1)) == [("C1", True)]
    assert in_force(tree, "B1", end) == []
    with pytest.raises(Refused, match="已经停止执行"):
        adoption_retire(actor=KEEPER, adoption=adopted, until=dt.date(2024, 8, 1))
    with pytest.raises(Refused, match="要晚于"):
        adoption_retire(actor=KEEPER, adoption=adopted, until=START)
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive=directive, since=end)
    assert in_force(tree, "B1", end) == [("C1", True)]


def test_days_may_not_overlap(tree: Any, directive: str) -> None:
    def activate(key: str, since: dt.date, until: dt.date | None = None) -> None:
        adoption_activate(
            actor=KEEPER, organisation=tree[key], directive=directive, since=since, until=until
        )

    activate("B1", dt.date(2024, 3, 1), dt.date(2024, 6, 1))
    for since, until in (
        (START, None), (START, dt.date(2024, 3, 2)), (dt.date(2024, 5, 31), None),
        (dt.date(2024, 4, 1), dt.date(2024, 4, 2)),
    ):
        with pytest.raises(Refused, match="不能重叠"):
            activate("B1", since, until)
    activate("B1", START, dt.date(2024, 3, 1))
    activate("B1", dt.date(2024, 6, 1))


def test_what_holds_from_above_need_not_be_set_again(tree: Any, directive: str) -> None:
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive=directive, since=START)

    with pytest.raises(Refused, match="下级一并执行"):
        adoption_activate(
            actor=KEEPER, organisation=tree["B1"], directive=directive, since=dt.date(2024, 2, 1)
        )
    adoption_activate(actor=KEEPER, organisation=tree["C9"], directive=directive, since=START)


def test_only_installed_directives_and_not_before_their_day(tree: Any, directive: str) -> None:
    effective = selectors.directive_get(directive).head.effective

    with pytest.raises(NotFound, match="没有编号"):
        adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="no-such", since=START)
    with pytest.raises(Refused, match="起施行"):
        adoption_activate(
            actor=KEEPER, organisation=tree["C1"], directive=directive,
            since=effective - dt.timedelta(1),
        )


def test_only_a_clerk_of_the_range(tree: Any, directive: str) -> None:
    secretary = actor("secretary", "B1")
    for other in (actor("clerk", "C9"), secretary, actor("leader", "G11")):
        with pytest.raises(NotAllowed):
            adoption_activate(
                actor=other, organisation=tree["B1"], directive=directive, since=START
            )
    adopted = adoption_activate(actor=KEEPER, organisation=tree["B1"], directive=directive, since=START)
    with pytest.raises(NotAllowed):
        adoption_retire(actor=secretary, adoption=adopted, until=dt.date(2024, 5, 1))
    assert selectors.adoption_get(secretary, adopted.pk) == adopted
    with pytest.raises(NotFound):
        selectors.adoption_get(actor("secretary", "B9"), adopted.pk)


def _copy_a_pack(root: Path, packs: Path) -> None:
    """One directive with the questions that it answers."""
    shutil.copytree(root / "rulepacks" / "directives" / "town-life-2020", packs / "one")
    shutil.copy(root / "rulepacks" / "matters.yaml", packs / "matters.yaml")


def test_packs_are_read_again_when_a_file_changes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = tmp_path / "packs"
    _copy_a_pack(root, packs)
    monkeypatch.setenv("ZHIBU_RULEPACKS", str(packs))
    shelf = Shelf()
    before = shelf.current()
    [title] = [d.head.title for d in before.directives.values()]

    head = packs / "one" / "directive.yaml"
    head.write_text(head.read_text("utf-8").replace(title, "改了名字的文件"), "utf-8")
    assert shelf.current() is before  # looked at a moment ago
    shelf.looked_at = float("-inf")

    assert [d.head.title for d in shelf.current().directives.values()] == ["改了名字的文件"]


def test_a_pack_that_cannot_be_read_leaves_the_former_in_use(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _copy_a_pack(root, tmp_path)
    pack = tmp_path / "one"
    monkeypatch.setenv("ZHIBU_RULEPACKS", str(tmp_path))
    shelf = Shelf()
    before = shelf.current()

    (pack / "rules.yaml").write_text("rules: [half a", "utf-8")
    shelf.looked_at = float("-inf")

    assert shelf.current() is before
    with pytest.raises(InputError):  # with no former one there is nothing to go on with
        Shelf().current()
