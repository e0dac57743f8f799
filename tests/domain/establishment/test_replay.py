"""After any sequence of changes every past day is what an independent replay says, and nobody is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from random import Random

import pytest

from tests.domain.conftest import KEEPER
from tests.domain.establishment.conftest import branch, decision, get
from zhibu.domain.establishment.given import Destination, NewBody, NewPart
from zhibu.domain.establishment.services import (
    organisation_dissolve,
    organisation_found,
    organisation_merge,
    organisation_move,
    organisation_rename,
    organisation_split,
)
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import then, tree_on

START = dt.date(2023, 1, 1)
STEPS = 25


class Replay:
    """The tree as plain words: organisation -> (name, kind, superior); member -> branch. No dates, no paths."""

    def __init__(self) -> None:
        self.tree = {
            o.pk: (o.name, o.kind, o.parent_id or "") for o in Organisation.objects.all()
        }
        rows = Membership.objects.filter(until=None).select_related("organisation")
        self.people = {r.member_id: r.organisation_id for r in rows if r.organisation.kind == "branch"}

    def of(self, *kinds: str) -> list[str]:
        return sorted(k for k, (_, kind, _) in self.tree.items() if kind in kinds)

    def below(self, key: str) -> list[str]:
        return [k for k, (_, _, parent) in self.tree.items() if parent == key]

    def under(self, key: str, top: str) -> bool:
        while key:
            if key == top:
                return True
            key = self.tree[key][2]
        return False

    def hang(self, key: str, parent: str) -> None:
        name, kind, _ = self.tree[key]
        self.tree[key] = (name, kind, parent)

    def end(self, key: str) -> None:
        for group in self.below(key):
            del self.tree[group]
        del self.tree[key]

    def send(self, source: str, to: str) -> None:
        self.people |= {m: to for m, place in self.people.items() if place == source}


def _step(rng: Random, day: dt.date, now: Replay, number: int) -> None:
    """One random change, made by its service and by the replay."""
    uppers, branches = now.of("committee", "general_branch"), now.of("branch")
    deeds: dict[str, Callable[[], None]] = {
        "found": lambda: _found(rng, day, now, number, uppers),
        "rename": lambda: _rename(rng.choice([*uppers, *branches]), day, now, number),
        "move": lambda: _move(rng, day, now, [*uppers, *branches], uppers),
        "merge": lambda: _merge(rng, day, now, branches),
        "merge_uppers": lambda: _merge_uppers(rng, day, now, uppers),
        "split": lambda: _split(rng, day, now, number, branches),
        "dissolve": lambda: _dissolve(rng, day, now, branches),
    }
    deeds[rng.choice(sorted(deeds))]()


def _found(rng: Random, day: dt.date, now: Replay, number: int, uppers: list[str]) -> None:
    parent, kind = rng.choice(uppers), rng.choice(["branch", "committee", "general_branch"])
    body = NewBody(kind=kind, name=f"新{number}")
    made, _ = organisation_found(actor=KEEPER, parent=get(parent), body=body, decision=decision(day))
    now.tree[made.pk] = (body.name, kind, parent)


def _rename(key: str, day: dt.date, now: Replay, number: int) -> None:
    organisation_rename(
        actor=KEEPER, organisation=get(key), values={"name": f"改{number}"}, decision=decision(day)
    )
    _, kind, parent = now.tree[key]
    now.tree[key] = (f"改{number}", kind, parent)


def _move(rng: Random, day: dt.date, now: Replay, keys: list[str], uppers: list[str]) -> None:
    key = rng.choice(keys)
    to = [u for u in uppers if not now.under(u, key) and now.tree[key][2] != u]
    if to:
        target = rng.choice(to)
        organisation_move(actor=KEEPER, organisation=get(key), parent=get(target), decision=decision(day))
        now.hang(key, target)


def _merge(rng: Random, day: dt.date, now: Replay, branches: list[str]) -> None:
    if len(branches) < 3:
        return
    source, into = rng.sample(branches, 2)
    keep = rng.random() < 0.5
    organisation_merge(
        actor=KEEPER, sources=[get(source)], into=get(into), decision=decision(day), keep_groups=keep
    )
    for group in now.below(source) if keep else ():
        now.hang(group, into)
    now.send(source, into)
    now.end(source)


def _merge_uppers(rng: Random, day: dt.date, now: Replay, uppers: list[str]) -> None:
    if len(uppers) < 3:
        return
    source, into = rng.sample(uppers, 2)
    if now.under(into, source):
        return
    organisation_merge(actor=KEEPER, sources=[get(source)], into=get(into), decision=decision(day))
    for child in now.below(source):
        now.hang(child, into)
    now.end(source)


def _split(rng: Random, day: dt.date, now: Replay, number: int, branches: list[str]) -> None:
    source = rng.choice(branches)
    groups = now.below(source)
    group = rng.choice(groups) if groups else ""
    inside = Membership.objects.filter(organisation=group or None, until=None)
    going = set(inside.values_list("member_id", flat=True))
    home = sorted(m for m, place in now.people.items() if place == source and m not in going)
    going |= set(rng.sample(home, len(home) // 2))
    part = NewPart(branch(f"分{number}"), members=frozenset(going), groups=frozenset(filter(None, [group])))
    [made], _ = organisation_split(actor=KEEPER, source=get(source), new=[part], decision=decision(day))
    now.tree[made.pk] = (f"分{number}", "branch", now.tree[source][2])
    now.people |= dict.fromkeys(going, made.pk)
    if group:
        now.hang(group, made.pk)


def _dissolve(rng: Random, day: dt.date, now: Replay, branches: list[str]) -> None:
    if len(branches) < 3:
        return
    source, to = rng.sample(branches, 2)
    organisation_dissolve(
        actor=KEEPER, organisation=get(source), decision=decision(day), destination=Destination(to=to)
    )
    now.send(source, to)
    now.end(source)


@pytest.mark.parametrize("seed", range(4))
def test_every_past_day_is_what_a_replay_says(people: dict[str, Member], seed: int) -> None:
    rng, now = Random(seed), Replay()
    snapshots = {START - dt.timedelta(days=1): deepcopy(now)}
    day = START
    for number in range(STEPS):
        _step(rng, day, now, number)
        snapshots[day] = deepcopy(now)
        day += dt.timedelta(days=rng.choice([1, 2, 30]))
    for on, known in snapshots.items():
        _holds(on, known)


def _holds(day: dt.date, known: Replay) -> None:
    found = tree_on(day)
    assert {o.pk: (o.name, o.kind, o.parent_id or "") for o in found} == known.tree
    paths = {o.pk: o.path for o in found}
    was = then(day)
    for one in found:
        assert one.path[:-6] == (paths[one.parent_id] if one.parent_id else "")
        assert one.depth == len(one.path) // 6 - 1
        now = Organisation.objects.get(pk=one.pk)
        below = set(Organisation.objects.filter(was.below(now.path)).values_list("pk", flat=True))
        assert below & set(paths) == {k for k in paths if known.under(k, one.pk)}
    rows = Membership.objects.filter(since__lte=day).select_related("organisation")
    there = [r for r in rows if r.until is None or r.until > day]
    homes = [(r.member_id, r.organisation_id) for r in there if r.organisation.kind == "branch"]
    assert sorted(homes) == sorted(known.people.items())  # each in one branch, none in two
    groups = [r for r in there if r.organisation.kind == "party_group"]
    assert len({r.member_id for r in groups}) == len(groups)
    for row in groups:  # a group is one of the branch in which its member is that day
        assert known.tree[row.organisation_id][2] == known.people[row.member_id]
