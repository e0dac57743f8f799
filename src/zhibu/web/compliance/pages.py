"""Contexts of the pages of this area: what a selector found, ready for a template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.choices import MISSES, Status
from zhibu.domain.compliance.policies import may_see_runs
from zhibu.domain.compliance.selectors import Desk, Filter, Line, Wanted
from zhibu.domain.compliance.selectors.items import Item
from zhibu.domain.directory import organisation as directory
from zhibu.domain.meetings.selectors import planned_ahead
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem
from zhibu.web.compliance.cells import Painter, Row
from zhibu.web.compliance.waiting import folded, sorted_out, waiting
from zhibu.web.components.days import AsOf
from zhibu.web.components.months import heads, strip
from zhibu.web.layout.request import Request
from zhibu.web.templatetags.links import Way, list_address, way_of

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

OPENED_AT_MOST = 12
# What a deed that waits fills in: the column that a rule reads.
MENDS = {"写记录": "recorded_on", "核对": "recorded_on", "登记到会和记录": "recorded_on", "上报": "reported_on"}


@dataclass(frozen=True, slots=True)
class Toggle:
    """Where folding or unfolding a line leads: the page, and for htmx the part of it."""

    page: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation's part of the grid: its rows with their toggles."""

    key: str
    rows: list[tuple[Row, Toggle]]
    heading: str = ""  # the body above, where it is another one than that of the line before


def _said_once(items: list[Item], waits: list[OpenItem]) -> list[Item]:
    """Without the duties whose only deed waits already (minutes to be written, a report to be sent); counts stay whole."""
    waiting = {(item.about, MENDS[item.verb]) for item in waits if item.verb in MENDS}
    return [item for item in items if not (item.is_single and {(item.subject, one) for one in _columns(item)} & waiting)]


def _columns(item: Item) -> tuple[str, ...]:
    """The one column that it asks for; none where it asks for more."""
    columns = tuple(getattr(item.citation.spec, "columns", None) or ())
    return columns if len(columns) == 1 and not getattr(item.citation.spec, "papers", ()) else ()


def _first(waits: list[OpenItem], found: Desk) -> OpenItem | None:
    """What waits for him as the next step: where it is due before what the rules ask, or they ask nothing now."""
    if not waits or found.next is None:
        return waits[0] if waits else None
    first, duty = waits[0].due, found.next
    asked = duty.due if duty.status == Status.PENDING else None  # a miss can be mended on any day
    return waits[0] if first and (asked is None or first <= asked) else None


def _stands(way: Way | None) -> bool:
    """Whether a meeting for it is planned already: then something else is the next step."""
    return way is not None and way.planned


def desk(actor: Actor, found: Desk, today: dt.date) -> dict[str, Any]:
    """The desk with the months of this year and the run that the verdicts come from."""
    run = selectors.run_latest()
    everything = waiting(actor, today)
    waits, others = sorted_out(actor, everything, today)
    planned = planned_ahead(actor, today)
    found.next = next((item for item in found.due if not _stands(way_of(actor, item, planned))), found.next) if planned else found.next
    found.missed = _said_once(found.missed, everything)
    if found.next not in (*found.due, *found.missed):  # it is among what waits
        found.next = next(iter((*found.due, *found.missed)), None)
    first = _first(waits, found)
    if first:  # the duty that would be the next step stands among the others
        waits, found.next = waits[1:], None
    return {
        "desk": found,
        "sizes": directory.size_words(organisations=found.homes, on=today),
        "strip": [] if found.is_wide or not found.homes else strip(actor, found.homes[0], today),
        "changes": selectors.changes_recent(actor=actor, today=today),
        "first": first,
        "waiting": folded(waits, others, today),
        "planned": planned,
        "run": run,
        "stale": selectors.stale_reason(run, today),
        "agenda_url": _agenda_address(actor, found),
        "may_see_runs": found.is_wide and may_see_runs(actor),
        "missed_url": list_address(status=MISSES),
        "missed_month_url": list_address(status=MISSES, month=today.year * 100 + today.month),
    }


def _agenda_address(actor: Actor, found: Desk) -> str:
    """Where the coming year stands: of what he answers for, otherwise of himself."""
    if found.homes:
        return reverse("organisation-forecast", args=[found.homes[0].pk])
    return reverse("member-forecast", args=[actor.member]) if actor.member else ""


def grid(
    request: Request, top: Organisation, cut: Page[Any], wanted: Filter, day: AsOf
) -> dict[str, Any]:
    """One page of the grid."""
    today = clock.today()
    opened = opened_lines(request, list(cut))
    lines = selectors.lines_filled(request.actor, list(cut), wanted, opened)
    painter = _painter(lines, wanted, today)
    keep = kept(request)
    headings = _headings(lines, top)
    return {
        "top": top,
        "above": directory.above_seen(actor=request.actor, organisation=top),
        "cut": cut,
        "wanted": wanted,
        "duty_key": f"{wanted.directive} {wanted.rule}".strip(),
        "duties": duties(request.actor),
        "years": selectors.years_shown(day.day),
        "months": heads(wanted.year, today),
        "bodies": [
            Body(key, _toggled(painter.rows(line), opened, keep), headings.get(key, ""))
            for line in lines
            for key in [line.organisation.pk]
        ],
        "as_of": day,
        "shown_on": wanted.past or today,
        "keep": [pair for pair in keep if pair[0] not in ("on", "year")],
        "run": selectors.run_latest(),
    }


def grid_body(request: Request, organisation: Organisation, wanted: Filter) -> Body:
    """One organisation's part of the grid."""
    opened = opened_lines(request)
    lines = selectors.lines_filled(request.actor, [organisation], wanted, opened)
    if not lines:
        return Body(organisation.pk, [])
    painter = _painter(lines, wanted, clock.today())
    return Body(organisation.pk, _toggled(painter.rows(lines[0]), opened, kept(request)))


def _on(wanted: Filter) -> str:
    """What links carry on of the day."""
    return wanted.past.isoformat() if wanted.past else ""


def _painter(lines: list[Line], wanted: Filter, today: dt.date) -> Painter:
    day = wanted.past or today
    bodies = [body for line in lines for body in (line, *line.groups)]
    sizes = directory.sizes_of(organisations=[body.organisation for body in bodies], on=day)
    return Painter(lines, wanted.year, day, _on(wanted), sizes)


def _headings(lines: list[Line], top: Organisation) -> dict[str, str]:
    """Above which lines the name of another upper body stands."""
    found, last = {}, top.pk
    for line in lines:
        above = line.organisation.parent
        if above is not None and above.pk != last and line.organisation.pk != top.pk:
            found[line.organisation.pk] = str(above)
            last = above.pk
    return found


def opened_lines(request: Request, lines: Sequence[Organisation] = ()) -> frozenset[str]:
    """The lines to unfold; a line that stands alone needs no asking."""
    asked = request.GET.getlist("open")[:OPENED_AT_MOST]
    if not asked and len(lines) == 1:
        asked = [lines[0].pk]
    return frozenset(asked)


def kept(request: Request) -> list[tuple[str, str]]:
    """What of the address stays when something else in it changes."""
    names = ("at", "year", "duty", "misses", "page", "on", "d", "r", "s", "p")
    return [(name, request.GET[name]) for name in names if request.GET.get(name)]


def _toggled(
    rows: list[Row], opened: frozenset[str], keep: list[tuple[str, str]]
) -> list[tuple[Row, Toggle]]:
    """Each row with the address of the grid where it is folded or unfolded; duties have none."""
    line = rows[0].key
    shown = {row.key for row in rows if row.key}
    found = []
    for row in rows:
        toggle = Toggle()
        if row.key:
            left = opened - {row.key} if row.is_open else opened | {row.key}
            here = [("open", key) for key in sorted(left & shown)]
            others = [("open", key) for key in sorted(left - shown)]
            toggle = Toggle(
                f"{reverse('grid')}?{urlencode([*keep, *here, *others])}#o-{line}",
                f"{reverse('grid-line')}?{urlencode([*keep, *here, ('line', line)])}",
            )
        found.append((row, toggle))
    return found


def duties(actor: Actor) -> list[dict[str, Any]]:
    """The rules to choose from, by directive; only of directives that the actor has to do with."""
    known = rulebook.directives_for(actor)
    return [
        {
            "title": directive.head.title,
            "rules": [
                {"key": f"{directive.id} {unit.id}", "sentence": unit.spec.sentence}
                for rule in directive.rules
                if rule.judges
                for unit in rule.units
            ],
        }
        for directive in rulebook.rulebook().directives.values()
        if directive.id in known
    ]


def _months(wanted: Wanted) -> list[tuple[int, str]]:
    """The months to choose from: those of the year up to the day shown, and the one that is set."""
    day = wanted.past or clock.today()
    months = {day.year * 100 + month for month in range(1, day.month + 1)}
    return [(month, _month_words(month)) for month in sorted(months | {wanted.month} - {0})]


def _month_words(month: int) -> str:
    return f"{month // 100}年{month % 100}月"


def verdict_list(actor: Actor, cut: Page[Any], wanted: Wanted) -> dict[str, Any]:
    """One page of verdicts with the filters that are set."""
    return {
        "cut": cut,
        "items": selectors.items_of(cut),
        "wanted": wanted,
        "at": selectors.body_get(actor=actor, key=wanted.members or wanted.at) if wanted.members or wanted.at else None,
        "months": _months(wanted),
        "month_words": _month_words(wanted.month),
        "on": wanted.past.isoformat() if wanted.past else "",
        "statuses": selectors.statuses(),
        "duties": duties(actor),
        "duty_key": f"{wanted.directive} {wanted.rule}".strip(),
    }
