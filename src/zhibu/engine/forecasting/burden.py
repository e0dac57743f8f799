"""How much a year of rules asks for (burden): meetings, papers, reports, notices, by article and altogether.

By article each rule counts what it asks for itself. Altogether a meeting counts once, however many rules
ask for it: of rules on the same types the largest demand, and what a rule on several types asks for is
taken from the meetings that rules on fewer of them ask for already. What is written and not held (a type
of activity without hour and place, such as a yearly report) is a paper.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from zhibu.engine.forecasting.steps import bearing, holding
from zhibu.engine.judging.judging import concerned, judge_rules
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import Source
from zhibu.engine.verdicts import Verdict, Window
from zhibu.kernel.dates import add_months

UNITS = {
    "meeting": "会议、活动（场）", "notice": "通知（次）", "ask": "事前请示（次）", "paper": "材料（份）",
    "report": "报送（次）", "attendance": "参加（人次）", "dues": "交党费（人月）",
}
_KINDS = ("frequency", "deadline", "dues")
Types = frozenset[str]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule asks for in the year: how many of a unit, of how many subjects."""

    directive: str
    rule: str
    article: str
    strength: str
    sentence: str
    unit: str
    count: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What the rules in force ask for from `since` to `last`: by rule, and by organisation and member."""

    since: dt.date
    last: dt.date
    demands: tuple[Demand, ...]
    bodies: dict[str, Counter[str]] = field(default_factory=dict)
    members: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def totals(self) -> Counter[str]:
        """All units added up, in the order of UNITS."""
        found: Counter[str] = Counter()
        for counts in (*self.bodies.values(), *self.members.values()):
            found.update(counts)
        return Counter({unit: found[unit] for unit in UNITS if found[unit]})


@dataclass
class _Counting:
    """What was counted so far."""

    by_rule: dict[tuple[str, str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter))  # directive, rule, unit -> subject -> count
    meetings: dict[str, dict[Types, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))  # body -> types -> rule
    papers: dict[str, set[tuple[str, dt.date]]] = field(default_factory=lambda: defaultdict(set))
    members: dict[str, dict[Types, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))
    dues: dict[str, set[dt.date]] = field(default_factory=lambda: defaultdict(set))
    written: Types = frozenset()  # types of activity that are papers


def burden(
    rulebook: Rulebook, source: Source, directives: Iterable[str] | None,
    scope: Iterable[str] | None, since: dt.date,
) -> Burden:
    """What the rules in force ask for in the twelve months from a day on.

    Only rules that ask for something at set times count, and what rules on activities ask for each of
    those; ballots, terms and procedures come when there is an occasion and are left out.
    """
    last = add_months(since, 12) - dt.timedelta(days=1)
    names = None if scope is None else frozenset(scope)
    rules = rulebook.rules(directives)
    asking = {rule.key: rule for rule in rules if all(p.kind in _KINDS for p in rule.spec.parts())}
    counting = _Counting(written=frozenset(code for code, kind in rulebook.activity_types.items() if kind.is_written))
    for verdict in judge_rules(rulebook, list(asking.values()), source, Window(since, last), names):
        if verdict.status != "unknown" and since <= verdict.period_start:
            _count(counting, asking[verdict.directive, verdict.rule], verdict)
    held = {body: _assigned(groups) for body, groups in counting.meetings.items()}
    bodies: dict[str, Counter[str]] = defaultdict(Counter)
    for body, groups in held.items():
        for types, number in groups.items():
            bodies[body]["paper" if types <= counting.written else "meeting"] += number
    for body, papers in counting.papers.items():
        bodies[body]["paper"] += len(papers)
    around = bearing(concerned(rules, source))
    holds = holding(rulebook, source, around, last, names) if around and held else {}
    _count_around(counting, around, holds, held, bodies)
    members = {key: Counter({"attendance": sum(_assigned(groups).values())})
               for key, groups in counting.members.items()}
    for member, months in counting.dues.items():
        members.setdefault(member, Counter())["dues"] += len(months)
    everything = {rule.key: rule for rule in rules}
    return Burden(since, last, tuple(_demands(counting, everything)), dict(bodies), members)


def _count(counting: _Counting, rule: Rule, verdict: Verdict) -> None:
    part: Any = rule.spec.parts()[0]  # of several ways the first
    key = (*rule.key, "")
    if part.kind == "frequency" and part.at_least:
        types = frozenset(name for one in rule.spec.parts() for name in getattr(one, "types", ()))
        unit, where = "paper" if types <= counting.written else "meeting", counting.meetings
        if verdict.subject_kind == "member":
            unit, where = "attendance", counting.members
        counting.by_rule[(*key[:2], unit)][verdict.subject] += part.at_least
        where[verdict.subject][types][rule.id] += part.at_least
    elif part.kind == "deadline":
        counting.by_rule[(*key[:2], "paper")][verdict.subject] += 1
        counting.papers[verdict.organisation].add((part.paper + verdict.subject, verdict.period_start))
    elif part.kind == "dues":
        counting.by_rule[(*key[:2], "dues")][verdict.subject] += 1
        counting.dues[verdict.subject].add(verdict.period_start)


def _assigned(groups: dict[Types, Counter[str]]) -> dict[Types, int]:
    """How many meetings of each group of types it takes to do what all rules ask for."""
    found: dict[Types, int] = {}
    for types in sorted(groups, key=lambda t: (len(t), sorted(t))):
        covered = sum(count for other, count in found.items() if other < types)
        found[types] = max(max(groups[types].values()) - covered, 0)
    return found


def _count_around(
    counting: _Counting, around: list[Rule], holds: dict[tuple[str, str], set[str]],
    held: dict[str, dict[Types, int]], bodies: dict[str, Counter[str]],
) -> None:
    """What rules on activities ask for each meeting: notice and asking once, each kind of paper once."""
    for body, groups in held.items():
        for types, number in groups.items():
            once: set[tuple[str, str]] = set()
            for rule in around:
                if not types & set(rule.spec.types) or body not in holds.get(rule.key, ()):  # type: ignore[attr-defined]  # as `bearing` says
                    continue
                for unit, what in _asked(rule.spec):
                    counting.by_rule[(*rule.key, unit)][body] += number
                    once.add((unit, what))
            for unit, _ in once:
                if unit != "paper" or not types <= counting.written:  # it is that paper itself
                    bodies[body][unit] += number


def _asked(spec: Any) -> Iterator[tuple[str, str]]:
    """Units of work, each with what it is, that a rule asks for at each activity."""
    if spec.kind == "notice":
        yield "notice", ""
    elif spec.kind == "record":
        yield from (("paper", paper) for paper in spec.papers)
        if spec.before is not None:
            yield "ask", ""
        if "reported_on" in spec.columns:
            yield "report", ""


def _demands(counting: _Counting, rules: dict[tuple[str, str], Rule]) -> Iterator[Demand]:
    for (directive, name, unit), counts in sorted(counting.by_rule.items()):
        spec = rules[directive, name].spec
        number = sum(counts.values())
        if number:
            yield Demand(directive, name, spec.article, spec.strength, spec.sentence, unit, number,
                         sum(1 for count in counts.values() if count))
