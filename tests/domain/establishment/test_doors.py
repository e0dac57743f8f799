"""What programs may do to the tree, posts and checks: one chain from founding to taking back, in scope."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.establishment.conftest import get, home
from zhibu.domain.gateway.registry import action_get, listing_get, single_get
from zhibu.domain.members.models import Member
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

PAPER = {"on": dt.date(2024, 6, 1), "decided_by": "C1", "number": "6号", "decided_on": dt.date(2024, 6, 1)}
People = dict[str, Member]


def do(who: Actor, name: str, /, **given: Any) -> Any:
    entry = action_get(name)
    return entry.do(who, entry.given(**given))


def rows(who: Actor, noun: str, /, **asked: Any) -> list[Any]:
    entry = listing_get(noun)
    return entry.shape(who, list(entry.find(who, entry.asked(**asked))))


def test_a_branch_from_founding_to_taking_back(people: People) -> None:
    clerk = actor("clerk", "C1")
    made = do(clerk, "organisation.found", parent="C1", kind="branch", name="新支部", members={"M4": "B2"}, **PAPER)
    [key] = [k for k, part in made.organisations.items() if part == "made"]
    named = do(clerk, "organisation.rename", organisation=key, name="更新支部", **(PAPER | {"on": dt.date(2024, 7, 1)}))

    names = {day: [o.name for o in rows(clerk, "organisation", under="C1", name="新", on=day)] for day in
             (dt.date(2024, 5, 31), dt.date(2024, 6, 30), dt.date(2024, 7, 1))}  # fmt: skip
    assert list(names.values()) == [[], ["新支部"], ["更新支部"]]
    assert single_get("organisation").get(clerk, key).name == "更新支部"
    with pytest.raises(Refused, match="先撤回后面"):
        do(clerk, "change.undo", change=made.id, reason="试")
    do(clerk, "change.undo", change=named.id, reason="试")
    do(clerk, "change.undo", change=made.id, reason="试")
    assert home("M4", dt.date(2024, 8, 1))[0] == ("branch", "B2")
    assert [c.undone_reason for c in rows(clerk, "change")] == ["试"]  # of the other nothing is left in scope


def test_ids_are_resolved_in_scope(people: People) -> None:
    foreign = actor("clerk", "C9")
    for name, given in {
        "organisation.rename": {"organisation": "B1", "name": "外", **PAPER},
        "organisation.move": {"organisation": "B9", "parent": "C1", **PAPER},
        "organisation.dissolve": {"organisation": "B9", "to": "B1", **PAPER},
        "organisation.merge": {"sources": ["B9"], "into": "B1", **PAPER},
        "organisation.describe": {"organisation": "B1", "seat": "外"},
        "check.record": {"organisation": "B1", "checklist": "room", "on": PAPER["on"], "items": [{"item": "flag", "ok": True}]},
        "post.appoint": {"organisation": "B9", "member": "M1", "post": "committee_member", "since": PAPER["on"]},
        "post.relieve": {"post": "P1", "until": PAPER["on"]},
        "term.begin": {"organisation": "B1", "since": PAPER["on"], "seats": [{"member": "M9", "post": "secretary"}]},
    }.items():
        with pytest.raises(NotFound):
            do(foreign, name, **given)
    assert [o.id for o in rows(foreign, "organisation")] == ["C9", "B9"]
    assert rows(foreign, "post", organisation="B9")[0].member == "M9"


def test_checks_units_and_the_calendar(people: People) -> None:
    given = {"organisation": "B1", "checklist": "room", "on": dt.date(2024, 3, 1)}
    do(KEEPER, "check.record", items=[{"item": "area", "ok": True, "value": "42"}, {"item": "flag", "ok": False}], **given)
    with pytest.raises(Refused, match="没有 moon"):
        do(KEEPER, "check.record", items=[{"item": "moon", "ok": True}], **given)

    found = rows(KEEPER, "check", organisation="B1")
    assert {(c.item, c.ok, c.value) for c in found} == {("area", True, "42"), ("flag", False, "")}
    do(KEEPER, "check.withdraw", check=next(c.id for c in found if c.item == "flag"))
    assert [c.item for c in rows(KEEPER, "check")] == ["area"]
    do(KEEPER, "organisation.describe", organisation="B1", phone="0738-1234567", seat="青梧县城")
    assert (get("B1").phone, get("B1").seat) == ("0738-1234567", "青梧县城")
    told = do(KEEPER, "unit.record", organisation="B1", on=dt.date(2024, 1, 1), units=[{"name": "甲局"}, {"name": "乙局"}])
    assert told.units == ["甲局", "乙局"]
    do(KEEPER, "school_term.record", name="2024秋", since=dt.date(2024, 9, 1), until=dt.date(2025, 1, 20))
    with pytest.raises(Refused, match="重叠"):
        do(KEEPER, "school_term.record", name="另一个", since=dt.date(2025, 1, 1), until=dt.date(2025, 3, 1))
    assert [t.name for t in rows(KEEPER, "school_term")] == ["2024秋"]
    assert do(KEEPER, "calendar.set", days={dt.date(2027, 1, 1): False}).changed == 1
    assert do(KEEPER, "calendar.set", days={dt.date(2027, 1, 1): False}).changed == 0


def test_a_post_and_its_term(people: People) -> None:
    post = do(KEEPER, "post.appoint", member="M3", organisation="B1", post="committee_member", since=dt.date(2024, 1, 1))
    do(KEEPER, "post.correct", post=post.id, planned_until=dt.date(2027, 1, 1))
    assert single_get("post").get(KEEPER, post.id).planned_until == dt.date(2027, 1, 1)
    seats = [{"member": "M1", "post": "secretary"}]
    term = do(KEEPER, "term.begin", organisation="B1", since=dt.date(2025, 1, 1), planned_until=dt.date(2028, 1, 1), seats=seats)
    assert len(term.posts) == 1
    assert single_get("post").get(KEEPER, post.id).until == dt.date(2025, 1, 1)
    found = rows(KEEPER, "post", organisation="B1", on=dt.date(2025, 6, 1))
    assert [(p.member, p.post) for p in found] == [("M1", "secretary")]
