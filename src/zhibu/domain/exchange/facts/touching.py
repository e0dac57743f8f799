"""Whose facts some rows are: the organisations and members that they name, themselves or by what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import models

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Touch
from zhibu.domain.exchange.facts.tables import MODELS, model_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot, Case
from zhibu.facts.contract import TABLES

MOST = 20_000  # rows beyond which everything counts as touched
CHUNK = 5000
EVERYBODYS = frozenset({"terms", "calendar"})
Column = Callable[[str, str], Iterable[str | None]]  # table, column -> what stands in it
# column -> what it names; `id` names the row's own subject in these two tables
ORGANISATIONS = frozenset({"organisation", "parent"})
MEMBERS = frozenset({"member", "host", "speaker"})
BEHIND: dict[str, type[models.Model]] = {"activity": Activity, "case": Case}


def touch_of_rows(rows: Iterable[tuple[str, str]]) -> Touch:
    """What rows in the database touch, each as (label of its model, primary key)."""
    tables = {label: table for table, label in MODELS.items()}
    keys: dict[str, set[str]] = {}
    for label, key in rows:
        if label in tables:
            keys.setdefault(tables[label], set()).add(key)
    if sum(map(len, keys.values())) > MOST:
        return Touch(everything=True)

    def column(table: str, name: str) -> Iterator[str | None]:
        for some in _chunks(keys[table]):
            yield from model_of(table)._default_manager.filter(pk__in=some).order_by().values_list(
                name, flat=True
            )

    return touch_of_columns(keys, column)


def touch_of_columns(tables: Iterable[str], column: Column) -> Touch:
    """What the rows of some tables touch; `column` gives what stands in a column of them."""
    organisations: set[str] = set()
    members: set[str] = set()
    about: set[str] = set()
    for table in tables:
        if table in EVERYBODYS:
            return Touch(everything=True)
        names = set(TABLES[table].by_name)
        for name in names & ORGANISATIONS:
            organisations |= _filled(column(table, name))
        for name in names & MEMBERS:
            members |= {one for cell in _filled(column(table, name)) for one in cell.split()}
        for name, model in BEHIND.items():
            if name in names:
                organisations |= _organisations(model, _filled(column(table, name)))
        if table == "organisations":
            organisations |= _filled(column(table, "id"))
        elif table == "members":
            members |= _filled(column(table, "id"))
        elif table in ("papers", "waivers"):
            about |= _filled(column(table, "about" if table == "papers" else "subject"))
    more = touch_of_subjects(about)
    return touch_join([Touch(frozenset(organisations), frozenset(members)), more])


def touch_of_subjects(subjects: Iterable[str]) -> Touch:
    """What papers or waivers about these subjects touch; an id may be of any kind, or of none."""
    wanted = set(subjects)
    if not wanted:
        return Touch()
    organisations = _there(Organisation, wanted)
    for model in (Activity, Post, Case):
        organisations |= _organisations(model, wanted)
    held = {str(pk) for pk in _values(Ballot, wanted, "activity_id") if pk}
    organisations |= _organisations(Activity, held)
    return Touch(frozenset(organisations), frozenset(_there(Member, wanted)))


def touch_join(touches: Iterable[Touch]) -> Touch:
    """All of them together."""
    found = list(touches)
    return Touch(
        organisations=frozenset().union(*(one.organisations for one in found)),
        members=frozenset().union(*(one.members for one in found)),
        everything=any(one.everything for one in found),
    )


def touch_of_changes(changes: Iterable[models.Model]) -> Touch:
    """What rows about to be changed (or just changed) touch."""
    return touch_of_rows((type(row)._meta.label, str(row.pk)) for row in changes)


def _filled(cells: Iterable[str | None]) -> set[str]:
    return {cell for cell in cells if cell}


def _there(model: type[models.Model], wanted: set[str]) -> set[str]:
    return {str(pk) for pk in _values(model, wanted, "pk")}


def _organisations(model: type[models.Model], wanted: set[str]) -> set[str]:
    return {str(pk) for pk in _values(model, wanted, "organisation_id")}


def _values(model: type[models.Model], wanted: set[str], name: str) -> Iterator[str]:
    for some in _chunks(wanted):
        rows = model._default_manager.filter(pk__in=some).order_by()
        yield from rows.values_list(name, flat=True)


def _chunks(names: set[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
