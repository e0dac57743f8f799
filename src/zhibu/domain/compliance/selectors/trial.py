"""The verdicts that a rule not in force yet would give on the facts as they are; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import SEVERITY, Status
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.organisations.models import Organisation
from zhibu.engine import Rule, Rulebook, Window
from zhibu.engine import Verdict as Judged
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.facts.contract import TABLES
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import day_number
from zhibu.kernel.telling import Tell, rules_told

SHOWN = 50
YEAR = 365
LARGE = ("attendance", "dues", "papers")


@dataclass(frozen=True, slots=True)
class TriedVerdict:
    """One verdict that the rule would give, with the names a reader knows."""

    verdict: Judged
    name: str
    place: str

    @property
    def page(self) -> str:
        """The name of the page about its subject; empty where there is none."""
        return self.verdict.subject_kind if self.verdict.subject_kind in ("organisation", "member") else ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would say of an organisation and all below it."""

    organisation: Organisation
    since: dt.date
    until: dt.date
    total: int
    counts: list[tuple[str, int]]
    shown: list[TriedVerdict]
    a_year: int  # how many things more a year have to be done


@dataclass(frozen=True, slots=True)
class TrialAsked:
    """A trial of one rule that may be made: where, from when, by which rulebook. It takes seconds on a county."""

    body: Organisation
    book: Rulebook
    directive: str
    rule: str
    since: dt.date
    today: dt.date

    @property
    def window(self) -> Window:
        """The year up to today at most."""
        first = max(self.since, self.today - dt.timedelta(YEAR - 1))
        return Window(min(first, self.today), self.today)

    def work(self) -> Callable[[Tell], list[Judged]]:
        """The judging, on a copy of the facts that is taken now; it may run in any thread."""
        rules = [unit for unit in self.book.rules([self.directive]) if self.rule in unit.names]
        source = _copy_for(rules)
        source.connection.execute("DELETE FROM adoptions WHERE directive = ?", [self.directive])
        source.connection.execute(
            "INSERT INTO adoptions (organisation, directive, since) VALUES (?, ?, ?)",
            [self.body.pk, self.directive, day_number(self.since)],
        )

        def judged(tell: Tell) -> list[Judged]:
            return judge_rules(self.book, rules, source, self.window, {self.body.pk}, rules_told(tell))

        return judged

    def shown(self, found: list[Judged]) -> Trial:
        """What the judging found, with the names of who is concerned."""
        return _tried(self.body, self.window, found)


def rule_trial(
    *, actor: Actor, organisation: str, book: Rulebook, directive: str, rule: str, since: dt.date,
    today: dt.date,
) -> TrialAsked:
    """One rule of a rulebook, to be judged as if its directive had been in force from `since` on.

    `NotFound` where the organisation is not in scope.
    """
    body = scope.organisation_get(actor, organisation)
    return TrialAsked(body, book, directive, rule, since, today)


def _copy_for(rules: list[Rule]) -> DuckDBSource:
    """A copy of the facts; the large tables only where the rules ask for them."""
    needs = [rule.spec.needs() for rule in rules]
    asked = {name.removeprefix("?").partition(".")[0] for n in needs for name in n.rows | n.judging}
    bundle = open_bundle(tables=[name for name in TABLES if name not in LARGE or name in asked])
    return DuckDBSource(bundle.connection, bundle.tables)


def _tried(body: Organisation, window: Window, found: list[Judged]) -> Trial:
    counts = Counter(verdict.status for verdict in found)
    worst = sorted(found, key=lambda v: (-SEVERITY[Status(v.status)], v.period_start, v.subject))
    shown = worst[:SHOWN]
    names = names_of((v.subject_kind, v.subject) for v in shown)
    places = place_names(v.organisation for v in shown if v.organisation)
    days = (window.as_of - window.since).days + 1
    known = [v for v in found if v.status != Status.UNKNOWN]
    lasting = all(v.period_end == window.as_of for v in known)  # one row a subject, whatever the time
    return Trial(
        organisation=body,
        since=window.since,
        until=window.as_of,
        total=len(found),
        counts=sorted(counts.items(), key=lambda pair: -SEVERITY[Status(pair[0])]),
        shown=[
            TriedVerdict(v, names.get(v.subject, v.subject), places.get(v.organisation, ""))
            for v in shown
        ],
        a_year=len(known) if lasting else -(-len(known) * YEAR // days),
    )
