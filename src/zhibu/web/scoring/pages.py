"""Contexts of the pages on points: items with what they rest on, tables of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.citations import cite
from zhibu.domain.scoring import policies, selectors
from zhibu.domain.scoring.selectors import Card, Row
from zhibu.engine.language.points import shown
from zhibu.kernel import clock
from zhibu.web.components.paging import page_of
from zhibu.web.scoring import asked
from zhibu.web.templatetags.links import finding_address, list_address

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.engine.language.scorecards import Item, Scorecard
    from zhibu.engine.scoring import Scored, Span
    from zhibu.engine.scoring.arithmetic import ItemPoints
    from zhibu.engine.scoring.tally import Judged
    from zhibu.kernel.actor import Actor
    from zhibu.web.layout.request import Request

NAMED_AT_MOST = 12
PAGE = 60
ALL = 2000  # one page for the printer


@dataclass(frozen=True, slots=True)
class Line:
    """One verdict that an item rests on."""

    status: str
    where: str
    when: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item as shown: points, steps, the verdicts that are not simply met, whether one may enter."""

    found: ItemPoints
    points: str
    full: str
    lines: list[Line]
    more: int
    more_href: str
    may_enter: bool
    standing: int


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section as shown."""

    title: str
    points: str
    steps: tuple[str, ...]
    items: list[ItemShown]


@dataclass(frozen=True, slots=True)
class UnitShown:
    """One row of the table of units; numbers as texts."""

    row: Row
    sections: list[str]
    points: str
    heading: str  # the body above, where it is another one than that of the line before


def unit_page(request: Request, body: Organisation) -> dict[str, Any]:
    """The page of one organisation; `card` is None where none concerns it."""
    actor, today, day = request.actor, clock.today(), asked.day_in(request)
    has_below = bool(selectors.cards_below(actor, body, day, today))
    context: dict[str, Any] = {"body": body, "has_below": has_below, "card": None}
    cards = selectors.cards_of(body, day, today)
    card = asked.card_of(request, cards)
    if card is None:
        return context
    span, anew = asked.span_in(request, card), asked.is_anew(request)
    score, kept = selectors.shown_of(
        actor=actor, card=card, span=span, organisation=body, today=today, anew=anew
    )
    context |= choosing(card, cards, span)
    if score is None:
        return context
    return context | {
        "score": score,
        "kept": kept,
        "anew": anew,
        "sections": unit(actor, body, card, span, score),
        "history": history(actor, body, card, span),
    }


def table_page(request: Request, top: Organisation) -> dict[str, Any]:
    """The page of the units below a body; `card` is None where none concerns any."""
    actor, today = request.actor, clock.today()
    cards = selectors.cards_below(actor, top, asked.day_in(request), today)
    card = asked.card_of(request, cards)
    if card is None:
        return {"top": top, "card": None}
    span, anew = asked.span_in(request, card), asked.is_anew(request)
    rows = selectors.units_below(
        actor=actor, card=card, span=span, top=top, today=today, anew=anew
    )
    size = ALL if request.GET.get("page") == "all" else PAGE
    cut = page_of(request, rows, size)
    return choosing(card, cards, span) | {
        "top": top,
        "all_rows": rows,
        "cut": cut,
        "rows": units(list(cut), top, card),
        "grades": grades(rows, card),
        "kept": next((row.kept for row in rows if row.kept is not None), None),
        "anew": anew,
        "to_check": sum(row.score.to_check for row in rows),
        "may_keep": span.last < today and policies.may_keep(actor, top),
    }


def unit(
    actor: Actor, body: Organisation, card: Card, span: Span, score: Scored
) -> list[SectionShown]:
    """The sections of a unit's points."""
    spec = card.card
    verdicts = [verdict for item in score.items for verdict in item.named[:NAMED_AT_MOST]]
    names = {row.pk: str(row) for row in scope.organisations(actor).filter(
        pk__in={verdict.organisation for verdict in verdicts})}  # fmt: skip
    return [
        SectionShown(
            section.title, shown(section.points, spec.decimals), section.steps,
            [_item(actor, body, spec.item(item.id), item, span, names, spec) for item in section.items],
        )
        for section in score.sections
    ]  # fmt: skip


def _item(
    actor: Actor, body: Organisation, spec: Item | None, found: ItemPoints, span: Span,
    names: dict[str, str], card: Scorecard,
) -> ItemShown:  # fmt: skip
    loud = [verdict for verdict in found.named if verdict.status != "pending"]
    named = loud[:NAMED_AT_MOST]
    misses = {(verdict.directive, verdict.rule) for verdict in loud}
    directive, rule = min(misses) if len(misses) == 1 else ("", "")
    href = list_address(at=body.pk, d=directive, r=rule, on=_on(span))
    may = spec is not None and policies.may_mark(actor, body, spec)
    full = "" if found.full is None else shown(found.full, card.decimals)
    if not full and spec is not None and spec.at_most is not None:
        full = f"最多 {shown(spec.at_most, card.decimals)}"
    return ItemShown(
        found, "" if found.is_veto else shown(found.points, card.decimals), full,
        [_line(verdict, span, names) for verdict in named], len(loud) - len(named), href, may,
        len(found.marks),
    )  # fmt: skip


def _line(verdict: Judged, span: Span, names: dict[str, str]) -> Line:
    sentence = cite(verdict.directive, verdict.rule).sentence or verdict.rule
    href = ""
    if verdict.subject != "*":
        href = finding_address(
            verdict.directive, verdict.rule, verdict.subject, verdict.period_start, _on(span)
        )
    where = names.get(verdict.organisation, "")
    return Line(verdict.status, where, period_words(verdict.period_start, verdict.period_end), sentence, href)


def _on(span: Span) -> str:
    """The day a link carries on: a past year is judged as of its end."""
    today = clock.today()
    return span.last.isoformat() if span.last.year < today.year else ""


def period_words(first: dt.date, last: dt.date) -> str:
    """3月, 1至6月, 全年, or the days where they are no whole months."""
    after = last + dt.timedelta(days=1)
    if first.day != 1 or after.day != 1 or first.year != last.year:
        return first.isoformat() if first == last else f"{first} 至 {last}"
    if (first.month, last.month) == (1, 12):
        return "全年"
    return f"{first.month}月" if first.month == last.month else f"{first.month}至{last.month}月"


def units(rows: Sequence[Row], top: Organisation, card: Card) -> list[UnitShown]:
    """The rows of a table of units, with the body above where it changes."""
    found, last = [], top.pk
    for row in rows:
        above = row.organisation.parent
        heading = str(above) if above is not None and above.pk != last else ""
        last = above.pk if above is not None else last
        parts = [shown(section.points, card.card.decimals) for section in row.score.sections]
        found.append(UnitShown(row, parts, shown(row.score.points, card.card.decimals), heading))
    return found


def grades(rows: Iterable[Row], card: Card) -> list[tuple[str, int]]:
    """How many units have each grade, in the order of the card."""
    counted: dict[str, int] = {grade.label: 0 for grade in card.card.grades}
    for row in rows:
        if row.score.grade:
            counted[row.score.grade] = counted.get(row.score.grade, 0) + 1
    return [(label, number) for label, number in counted.items() if number]


def choosing(card: Card | None, cards: Sequence[Card], span: Span | None) -> dict[str, Any]:
    """What the fields above a page offer."""
    if card is None or span is None:
        return {"card": None, "cards": []}
    return {"card": card, "cards": cards, "span": span, "spans": asked.spans_shown(card, span)}


def history(actor: Actor, body: Organisation, card: Card, span: Span) -> list[dict[str, Any]]:
    """Every mark of a unit in a period, with what may still be done to it."""
    found = []
    for mark in selectors.history_of(card, span, body):
        item = card.card.item(mark.item)
        after = getattr(mark, "corrected_by", None)
        stands = mark.withdrawn_on is None and after is None
        may = stands and item is not None and policies.may_mark(actor, body, item)
        title = item.title if item is not None else mark.item
        points = shown(Fraction(mark.points))
        found.append({"mark": mark, "title": title, "points": points, "after": after, "may": may})
    return found
