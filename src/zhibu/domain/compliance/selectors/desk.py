"""The desk (工作台): the next step on top, what is due, what was missed, what comes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Q, QuerySet

from zhibu.domain.compliance.choices import MISSES, Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.names import names_of
from zhibu.domain.compliance.selectors.visible import missing_data, verdicts_seen_by
from zhibu.domain.compliance.wording import headline
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

SOON = dt.timedelta(days=45)  # what is due later stands under "later"
FAR = dt.timedelta(days=400)
SHOWN = 12


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
        return headline(self, citation.spec, labels, clock.today().year) or self.rule

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
    counts: dict[str, int] = field(default_factory=dict)


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
        found.later = _grouped(later, by_due=True)[:SHOWN]
    else:
        found.due = _single(soon.order_by("due", "-strength", "rule"))
        found.missed = _single(missed.order_by("-due", "-severity", "rule"))
        found.later = _single(later.order_by("due", "rule"))
    found.unknown = _grouped(loud.filter(status=Status.UNKNOWN), by_due=False)
    found.unknown += _grouped(missing_data(), by_due=False)
    found.next = _next(found)
    return found


def homes_of(actor: Actor) -> list[Organisation]:
    """The organisations at which the actor holds a role, the highest first."""
    keys = {held.organisation for held in actor.roles}
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
        .annotate(Count("pk"), Count("line", distinct=True), Min("due"), Max("due"))
    )
    items = []
    for row in rows:
        *_, count, lines, first, last = row
        due = first if by_due else last
        items.append(Item(*row[:5], due=due, count=count, lines=lines))
    if by_due:
        return sorted(items, key=lambda item: (item.due or dt.date.max, -item.count))
    return sorted(items, key=lambda item: (item.status != Status.UNMET, -item.lines, item.rule))


def _single(verdicts: QuerySet[Verdict]) -> list[Item]:
    rows = list(verdicts[: SHOWN * 2])
    return items_of(rows)


def items_of(verdicts: Iterable[Verdict]) -> list[Item]:
    """Verdicts with the names of their subjects."""
    rows = list(verdicts)
    keys = {(row.subject_kind, row.subject) for row in rows}
    keys |= {("organisation", row.organisation) for row in rows if row.organisation}
    names = names_of(keys)
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
            organisation=names.get(row.organisation, ""),
            period_start=row.period_start,
            period_end=row.period_end,
            actual=row.actual,
            required=row.required,
            reason=row.reason,
        )
        for row in rows
    ]


def misses_below(*, actor: Actor, condition: Q) -> int:
    """How many verdicts in sight are misses, under a condition; for previews."""
    return verdicts_seen_by(actor).filter(condition, status__in=MISSES).count()
