"""Verdicts of a past day: judged anew from the facts, nothing stored, as the facts are known now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from zhibu.domain.compliance.choices import SEVERITY, Status
from zhibu.domain.compliance.grid import Mark, shown_month
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.named import is_of
from zhibu.domain.compliance.places import places_of
from zhibu.domain.compliance.selectors.lines import Filter, Line, duties_of, line_of
from zhibu.domain.compliance.selectors.visible import members_of_bodies, members_on
from zhibu.domain.compliance.sources import database_source
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Verdict as Judged
from zhibu.engine import Window
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.language.rulebook import Rule
from zhibu.kernel.actor import Actor

OF_MEMBERS = "*"  # where an organisation stands: what is asked of the members of the group that is looked at


def judged_on(
    actor: Actor, organisations: Sequence[Organisation], as_of: dt.date
) -> list[tuple[str, str, Mark]]:
    """For each verdict in sight: the line it is on, its organisation, and the mark."""
    groups = {body.pk for body in organisations if body.kind == "party_group"}
    if len(organisations) == 1 and groups:
        alone = organisations[0]
        return [
            (alone.pk, OF_MEMBERS if v.subject_kind == "member" else alone.pk, _mark(v, as_of))
            for v in _of_group(actor, alone, as_of)
        ]
    found = []
    verdicts = list(_judged(actor, {body.pk for body in organisations}, as_of))
    where = places_of(verdict.organisation for verdict in verdicts)
    for verdict in verdicts:
        place = where.get(verdict.organisation)
        if place is not None:
            own = verdict.organisation in groups
            line = verdict.organisation if own else place.line
            found.append((line, verdict.organisation, _mark(verdict, as_of)))
    return found


def _of_group(actor: Actor, group: Organisation, as_of: dt.date) -> list[Judged]:
    """The verdicts of a group and on its members, who are judged with its branch; those the actor may see.

    The caller has asked the scope about the group.
    """
    theirs = set(members_on(group, as_of))
    if not actor.everything and not actor.reaches(group.path):
        theirs &= set(members_of_bodies(actor))
    book, scope = rulebook.rulebook(), {group.parent_id or group.pk}
    found = judge_rules(book, book.rules(), database_source(as_of), Window.until(as_of), scope)
    own = [v for v in found if v.organisation == group.pk and v.subject_kind != "member"]
    return own + [v for v in found if v.subject_kind == "member" and v.subject in theirs]


def verdicts_of_members(*, actor: Actor, group: Organisation, as_of: dt.date) -> list[Verdict]:
    """The verdicts on the members of a group as of a past day, as rows that are not stored."""
    return [_row(v, as_of) for v in _of_group(actor, group, as_of) if v.subject_kind == "member"]


def verdicts_on(
    *, actor: Actor, organisation: Organisation, as_of: dt.date, rule: Rule | None = None
) -> list[Verdict]:
    """The verdicts of one organisation as of a past day, as rows that are not stored; of one rule only."""
    rules = None if rule is None else [rule]
    return [_row(found, as_of) for found in _judged(actor, {organisation.pk}, as_of, rules)]


def _row(found: Judged, as_of: dt.date) -> Verdict:
    """A verdict like a stored one; its month is where a grid shows it."""
    row = Verdict(**{name: getattr(found, name) for name in _COLUMNS}, due=found.due)
    row.month = _mark(found, as_of).month
    return row


_COLUMNS = (
    "directive", "rule", "article", "strength", "subject_kind", "subject", "period_start",
    "period_end", "status", "actual", "required", "evidence", "reason", "organisation",
)  # fmt: skip


def _judged(
    actor: Actor, bodies: set[str], as_of: dt.date, rules: list[Rule] | None = None
) -> Iterable[Judged]:
    """What the engine says of these bodies by some rules (all: None), as far as the actor may see it.

    The caller has asked the scope about the bodies; a leader's group shows what is its own.
    """
    book = rulebook.rulebook()
    source, window = database_source(as_of), Window.until(as_of)
    verdicts = judge_rules(book, book.rules() if rules is None else rules, source, window, bodies)
    led = set(actor.bodies()) & bodies
    if actor.everything or not led:
        return verdicts
    members = set(members_of_bodies(actor))
    return [v for v in verdicts if v.organisation in bodies or v.subject in members]


def _mark(verdict: Judged, as_of: dt.date) -> Mark:
    month = shown_month(
        verdict.period_start, verdict.period_end, verdict.due, verdict.status, as_of
    )
    return Mark(
        directive=verdict.directive,
        rule=verdict.rule,
        subject=verdict.subject,
        subject_kind=verdict.subject_kind,
        period_start=verdict.period_start,
        period_end=verdict.period_end,
        status=verdict.status,
        due=verdict.due,
        month=month,
        evidence=verdict.evidence,
        actual=verdict.actual,
        required=verdict.required,
        reason=verdict.reason,
    )


def past_lines(
    actor: Actor, organisations: Sequence[Organisation], wanted: Filter, opened: frozenset[str]
) -> list[Line]:
    """The lines as of a past day, judged on the application's own database."""
    assert wanted.past is not None
    found = judged_on(actor, organisations, wanted.past)
    kept: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
    for line, organisation, mark in found:
        if _is_wanted(mark, wanted):
            kept[line].append((organisation, mark))
    lines = []
    for body in organisations:
        marks = kept.get(body.pk, [])
        if marks or not (wanted.only_misses or wanted.rule):
            lines.append(_past_line(body, marks, wanted, opened))
    return lines


def _is_wanted(mark: Mark, wanted: Filter) -> bool:
    return (
        mark.month // 100 == wanted.year
        and wanted.directive in ("", mark.directive)
        and (not wanted.rule or is_of(mark.rule, wanted.rule))
        and not (wanted.only_misses and mark.severity < SEVERITY[Status.DEVIATION])
    )


def _past_line(
    body: Organisation, marks: list[tuple[str, Mark]], wanted: Filter, opened: frozenset[str]
) -> Line:
    theirs = [mark for key, mark in marks if key == OF_MEMBERS]
    marks = [pair for pair in marks if pair[0] != OF_MEMBERS]
    line = line_of(body, _worst([mark for _, mark in marks]))
    for _, mark in marks:
        if mark.severity >= SEVERITY[Status.DEVIATION]:
            line.cells[mark.month % 100 - 1].marks.append(mark)
    if body.pk in opened:
        line.is_open = True
        line.duties = duties_of([m for key, m in marks if key == body.pk], wanted.year)
        line.of_members = duties_of(theirs, wanted.year)
        groups = Organisation.objects.filter(pk__in={key for key, _ in marks} - {body.pk})
        line.groups = [
            _past_line(group, [(key, m) for key, m in marks if key == group.pk], wanted, opened)
            for group in groups.order_by("path")
        ]
    return line


def _worst(marks: list[Mark]) -> list[tuple[int, int, int, int]]:
    """What the store would answer for these marks: month, worst, unmet, deviations."""
    by_month: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_month[mark.month % 100].append(mark)
    return [
        (
            month,
            max(mark.severity for mark in found),
            sum(1 for mark in found if mark.status == Status.UNMET),
            sum(1 for mark in found if mark.status == Status.DEVIATION),
        )
        for month, found in by_month.items()
    ]
