"""One finding: the verdict, its article, facts, arithmetic, neighbours in time, and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.arithmetic import Step, steps_of
from zhibu.domain.compliance.choices import EVERYBODY, Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.selectors.evidence import Fact, facts_behind
from zhibu.domain.compliance.selectors.names import names_of, organisation_of, place_names
from zhibu.domain.compliance.selectors.past import verdicts_on
from zhibu.domain.compliance.selectors.visible import missing_data, verdicts_seen_by
from zhibu.domain.compliance.sources import database_source
from zhibu.domain.compliance.wording import headline, period_words, short_period
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption, Interpretation, Waiver
from zhibu.engine import Window
from zhibu.engine.explaining import explain
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import InputError, NotFound

NEIGHBOURS = 12
SUMMED = ("frequency", "composition")  # their figures stand in the sum already


@dataclass(frozen=True, slots=True)
class Key:
    """What names one verdict."""

    directive: str
    rule: str
    subject: str
    period_start: dt.date


@dataclass(slots=True)
class Finding:
    """What the page of a finding shows."""

    verdict: Verdict
    citation: Citation
    name: str
    headline: str
    period: str
    place: str
    run: Run | None
    body: Organisation | None
    above: list[Organisation] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    neighbours: list[tuple[str, Verdict]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    adoptions: list[Adoption] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    interpretation: Interpretation | None = None  # the reading decided here for the rule's matter
    items: tuple[str, ...] = ()  # what the rule asks for, one by one, and whether it is there
    missing: tuple[str, ...] = ()  # what would be needed for it to be met

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.verdict, self.citation.spec)

    @property
    def has_days(self) -> bool:
        return any(fact.day for fact in self.facts)

    @property
    def weighs_facts(self) -> bool:
        """Whether the facts listed are counted one by one, and some beside them are not."""
        return any(not fact.counted for fact in self.facts)

    @property
    def counted(self) -> int:
        return sum(1 for fact in self.facts if fact.counted)


def finding(*, actor: Actor, key: Key, past: dt.date | None = None) -> Finding:
    """The finding as stored, or as of a past day; NotFound where there is none in sight."""
    if past is not None:
        return finding_of(_judged(actor, key, past), past)
    seen = missing_data() if key.subject == EVERYBODY else verdicts_seen_by(actor)
    same = seen.filter(directive=key.directive, rule=key.rule, subject=key.subject)
    verdict = same.filter(period_start=key.period_start).order_by("-pk").first()
    if verdict is None:
        raise NotFound("没有这条结论，或者它不在你的管理范围里。")
    found = finding_of(verdict)
    found.run = Run.objects.filter(pk=verdict.run_id).first()
    found.neighbours = _neighbours(same, verdict)
    found.changes = list(
        Change.objects.filter(
            directive=key.directive,
            rule=key.rule,
            subject=key.subject,
            period_start=key.period_start,
        ).select_related("run")
    )
    return found


def _judged(actor: Actor, key: Key, past: dt.date) -> Verdict:
    """The verdict of a past day: the organisation that the subject then belonged to is judged anew."""
    place = organisation_of(key.subject, past)
    if key.subject == actor.member:
        body = Organisation.objects.filter(pk=place).first()
    else:
        body = scope.organisation_get(actor, place)
    for verdict in verdicts_on(actor=actor, organisation=body, as_of=past) if body else ():
        same = (verdict.directive, verdict.rule, verdict.subject)
        if same == (key.directive, key.rule, key.subject) and key.period_start in (
            verdict.period_start,
            verdict.period_end,
        ):
            return verdict
    raise NotFound(f"按 {past} 那天核查，没有这条结论。")


def finding_of(verdict: Verdict, past: dt.date | None = None) -> Finding:
    """A verdict, stored or just judged, with its words, facts and grounds."""
    citation = cite(verdict.directive, verdict.rule, verdict.article)
    year = clock.today().year
    names = names_of({(verdict.subject_kind, verdict.subject)})
    body = Organisation.objects.filter(pk=verdict.organisation).first()
    found = Finding(
        verdict=verdict,
        citation=citation,
        name=names.get(verdict.subject, verdict.subject),
        headline=headline(verdict, citation.spec, rulebook.activity_labels(), year),
        period=_period(verdict, year),
        place=place_names([verdict.organisation]).get(verdict.organisation, ""),
        run=None,
        body=body,
    )
    found.facts = facts_behind(verdict, citation.spec, past or clock.today())
    _explain(found, past or clock.today())
    found.waivers = list(
        Waiver.objects.filter(directive=verdict.directive, subject=verdict.subject).filter(
            rule__in=[verdict.rule, verdict.rule.partition(".")[0]]
        )
    )
    if body is not None:
        decided = rulebook.interpretations_over(body, past or clock.today())
        matter = citation.spec.matter if citation.spec else ""
        found.interpretation = decided.get(matter) if matter else None
        paths = [*path_parents(body.path), body.path]
        found.above = list(Organisation.objects.filter(path__in=paths[:-1]).order_by("path"))
        found.adoptions = list(
            Adoption.objects.filter(
                directive=verdict.directive, organisation__path__in=paths
            ).select_related("organisation")
        )
    return found


def _explain(found: Finding, as_of: dt.date) -> None:
    """The engine's own words on one verdict; the facts may have changed since it was stored."""
    verdict = found.verdict
    if not verdict.organisation or verdict.status == Status.UNKNOWN:
        return
    try:
        said = explain(
            rulebook.rulebook(),
            database_source(),
            Window.until(as_of),
            verdict.directive,
            verdict.rule,
            verdict.subject,
            verdict.period_start,
            scope={verdict.organisation},
        )
    except InputError:
        return
    if said.verdict.status == verdict.status:
        kind = found.citation.spec.kind if found.citation.spec else ""
        found.items = () if kind in SUMMED else _one_by_one(said.arithmetic)
        found.missing = said.missing


def _one_by_one(lines: Iterable[str]) -> tuple[str, ...]:
    """The arithmetic without its comparison, which stands in the sum."""
    return tuple(line for line in lines if not line.endswith("成立"))


def _period(verdict: Verdict, year: int) -> str:
    """The period beside the subject's name; an activity's name already says its day."""
    if verdict.subject_kind == "activity":
        return ""
    words = period_words(verdict.period_start, verdict.period_end, year)
    return f"截至{words}" if verdict.period_start == verdict.period_end else words


def _neighbours(same: QuerySet[Verdict], verdict: Verdict) -> list[tuple[str, Verdict]]:
    """The periods around it with short names, the earliest first."""
    until = add_months(verdict.period_start, NEIGHBOURS // 2)
    rows = same.filter(period_start__lte=until).order_by("-period_start")[:NEIGHBOURS]
    return [(short_period(row.period_start, row.period_end), row) for row in reversed(rows)]
