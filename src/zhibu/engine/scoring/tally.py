"""Counts verdicts for the items of a scorecard; they may come in any order and from a stream."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Item, Scorecard
    from zhibu.engine.scoring.periods import Span


class Judged(NamedTuple):
    """What of a verdict counts."""

    directive: str
    rule: str
    subject: str
    organisation: str
    period_start: dt.date
    period_end: dt.date
    status: str
    late: bool = False  # a miss made good after its due day


@dataclass
class Counted:
    """The verdicts of one item of one organisation."""

    statuses: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)  # of these: made good after their due day
    named: list[Judged] = field(default_factory=list)  # all that are not simply met
    met: list[Judged] = field(default_factory=list)


def matches(reference: str, directive: str, verdict: Judged) -> bool:
    """Whether an item's reference (`RULE`, `DIRECTIVE/RULE`) means a verdict's rule or a constraint of it."""
    where, _, rule = reference.rpartition("/")
    return verdict.directive == (where or directive) and (
        verdict.rule == rule or verdict.rule.startswith(f"{rule}."))


class Tally:
    """One card in one period: verdicts by organisation and item.

    `above` gives an organisation and those above it, from itself up. A verdict belongs to the period in
    which its own period ends; the row that stands for all subjects (`*`) counts as unknown everywhere.
    """

    def __init__(
        self, directive: str, card: Scorecard, span: Span, scored: Iterable[str],
        above: Callable[[str], list[str]],
    ) -> None:
        self.directive, self.card, self.span = directive, card, span
        self.scored, self.above = set(scored), above
        self.counts: dict[tuple[str, str], Counted] = {}
        self._items: dict[tuple[str, str], list[Item]] = {}
        self._ways: dict[str, list[str]] = {}

    def add(self, verdict: Judged) -> None:
        """Take in one verdict."""
        if not self.span.holds(verdict.period_end):
            return
        for item in self._wanting(verdict):
            for body in self._bodies(item, verdict):
                found = self.counts.setdefault((body, item.id), Counted())
                found.statuses[verdict.status] += 1
                found.late[verdict.status] += int(verdict.late)
                (found.met if verdict.status == "met" else found.named).append(verdict)

    def of(self, body: str, item: str) -> Counted:
        """What was counted for one item of one organisation."""
        return self.counts.get((body, item), Counted())

    def _wanting(self, verdict: Judged) -> list[Item]:
        key = verdict.directive, verdict.rule
        if key not in self._items:
            self._items[key] = [
                item for item in self.card.items
                if any(matches(name, self.directive, verdict) for name in item.references)]
        return self._items[key]

    def _bodies(self, item: Item, verdict: Judged) -> Iterable[str]:
        if verdict.subject == "*":
            return self.scored
        if item.reach == "own":
            return {verdict.organisation} & self.scored
        if verdict.organisation not in self._ways:
            self._ways[verdict.organisation] = [
                name for name in self.above(verdict.organisation) if name in self.scored]
        return self._ways[verdict.organisation]
