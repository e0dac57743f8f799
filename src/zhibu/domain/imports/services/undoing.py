"""Taking an import back row by row, and what stands in the way of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.apps import apps
from django.db import models

from zhibu.domain.imports.choices import Deed
from zhibu.domain.imports.models import Change, Import
from zhibu.domain.imports.services.writing import BATCH, row_digest
from zhibu.domain.members.references import SEVERAL, references_to
from zhibu.domain.members.references import TEXT_REFERENCES as MEMBER_REFERENCES

# References by id that are no foreign keys: table -> (table that refers, column). A column that
# holds several ids, joined by blanks, stands in SEVERAL.
TEXT_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "members.Member": MEMBER_REFERENCES,
    "organisations.Organisation": (("activities.Paper", "about"), ("procedures.Case", "subject")),
    "activities.Activity": (("activities.Paper", "about"), ("members.Post", "decided_by")),
    "members.Post": (("activities.Paper", "about"),),
}
TOLD = 50  # of one kind; the rest is counted
# What is found again by the night's work, or counts typing errors: goes along with the row, whatever it says.
DERIVED = frozenset({"attendance.CodeMisses", "minutes.Band", "minutes.Signal"})
# What an import keeps for itself does not stand in the way of undoing another; it goes along.
OWN = "imports"


def later_work(of: Import) -> list[str]:
    """What rests on the import and stands in the way of undoing it, as Chinese sentences.

    The first of each kind are told by name; beyond that a list is only counted.
    """
    changes = list(of.changes.all())
    created: dict[str, set[str]] = {}
    for change in changes:
        if change.deed == Deed.CREATED:
            created.setdefault(change.table, set()).add(change.row)
    found: list[str] = []
    for table, group in _by_table(changes):
        if apps.get_model(table)._meta.app_label != OWN:
            found += _changed_since(table, group)
    for table, keys in created.items():
        found += _referred_to(table, keys, created)
    return list(dict.fromkeys(found))


def take_back(of: Import) -> None:
    """Delete what was created, put back what was changed; the caller has asked `later_work`."""
    changes = list(of.changes.order_by("-order"))
    for change in changes:
        if change.deed == Deed.CHANGED:
            _restore(change)
    for table, group in _by_table([c for c in changes if c.deed == Deed.CREATED]):
        model = apps.get_model(table)
        keys = [change.row for change in group]
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            _let_go(model, some)
            chosen = model._default_manager.filter(pk__in=some)
            chosen._raw_delete(chosen.db)


def _let_go(model: type[models.Model], keys: list[str]) -> None:
    """References that do not stand in the way: set to nothing, or deleted with the row."""
    for other, key in references_to(model):
        rows = other._default_manager.filter(**{f"{key.name}__in": keys})
        if key.remote_field.on_delete is models.SET_NULL:
            rows.update(**{key.name: None})
        elif _goes_along(other) and model._meta.app_label != OWN:
            rows.delete()


def _goes_along(other: type[models.Model]) -> bool:
    """Whether rows of a table never stand in the way of what they refer to."""
    return other._meta.app_label == OWN or other._meta.label in DERIVED


def _by_table(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Runs of the same table, in the order written (or the reverse, as given)."""
    return [(table, list(group)) for table, group in groupby(changes, key=lambda c: c.table)]


def _rows(table: str, keys: Sequence[str]) -> dict[str, models.Model]:
    model = apps.get_model(table)
    rows: dict[str, models.Model] = {}
    for start in range(0, len(keys), BATCH):
        for row in model._default_manager.filter(pk__in=keys[start : start + BATCH]):
            rows[str(row.pk)] = row
    return rows


def _changed_since(table: str, group: Sequence[Change]) -> list[str]:
    """Rows that are gone or no longer as the import left them; the last note of a row counts."""
    last = {change.row: change for change in group}
    rows = _rows(table, list(last))
    label = apps.get_model(table)._meta.verbose_name
    found = []
    for key, change in last.items():
        row = rows.get(key)
        if row is None:
            found.append(f"{label} {key} 后来被删除了")
        elif row_digest(row) != change.after:
            name = _named(row) if len(found) < TOLD else key
            found.append(f"{label}“{name}”后来改过")
    return found


def _referred_to(table: str, keys: set[str], created: dict[str, set[str]]) -> list[str]:
    """Rows not of this import that refer to a row it created."""
    model = apps.get_model(table)
    label = model._meta.verbose_name
    found = []
    for other, column in _references(model):
        own = created.get(other._meta.label, set())
        hits = list(_hits(other, column, keys, own))
        names = _rows(table, [key for _, key in hits[:TOLD]])
        found += [
            f"{label}“{_named(names[key])}”已经用在{other._meta.verbose_name}里：{_named(row)}"
            for row, key in hits[:TOLD]
        ]
        found += [f"{label} {key} 已经用在{other._meta.verbose_name}里" for _, key in hits[TOLD:]]
    return found


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """(table, column) of everything that may refer to a row of this table."""
    for other, key in references_to(model):
        if key.remote_field.on_delete is not models.SET_NULL and not _goes_along(other):
            yield other, key.attname
    for table, column in TEXT_REFERENCES.get(model._meta.label, ()):
        yield apps.get_model(table), column


def _hits(
    other: type[models.Model], column: str, keys: set[str], own: set[str]
) -> Iterator[tuple[models.Model, str]]:
    """Rows of a table, not of the import's own, that name one of the ids; with the id."""
    if column in SEVERAL:  # one pass over the column: looking for each id would be one pass each
        held = other._default_manager.exclude(**{column: ""}).values_list("pk", column)
        found = [
            (pk, key)
            for pk, text in held.iterator(5000)
            if pk not in own
            for key in text.split()
            if key in keys
        ]
        rows = other._default_manager.in_bulk([pk for pk, _ in found])
        yield from ((rows[pk], key) for pk, key in found)
        return
    wanted = sorted(keys)
    for start in range(0, len(wanted), BATCH):
        condition = {f"{column}__in": wanted[start : start + BATCH]}
        there = other._default_manager.filter(**condition).values_list("pk", column)
        found = [(pk, str(key)) for pk, key in there if str(pk) not in own]
        rows = other._default_manager.in_bulk([pk for pk, _ in found])
        yield from ((rows[pk], key) for pk, key in found)


def _named(row: models.Model) -> str:
    """A row as a person knows it: with names in place of ids."""
    told = str(row)
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and getattr(row, field.attname):
            told = told.replace(str(getattr(row, field.attname)), str(getattr(row, field.name)))
    label = getattr(row, "get_post_display", None)
    if row._meta.label == "members.Post":
        member = apps.get_model("members.Member")._default_manager.filter(pk=row.member).first()  # type: ignore[attr-defined]  # a post
        told = f"{row.organisation} {label() if label else ''} {member or row.member}"  # type: ignore[attr-defined]  # a post
    return told


def _restore(change: Change) -> None:
    model = apps.get_model(change.table)
    row = model._default_manager.get(pk=change.row)
    before = json.loads(change.before)
    for name, text in before.items():
        field = model._meta.get_field(name)
        empty = text in ("None", "") and field.null
        setattr(row, field.attname, None if empty else field.to_python(text))
    row.save(update_fields=list(before))
