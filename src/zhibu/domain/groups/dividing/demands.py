"""The composition rules in force, read as limits on a division. Nothing here is a limit of our own.

A rule of the branch (how many groups, how its cadres are spread) or of each group (how many members).
What a rule asks that a division does not decide (a leader, a vacancy) is left to the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from operator import ge, gt, le, lt

from zhibu.domain.groups.dividing.people import Person, Setting, standing
from zhibu.engine.kinds.any_of import AnyOfRule
from zhibu.engine.kinds.composition import CompositionRule
from zhibu.engine.kinds.limits import Limit
from zhibu.engine.language.parts import Bounds, When
from zhibu.engine.language.rulebook import Rule

STANDINGS = ("members", "full_members", "probationary_members")
IN_A_GROUP = (*STANDINGS, "members_with_post", "members_under_penalty")
OF_PEOPLE = ("party_groups", "share_in_one_group", "groups_of_only")
TEST = {">=": ge, ">": gt, "<=": le, "<": lt}


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule as limits: at least one of its `ways` holds, each a set of limits that all hold."""

    rule: Rule
    of_group: bool
    ways: tuple[tuple[Limit, ...], ...]

    @property
    def hard(self) -> bool:
        """应当; else 一般 or 鼓励, which a division may trade away and say so."""
        return bool(self.rule.spec.strength == "must")

    @property
    def weight(self) -> int:
        """What missing it costs."""
        return {"must": 5000, "usual": 400, "encouraged": 80}[self.rule.spec.strength]

    @property
    def when(self) -> When:
        return self.rule.spec.when

    def posts(self) -> set[str]:
        """Posts of which it asks."""
        return {str(p) for way in self.ways for limit in way for p in limit.post or ()}

    def penalties(self) -> bool:
        """Whether it asks of penalties."""
        counts = {n for way in self.ways for limit in way for n in (limit.count, limit.compared_with)}
        return "members_under_penalty" in counts


def demands(rules: Iterable[Rule], on: dt.date) -> list[Demand]:
    """The rules on the make-up of a branch or its groups, `may` among them left out, that hold on a day."""
    found = []
    for rule in rules:
        spec, force = rule.spec, rule.spec.in_force
        if spec.strength == "may" or (force.since and on < force.since) or (force.until and on >= force.until):
            continue
        ways = _ways(rule)
        for of_group, kind in ((False, "branch"), (True, "party_group")):
            if ways and (spec.when.kind is None or kind in spec.when.kind):
                found.append(Demand(rule, of_group, ways))
    return [one for one in found if one.of_group or _divides(one)]


def _divides(demand: Demand) -> bool:
    """Whether it says anything of how a branch is divided: its number of groups, or who sits in which."""
    counts = {name for way in demand.ways for limit in way for name in (limit.count, limit.compared_with)}
    return bool(counts & set(OF_PEOPLE)) or demand.when.party_groups is not None


def permissions(rules: Iterable[Rule], setting: Setting) -> list[Rule]:
    """What only may be done on the make-up of the branch, as its conditions stand: 可以不分, 可以分."""
    found = []
    for rule in rules:
        if rule.spec.strength != "may" or not _ways(rule):
            continue
        demand = Demand(rule, False, _ways(rule))
        kinds = rule.spec.when.kind
        if (kinds is None or "branch" in kinds) and applies(demand, setting, None):
            found.append(rule)
    return found


def _ways(rule: Rule) -> tuple[tuple[Limit, ...], ...]:
    spec = rule.spec
    if isinstance(spec, CompositionRule):
        return (spec.limits,)
    if isinstance(spec, AnyOfRule):
        parts = [part for part in spec.of if isinstance(part, CompositionRule)]
        return tuple(part.limits for part in parts) if len(parts) == len(spec.of) else ()
    return ()


def applies(demand: Demand, setting: Setting, groups: int | None) -> bool:
    """Whether a rule concerns the branch, or its groups, at that number of groups (None: whatever it is)."""
    when = demand.when
    if when.sector is not None and setting.sector not in when.sector:
        return False
    upper = "branch" if demand.of_group else setting.upper
    if when.not_under is not None and upper in when.not_under:
        return False
    marks = frozenset() if demand.of_group else setting.marks
    if when.marked is not None and not marks & set(when.marked):
        return False
    if demand.of_group:
        return True
    counts = {name: setting.count(name) for name in STANDINGS}
    if groups is not None:
        counts["party_groups"] = groups
    held = {post for post, number in setting.holders.items() if number}
    return (
        all(within(getattr(when, name), number) for name, number in counts.items())
        and (when.has_post is None or bool(held & set(when.has_post)))
        and (when.lacks_post is None or not held & set(when.lacks_post))
    )


def within(bounds: Bounds | None, number: int) -> bool:
    """Whether a number lies in bounds; no bounds hold any."""
    return bounds is None or all(TEST[sign](number, wanted) for sign, wanted in bounds.pairs())


def unread(demand: Demand) -> str:
    """Why the solver does not use a rule, in Chinese; empty: it does. The engine asks it all the same."""
    when, limits = demand.when, [limit for way in demand.ways for limit in way]
    if demand.of_group:
        given = set(when.given()) - {"kind", "sector", "not_under", "marked"}
        if given:
            return "只管一部分党小组，分好以后再看"
        names = {n for limit in limits for n in (limit.count, limit.compared_with) if n}
        if waits_for_leader(demand):
            return "选出组长以后再看"
        return "" if names <= set(IN_A_GROUP) else "分好以后再看"
    if not any(limit.count in OF_PEOPLE or limit.compared_with == "party_groups" for limit in limits):
        return "同怎样分没有关系"
    for limit in limits:
        signs = {sign for sign, _ in limit.bounds()}
        if limit.count in ("share_in_one_group", "groups_of_only") and signs & {">=", ">"}:
            return "分好以后再看"
        if limit.odd and limit.count == "party_groups":
            return "分好以后再看"
    return ""


def waits_for_leader(demand: Demand) -> bool:
    """Whether it asks of the leader, who is chosen only when the groups are there."""
    names = {n for way in demand.ways for limit in way for n in (limit.count, limit.compared_with)}
    return demand.of_group and "holders" in names


def weigh(limit: Limit, person: Person) -> int:
    """1 where a person counts towards the limit's count."""
    name = limit.count
    if name in STANDINGS:
        return int(standing(person, name))
    if name == "members_under_penalty":
        wanted = set(limit.penalties or person.penalties)
        return int(bool(person.penalties & wanted))
    return int(bool(person.posts & set(limit.post or ())))


def constant(limit: Limit, setting: Setting) -> int | None:
    """The count of a branch that no division changes; None where one does."""
    if limit.count in OF_PEOPLE:
        return None
    if limit.count == "holders":
        return sum(setting.holders.get(post, 0) for post in limit.post or ())
    return sum(weigh(limit, person) for person in setting.people)
