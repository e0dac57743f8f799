"""One thing on a desk or in a list: a verdict in words, or all verdicts of one rule together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Min, QuerySet

from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.domain.compliance.wording import headline
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel import clock

NOWHERE_SAID = Citation("", "", "")


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
    citation: Citation = NOWHERE_SAID
    headline: str = ""  # what happened; of several together, what the rule demands
    also: tuple[Citation, ...] = ()  # other rules that say the same of the same subject

    @property
    def title(self) -> str:
        """Of whom and what, in one line."""
        return f"{self.name} {self.headline}" if self.is_single else self.headline

    @property
    def where(self) -> str:
        """The organisation it belongs to, without repeating the name."""
        return self.organisation.removesuffix(self.name).strip()

    @property
    def due_filter(self) -> str:
        """The due day that a list of these verdicts is narrowed to."""
        return self.due.isoformat() if self.due and self.status == Status.PENDING else ""

    @property
    def is_single(self) -> bool:
        """Whether it is one verdict, with a finding of its own."""
        return self.period_start is not None


def items_of(verdicts: Iterable[Verdict]) -> list[Item]:
    """Verdicts with the names of their subjects: one query for each kind of subject."""
    rows = list(verdicts)
    names = names_of({(row.subject_kind, row.subject) for row in rows})
    where = place_names(row.organisation for row in rows if row.organisation)
    labels, year = rulebook.activity_labels(), clock.today().year
    items = []
    for row in rows:
        citation = cite(row.directive, row.rule, row.article)
        said = headline(row, citation.spec, labels, year)
        items.append(
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
                citation=citation,
                headline=said or row.rule,
            )
        )
    return items


def merged(items: Iterable[Item]) -> list[Item]:
    """One item a verdict; where two directives say the same of the same subject, one item."""
    found: dict[tuple[str, str, dt.date | None], Item] = {}
    for item in items:
        key = (item.subject, item.headline, item.due)
        first = found.setdefault(key, item)
        if first is not item:
            found[key] = replace(first, also=(*first.also, item.citation))
    return list(found.values())


def grouped(verdicts: QuerySet[Verdict], *, by_due: bool) -> list[Item]:
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
        citation = cite(directive, rule, article)
        items.append(
            Item(
                status,
                directive,
                rule,
                article,
                strength,
                first if by_due else last,
                count,
                lines,
                citation=citation,
                headline=citation.sentence or rule,
            )
        )
    if by_due:
        return sorted(items, key=lambda item: (item.due or dt.date.max, -item.count))
    return sorted(items, key=lambda item: (item.status != Status.UNMET, -item.lines, item.rule))
