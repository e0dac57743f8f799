"""The desk (工作台): the next step on top, what is due, what was missed, what comes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from django.db.models import Count, Max, Min, QuerySet

from zhibu.domain.compliance.choices import MISSES, Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.domain.compliance.selectors.visible import missing_data, verdicts_seen_by
from zhibu.domain.compliance.wording import Said, headline
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import BODY_ROLES, SUBTREE_ROLES, Actor

SOON = dt.timedelta(days=31)  # what is due later stands under "later"
FAR = dt.timedelta(days=400)
SHOWN = 8
READ = (
    60  # so many verdicts are read at most; what says the same thing of the same body is one item
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: a verdict, or on a wide desk all verdicts of one rule and due day together."""

    status: str
    directive: str
    rule: str
    article: str
    strength: str
    due: dt.date | None
    count: int = 1
    lines: int = 1
    subject: str = ""
    subject_kind: str = ""
    name: str = ""
    organisation: str = ""
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    actual: str = ""
    required: str = ""
    reason: str = ""
    also: tuple[Citation, ...] = ()  # other rules that say the same of the same subject

    @property
    def citation(self) -> Citation:
        return cite(self.directive, self.rule, self.article)

    @property
    def headline(self) -> str:
        """What happened; of several together, what the rule demands."""
        citation = self.citation
        if self.period_start is None or self.period_end is None:
            return citation.sentence or self.rule
        labels = rulebook.activity_labels()
        return headline(cast(Said, self), citation.spec, labels, clock.today().year) or self.rule

    @property
    def title(self) -> str:
        """Of whom and what, in one line."""
        return f"{self.name} {self.headline}" if self.is_single else self.headline

    @property
    def due_filter(self) -> str:
        """The due day that a list of these verdicts is narrowed to."""
        return self.due.isoformat() if self.due and self.status == Status.PENDING else ""

    @property
    def is_single(self) -> bool:
        """Whether it is one verdict, with a finding of its own."""
        return self.period_start is not None


@dataclass(slots=True)
class Desk:
    """What somebody finds when he comes in."""

    homes: list[Organisation]
    is_wide: bool
    next: Item | None = None
    due: list[Item] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)
    unknown: list[Item] = field(default_factory=list)
    later: list[Item] = field(default_factory=list)
    done: list[Item] = field(default_factory=list)  # only where somebody answers but for himself
    counts: dict[str, int] = field(default_factory=dict)
    has_verdicts: bool = False

    @property
    def due_rest(self) -> list[Item]:
        """What is due besides the next step."""
        return [item for item in self.due if item is not self.next][:SHOWN]

    @property
    def missed_shown(self) -> list[Item]:
        return [item for item in self.missed if item is not self.next][:SHOWN]

    @property
    def missed_count(self) -> int:
        return sum(self.counts.get(status, 0) for status in MISSES)


def desk(*, actor: Actor, today: dt.date) -> Desk:
    """The desk of an actor; at most eight queries whatever he sees."""
    homes = homes_of(actor)
    found = Desk(homes, any(home.kind in UPPER_KINDS for home in homes))
    seen = verdicts_seen_by(actor).order_by()
    loud = seen.filter(severity__gte=2)
    found.counts = dict(loud.values_list("status").annotate(Count("pk")))
    pending = loud.filter(status=Status.PENDING, due__isnull=False)
    soon = pending.filter(due__lte=today + SOON)
    later = pending.filter(due__gt=today + SOON, due__lte=today + FAR)
    missed = loud.filter(status__in=MISSES)
    if found.is_wide:
        found.due = _grouped(soon, by_due=True)
        found.missed = _grouped(missed, by_due=False)
        found.later = _grouped(later, by_due=True)
    else:
        found.due = _single(soon.order_by("due", "-strength", "rule"))
        found.missed = _single(missed.order_by("-due", "-severity", "rule"))
        found.later = _single(later.order_by("due", "rule"))
    if not homes:
        found.done = _single(seen.filter(status=Status.MET).order_by("due", "rule"))
    found.unknown = _grouped(loud.filter(status=Status.UNKNOWN), by_due=False)
    found.later = found.later[:SHOWN]
    found.unknown += _grouped(missing_data(), by_due=False)
    found.next = _next(found)
    found.has_verdicts = bool(found.counts) or seen.exists()
    return found


def homes_of(actor: Actor) -> list[Organisation]:
    """The organisations at which the actor holds a role, the highest first."""
    keys = {held.organisation for held in actor.roles if held.role in SUBTREE_ROLES | BODY_ROLES}
    return list(Organisation.objects.filter(pk__in=keys).order_by("depth", "path"))


def _next(desk: Desk) -> Item | None:
    """What is due first; of one day the strongest. Without any, the miss that came last."""
    order = {"must": 0, "usual": 1, "encouraged": 2}
    due = sorted(desk.due, key=lambda item: (item.due or dt.date.max, order.get(item.strength, 3)))
    candidates = due or desk.missed
    return candidates[0] if candidates else None


def _grouped(verdicts: QuerySet[Verdict], *, by_due: bool) -> list[Item]:
    """One item a rule (and due day): how many verdicts, on how many lines."""
    columns = ["status", "directive", "rule", "article", "strength"]
    rows = (
        verdicts.order_by()
        .values_list(*columns, *(["due"] if by_due else []))
        .annotate(
            count=Count("pk"), lines=Count("line", distinct=True), first=Min("due"), last=Max("due")
        )
    )
    items = []
    for row in rows:
        status, directive, rule, article, strength = row[:5]
        count, lines, first, last = row[-4:]
        due = first if by_due else last
        items.append(Item(status, directive, rule, article, strength, due, count, lines))
    if by_due:
        return sorted(items, key=lambda item: (item.due or dt.date.max, -item.count))
    return sorted(items, key=lambda item: (item.status != Status.UNMET, -item.lines, item.rule))


def _single(verdicts: QuerySet[Verdict]) -> list[Item]:
    return merged(items_of(verdicts[:READ]))


def merged(items: Iterable[Item]) -> list[Item]:
    """One item a verdict; where two directives say the same of the same subject, one item."""
    found: dict[tuple[str, str, dt.date | None], Item] = {}
    for item in items:
        key = (item.subject, item.headline, item.due)
        first = found.setdefault(key, item)
        if first is not item:
            found[key] = replace(first, also=(*first.also, item.citation))
    return list(found.values())


def items_of(verdicts: Iterable[Verdict]) -> list[Item]:
    """Verdicts with the names of their subjects."""
    rows = list(verdicts)
    names = names_of({(row.subject_kind, row.subject) for row in rows})
    where = place_names(row.organisation for row in rows if row.organisation)
    return [
        Item(
            status=row.status,
            directive=row.directive,
            rule=row.rule,
            article=row.article,
            strength=row.strength,
            due=row.due,
            subject=row.subject,
            subject_kind=row.subject_kind,
            name=names.get(row.subject, row.subject),
            organisation=where.get(row.organisation, ""),
            period_start=row.period_start,
            period_end=row.period_end,
            actual=row.actual,
            required=row.required,
            reason=row.reason,
        )
        for row in rows
    ]
