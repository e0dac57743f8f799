"""Whom a scorecard concerns: organisations of its kinds for which its directive is in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.kernel.errors import InputError, Problem

if TYPE_CHECKING:
    from zhibu.engine.language.rulebook import Directive
    from zhibu.engine.language.scorecards import Scorecard
    from zhibu.engine.sources.sessions import Source


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as far as a scorecard asks for it; `until` is its first day no more."""

    id: str
    name: str
    kind: str
    sector: str = ""
    parent: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """A directive in force for an organisation and all below it."""

    organisation: str
    directive: str
    since: dt.date
    until: dt.date | None = None


def above(bodies: Mapping[str, Body], name: str) -> list[str]:
    """An organisation and those above it, from itself up; a ring of parents ends where it closes."""
    found: list[str] = []
    while name in bodies and name not in found:
        found.append(name)
        name = bodies[name].parent
    return found


def bound(
    bodies: Mapping[str, Body], adopted: Iterable[Adopted], directive: Directive, card: Scorecard,
    day: dt.date,
) -> list[Body]:
    """The organisations to which the card gives points on a day, in the order of `bodies`."""
    head = directive.head
    if day < head.effective or (head.until is not None and day >= head.until):
        return []
    where = {
        one.organisation for one in adopted
        if one.directive == directive.id and one.since <= day and (one.until is None or day < one.until)
    }
    return [
        body for body in bodies.values()
        if _fits(bodies, body, card, day) and where.intersection(above(bodies, body.id))
    ]


def _fits(bodies: Mapping[str, Body], body: Body, card: Scorecard, day: dt.date) -> bool:
    when = card.when
    there = (body.since is None or body.since <= day) and (body.until is None or day < body.until)
    upper = bodies.get(body.parent)
    return (
        there and body.kind in when.kind
        and (when.sector is None or body.sector in when.sector)
        and (when.not_under is None or upper is None or upper.kind not in when.not_under)
    )


def read_bodies(source: Source) -> tuple[dict[str, Body], list[Adopted]]:
    """Organisations and adoptions of a source; InputError where it lacks one of the tables."""
    lacking = [name for name in ("organisations", "adoptions") if name not in source.tables]
    if lacking:
        raise InputError([
            Problem("数据包", f"没有 {name} 表", "有这张表，才知道给哪些党组织计分") for name in lacking])
    with source.session() as session:
        columns = source.tables["organisations"]
        optional = ", ".join(
            name if name in columns else "NULL" for name in ("sector", "parent", "dissolved"))
        rows = session.query(
            f"SELECT id, name, kind, established, {optional} FROM {source.name('organisations')} ORDER BY id")
        until = "until" if "until" in source.tables["adoptions"] else "NULL"
        adopted = session.query(
            f"SELECT organisation, directive, since, {until} FROM {source.name('adoptions')}")
    bodies = {
        row[0]: Body(row[0], row[1], row[2], row[4] or "", row[5] or "", _day(row[3]), _day(row[6]))
        for row in rows
    }
    return _in_tree_order(bodies), [
        Adopted(row[0], row[1], _day(row[2]) or dt.date.min, _day(row[3])) for row in adopted]


def _in_tree_order(bodies: dict[str, Body]) -> dict[str, Body]:
    """Each organisation before those below it, beside each other by id."""
    way = {name: above(bodies, name)[::-1] for name in bodies}
    return {name: bodies[name] for name in sorted(bodies, key=lambda name: way[name])}


def _day(number: int | None) -> dt.date | None:
    from zhibu.kernel.dates import from_day_number

    return None if number is None else from_day_number(number)
