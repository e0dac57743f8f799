"""The one pen of an import: every row it creates or changes is noted, so that it can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, cast

from django.apps import apps
from django.db import models

from zhibu.domain.imports.choices import Deed
from zhibu.domain.imports.models import Change, Import

BATCH = 500

# References by id that are no foreign keys: table -> (table that refers, column).
TEXT_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "members.Member": (
        ("members.Post", "member"),
        ("activities.Paper", "about"),
        ("procedures.Case", "subject"),
    ),
    "organisations.Organisation": (("activities.Paper", "about"), ("procedures.Case", "subject")),
    "activities.Activity": (("activities.Paper", "about"), ("members.Post", "decided_by")),
}


def row_digest(row: models.Model) -> str:
    """A digest of all columns of a row; equal while nobody has changed it.

    Nothing and empty text count as the same: an encrypted column stores the one for the other.
    """
    values = {
        field.attname: ""
        if getattr(row, field.attname) in (None, "")
        else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


class Pen:
    """Writes rows for one import, inside the caller's transaction."""

    def __init__(self, of: Import) -> None:
        self.of = of
        self.counts: dict[str, int] = {}
        self._order = 0
        self._changes: list[Change] = []

    def create(self, rows: Sequence[models.Model]) -> None:
        """Insert rows of one table and note each as created."""
        if not rows:
            return
        model = type(rows[0])
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            self._note(row, Deed.CREATED, "")

    def change(self, row: models.Model, **fields: Any) -> None:
        """Set fields of an existing row and note what stood there before."""
        before = {}
        for name, value in fields.items():
            field = cast("models.Field[Any, Any]", row._meta.get_field(name))
            before[name] = field.value_to_string(row)
            setattr(row, name, value)
        row.save(update_fields=list(fields))
        row.refresh_from_db()
        self._note(row, Deed.CHANGED, json.dumps(before, ensure_ascii=False))

    def close(self) -> None:
        """Write the notes; called once at the end of the transaction."""
        Change.objects.bulk_create(self._changes, batch_size=BATCH)
        self._changes = []

    def _note(self, row: models.Model, deed: str, before: str) -> None:
        self._order += 1
        table = row._meta.label
        key = f"{table}:{deed}"
        self.counts[key] = self.counts.get(key, 0) + 1
        self._changes.append(
            Change(
                of=self.of,
                order=self._order,
                table=table,
                row=str(row.pk),
                deed=deed,
                before=before,
                after=row_digest(row),
            )
        )


def later_work(of: Import) -> list[str]:
    """What rests on the import and stands in the way of undoing it, as Chinese sentences."""
    found: list[str] = []
    changes = list(of.changes.all())
    created: dict[str, set[str]] = {}
    for change in changes:
        if change.deed == Deed.CREATED:
            created.setdefault(change.table, set()).add(change.row)
    for table, group in _by_table(changes):
        found += _changed_since(table, group)
    for table, keys in created.items():
        found += _referred_to(table, keys, created)
    return found


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
            chosen = model._default_manager.filter(pk__in=keys[start : start + BATCH])
            chosen._raw_delete(chosen.db)


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
            found.append(f"{label}“{row}”后来改过")
    return found


def _referred_to(table: str, keys: set[str], created: dict[str, set[str]]) -> list[str]:
    """Rows not of this import that refer to a row it created."""
    model = apps.get_model(table)
    label = model._meta.verbose_name
    found = []
    references = [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if isinstance(relation.field, models.ForeignKey)
        and relation.on_delete is not models.SET_NULL
    ]
    references += [(apps.get_model(t), column) for t, column in TEXT_REFERENCES.get(table, ())]
    wanted = sorted(keys)
    for other, column in references:
        own = created.get(other._meta.label, set())
        for start in range(0, len(wanted), BATCH):
            chosen = other._default_manager.filter(
                **{f"{column}__in": wanted[start : start + BATCH]}
            )
            for pk, key in chosen.values_list("pk", column):
                if str(pk) not in own:
                    found.append(f"{label} {key} 已经用在{other._meta.verbose_name}里（{pk}）")
    return found


def _restore(change: Change) -> None:
    model = apps.get_model(change.table)
    row = model._default_manager.get(pk=change.row)
    before = json.loads(change.before)
    for name, text in before.items():
        field = model._meta.get_field(name)
        empty = text in ("None", "") and field.null
        setattr(row, field.attname, None if empty else field.to_python(text))
    row.save(update_fields=list(before))
