"""The pen of a merge: every row that it changes or removes is noted as it was, so that it can be put back.

Notes are dicts of texts (`before`, `after`; None where there is no row), sealed when they are kept.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from zhibu.domain.members.references import references_to
from zhibu.kernel.crypto import seal, unseal
from zhibu.kernel.errors import Refused

TOLD = 5
_PARTS = re.compile(r"([\s:]+)")  # between ids that stand in one text
Cells = dict[str, str | None]
Row = dict[str, Any]


class Pen:
    """Changes rows and remembers what stood there."""

    def __init__(self) -> None:
        self.notes: list[Row] = []
        self.counts: dict[str, int] = {}

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of a row."""
        before = cells(type(row)._default_manager.get(pk=row.pk))
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self._note(row, before, cells(type(row)._default_manager.get(pk=row.pk)))

    def remove(self, row: models.Model) -> None:
        """Delete a row and what goes with it; Refused where others rest on it."""
        self._let_go(row)
        before, key = cells(row), row.pk
        try:
            row.delete()
        except models.ProtectedError as error:
            label = row._meta.verbose_name
            raise Refused(f"有记录引用着要并掉的{label}（{row}），先处理它们再合并。") from error
        row.pk = key
        self._note(row, before, None)

    def sealed(self) -> bytes:
        """All notes, unreadable without the installation's key."""
        text = json.dumps(self.notes, ensure_ascii=False, separators=(",", ":"))
        return seal(settings.ZHIBU_SECRETS["files_key"], text.encode())

    def _let_go(self, row: models.Model) -> None:
        """What the database would take along, one by one: it comes back with the row."""
        for model, key in references_to(type(row)):
            there = model._default_manager.filter(**{key.attname: row.pk}).order_by("pk")
            for one in there if key.remote_field.on_delete is models.CASCADE else ():
                self.remove(one)
            for one in there if key.remote_field.on_delete is models.SET_NULL else ():
                self.change(one, **{key.attname: None})

    def _note(self, row: models.Model, before: Cells, after: Cells | None) -> None:
        label = str(row._meta.verbose_name)
        self.counts[label] = self.counts.get(label, 0) + 1
        self.notes.append(
            {"table": row._meta.label, "row": str(row.pk), "before": before, "after": after}
        )


def cells(row: models.Model) -> Cells:
    """All columns of a row as texts that `to_python` takes back."""
    return {
        field.attname: None if getattr(row, field.attname) is None else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }


def rename_within(pen: Pen, model: type[models.Model], column: str, one: str, other: str) -> None:
    """An id among other words becomes another; a row that a unique key would then allow only once goes."""
    rows = model._default_manager.annotate(said=Cast(column, models.TextField())).filter(said__contains=other)
    for row in rows.order_by("pk"):
        before = getattr(row, column)
        after = _renamed(before, one, other)
        if after == before:
            continue
        if _is_there(model, row, column, after):
            pen.remove(row)
        else:
            pen.change(row, **{column: after})


def _renamed(value: Any, one: str, other: str) -> Any:
    """The same value with one id for the other, where it stands as a word of its own."""
    if isinstance(value, str):
        return "".join(one if part == other else part for part in _PARTS.split(value))
    if isinstance(value, list):
        return [_renamed(each, one, other) for each in value]
    if isinstance(value, dict):
        return {_renamed(key, one, other): _renamed(each, one, other) for key, each in value.items()}
    return value


def _is_there(model: type[models.Model], row: models.Model, column: str, value: Any) -> bool:
    """Whether a unique key with the column has another row of that value."""
    for key in model._meta.constraints:
        if isinstance(key, models.UniqueConstraint) and column in key.fields:
            wanted = {name: value if name == column else getattr(row, name) for name in key.fields}
            if model._default_manager.filter(**wanted).exclude(pk=row.pk).exists():
                return True
    return False


def put_back(sealed: bytes) -> None:
    """Restore every row as it was, the last change first; Refused where one was changed since."""
    notes: list[Row] = json.loads(unseal(settings.ZHIBU_SECRETS["files_key"], bytes(sealed)))
    later = _changed_since(notes)
    if later:
        more = f"等 {len(later)} 处" if len(later) > TOLD else ""
        raise Refused(f"合并以后又改过：{'、'.join(later[:TOLD])}{more}。先把它们改回去，再撤销合并。")
    for note in reversed(notes):
        model = apps.get_model(note["table"])
        if note["after"] is None:
            row = model(**_values(model, note["before"]))
            row.save_base(raw=True, force_insert=True)
            continue
        row = model._default_manager.get(pk=note["row"])
        names = _changed(note)
        for name, value in _values(model, {n: note["before"][n] for n in names}).items():
            setattr(row, name, value)
        row.save_base(raw=True, force_update=True)


def _changed(note: Row) -> list[str]:
    return [name for name, text in note["before"].items() if note["after"][name] != text]


def _changed_since(notes: list[Row]) -> list[str]:
    """Rows that are not as the merge left them, in the columns that it changed."""
    last: dict[tuple[str, str], Row] = {}
    wanted: dict[tuple[str, str], set[str]] = {}
    for note in notes:
        key = (note["table"], note["row"])
        last[key] = note
        if note["after"] is not None:
            wanted.setdefault(key, set()).update(_changed(note))
    found = []
    for (table, pk), note in last.items():
        model = apps.get_model(table)
        row = model._default_manager.filter(pk=pk).first()
        label = str(model._meta.verbose_name)
        if (note["after"] is None) != (row is None):
            found.append(f"{label} {pk}")
        elif row is not None:
            now = cells(row)
            if any(now[name] != note["after"][name] for name in wanted[table, pk]):
                found.append(f"{label} {row}")
    return found


def _values(model: type[models.Model], texts: Cells) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: None if text is None else _python(fields[name], text) for name, text in texts.items()
    }


def _python(field: models.Field[Any, Any], text: str) -> Any:
    return field.to_python(text) if not isinstance(field, models.CharField) else text
