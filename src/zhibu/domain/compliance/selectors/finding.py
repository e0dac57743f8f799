"""One finding: the verdict, its article, facts, arithmetic, neighbours in time, and its history."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.arithmetic import Step, steps_of
from zhibu.domain.compliance.choices import DUE, END, EVERYBODY, START, Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.selectors.evidence import facts_behind, facts_beside, linked
from zhibu.domain.compliance.selectors.fact import Fact
from zhibu.domain.compliance.selectors.items import Item, items_of
from zhibu.domain.compliance.selectors.names import names_of, organisation_of, place_names
from zhibu.domain.compliance.selectors.past import verdicts_on
from zhibu.domain.compliance.selectors.runs import run_latest
from zhibu.domain.compliance.selectors.visible import (
    members_of_bodies,
    missing_data,
    verdicts_seen_by,
)
from zhibu.domain.compliance.sources import database_source
from zhibu.domain.compliance.wording import headline, period_words, reason_words, short_period
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption, Interpretation, Waiver
from zhibu.domain.rulebook.recorded import Recorded, recorded
from zhibu.engine import Window
from zhibu.engine.judging.explaining import explain
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import InputError, NotFound

NEIGHBOURS = 12
ALIKE = 40  # so many verdicts on one subject in one period are looked through
_ROLLING = (END | START, END | START | DUE)
SUMMED = ("frequency", "composition")  # their figures stand in the sum already
_LACKING = re.compile(r"^\d+ - \d+ = ")  # a difference that the sum shows already
NOTHING = {
    "frequency": "这一期没有找到可以算的记录，前后一个月也没有。",
    "vacancy": "这段日子里没有人任这个职务。",
    "deadline": "没有找到这份材料。",
    "streak": "没有要列的月份：中断的月份不留记录，没有参加也就没有记录可列。",
    "sequence": "要看的步骤都还没有做，也没有要看的材料。",
    "dues": "这个月没有党费记录。",
    "checklist": "还没有检查过。",
    "composition": "没有数到的党员、职务或组织，所以是 0。",
}


class NotThatDay(NotFound):
    """The subject may be seen, but nothing was judged of it on that day."""


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
    waivers: list[Recorded] = field(default_factory=list)
    interpretation: Interpretation | None = None  # the reading decided here for the rule's matter
    items: tuple[str, ...] = ()  # what the rule asks for, one by one, and whether it is there
    missing: tuple[str, ...] = ()  # what would be needed for it to be met
    alike: list[Item] = field(default_factory=list)  # other rules on the same thing by the same day
    beside: list[Fact] = field(default_factory=list)  # what bears on it and was not counted
    members: set[str] = field(default_factory=set)  # those of the facts whose pages may be opened
    organisations: set[str] = field(default_factory=set)

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.verdict, self.citation.spec)

    @property
    def what(self) -> str:
        """What stands under the headline: the reason where the headline does not say it."""
        reason = reason_words(self.verdict.reason)
        said = self.verdict.status not in (Status.MET, Status.UNKNOWN)
        kind = self.citation.spec.kind if self.citation.spec else ""
        if kind == "sequence" and "；" in reason:  # closed before it was due: the steps say so
            return ""
        return "" if said and kind != "frequency" else reason

    @property
    def is_roll(self) -> bool:
        """Whether what stands beside is a roll call."""
        spec = self.citation.spec
        return bool(spec) and spec.kind == "attendance" and not spec.host_post

    @property
    def nothing(self) -> str:
        """What it means that there is no fact to list."""
        if self.verdict.status == Status.UNKNOWN:
            return "缺的表或列见上面的说明。"
        kind = self.citation.spec.kind if self.citation.spec else ""
        return NOTHING.get(kind, "没有找到可以算的记录。")

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
    """The finding as stored, or as of a past day.

    NotFound where there is none in sight, NotThatDay where only that day has none.
    """
    if past is not None:
        return finding_of(_judged(actor, key, past), actor, past)
    seen = missing_data() if key.subject == EVERYBODY else verdicts_seen_by(actor)
    same = seen.filter(directive=key.directive, rule=key.rule, subject=key.subject)
    # what is read on the as-of day itself began on another day when the link was made
    verdict = (
        same.filter(period_start=key.period_start).order_by("-pk").first()
        or same.filter(rolls__in=_ROLLING, period_start__gt=key.period_start).first()
    )
    if verdict is None:
        raise NotFound("没有这条结论，或者它不在你的管理范围里。")
    found = finding_of(verdict, actor)
    found.run = run_latest()
    found.alike = _alike(seen, verdict, found.headline)
    found.neighbours = _neighbours(same, verdict)
    found.changes = list(
        Change.objects.filter(
            directive=key.directive,
            rule=key.rule,
            subject=key.subject,
            # what is counted on the as-of day begins on another day each time it is counted
            **({} if verdict.rolls & START else {"period_start": key.period_start}),
        ).select_related("run")
    )
    return found


def _judged(actor: Actor, key: Key, past: dt.date) -> Verdict:
    """The verdict of a past day: the organisation that the subject then belonged to is judged anew."""
    place = organisation_of(key.subject, past)
    if key.subject == actor.member or key.subject in members_of_bodies(actor):
        body = Organisation.objects.filter(pk=place).first()
    else:
        body = scope.organisation_get(actor, place)
    try:
        rule = rulebook.rulebook().rule(key.directive, key.rule)
    except InputError:
        body = None  # the pack is not installed (any more)
    if body is None:
        raise NotFound("没有这条结论，或者它不在你的管理范围里。")
    for verdict in verdicts_on(actor=actor, organisation=body, as_of=past, rule=rule):
        same = (verdict.directive, verdict.rule, verdict.subject)
        days = {verdict.period_start, verdict.period_end}
        # what is read on the as-of day itself is about that very day
        if same == (key.directive, key.rule, key.subject) and (
            key.period_start in days or days == {past}
        ):
            return verdict
    raise NotThatDay(f"按 {past} 那天核查，没有这条结论。")


def finding_of(verdict: Verdict, actor: Actor, past: dt.date | None = None) -> Finding:
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
    found.facts = facts_behind(verdict, citation.spec, past or clock.today(), actor)
    _explain(found, actor, past or clock.today())
    found.members, found.organisations = linked([*found.facts, *found.beside], actor)
    if verdict.status == Status.WAIVED:
        named = Waiver.objects.filter(directive=verdict.directive, subject=verdict.subject)
        named = named.filter(rule__in=[verdict.rule, verdict.rule.partition(".")[0]])
        found.waivers = [one for one in recorded(named) if one.covers(verdict.due)]
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


def _explain(found: Finding, actor: Actor, as_of: dt.date) -> None:
    """The engine's own words on one verdict; the facts may have changed since it was stored."""
    verdict = found.verdict
    if not verdict.organisation or verdict.status == Status.UNKNOWN:
        return
    try:
        said = explain(
            rulebook.rulebook(),
            database_source(as_of),
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
        found.missing = tuple(_LACKING.sub("", line) for line in said.missing)
        beside = [fact.id for fact in said.beside]
        found.beside = facts_beside(verdict, found.citation.spec, beside, actor, as_of)


def _one_by_one(lines: Iterable[str]) -> tuple[str, ...]:
    """The arithmetic without its comparison, which stands in the sum."""
    return tuple(line for line in lines if not line.endswith("成立"))


def _period(verdict: Verdict, year: int) -> str:
    """The period beside the subject's name; an activity's name already says its day."""
    if verdict.subject_kind == "activity":
        return ""
    words = period_words(verdict.period_start, verdict.period_end, year)
    return f"截至{words}" if verdict.period_start == verdict.period_end else words


def _alike(seen: QuerySet[Verdict], verdict: Verdict, said: str) -> list[Item]:
    """What other rules say of the same subject in the same period, where it is the same thing."""
    same = seen.filter(
        subject=verdict.subject,
        period_start=verdict.period_start,
        period_end=verdict.period_end,
        due=verdict.due,
    )
    items = items_of(same.exclude(pk=verdict.pk).order_by("directive", "rule")[:ALIKE])
    return [item for item in items if item.headline == said]


def _neighbours(same: QuerySet[Verdict], verdict: Verdict) -> list[tuple[str, Verdict]]:
    """The periods around it with short names, the earliest first."""
    until = add_months(verdict.period_start, NEIGHBOURS // 2)
    rows = same.filter(period_start__lte=until).order_by("-period_start")[:NEIGHBOURS]
    return [(short_period(row.period_start, row.period_end), row) for row in reversed(rows)]
