"""The one pen of an import: every row it creates or changes is noted, so that it can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from zhibu.domain.exchange.facts.statistics import statistics_renew
from zhibu.domain.imports.choices import Deed
from zhibu.domain.imports.models import Change, Import
from zhibu.kernel.crypto import chain_mac

BATCH = 500
TELL_EVERY = 2000


def row_digest(row: models.Model) -> str:
    """A digest of all columns of a row; equal while nobody has changed it.

    Nothing and empty text count as the same: an encrypted column stores the one for the other. Keyed,
    since an encrypted number could else be found by trying: the rest of the row lies beside it in clear.
    """
    values = {
        field.attname: ""
        if getattr(row, field.attname) in (None, "")
        else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return chain_mac(key, "", json.dumps(values, sort_keys=True).encode())


class Pen:
    """Writes rows for one import, inside the caller's transaction."""

    def __init__(self, of: Import, tell: Callable[[str], None]) -> None:
        self.of = of
        self.tell = tell
        self.counts: dict[str, int] = {}
        self._order = 0
        self._changes: list[Change] = []
        self._sum = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Of all rows written so far, in their order: it stands in the one entry of the record."""
        return self._sum.hexdigest()

    def create(self, rows: Sequence[models.Model]) -> None:
        """Insert rows of one table and note each as created."""
        if not rows:
            return
        model = type(rows[0])
        label = str(model._meta.verbose_name)
        for start in range(0, len(rows), TELL_EVERY):
            if start or len(rows) > TELL_EVERY:
                self.tell(f"写入{label} {start} / {len(rows)}")
            some = rows[start : start + TELL_EVERY]
            model._default_manager.bulk_create(some, batch_size=BATCH)
            for row in some:
                self._note(row, Deed.CREATED, "")
        self.tell(f"写入{label} {len(rows)} 条")

    def change(self, changes: Sequence[tuple[models.Model, dict[str, Any]]]) -> None:
        """Set fields of existing rows and note what stood there before.

        Rows of one table that change the same fields go together; a row changed twice keeps its order.
        """
        groups: dict[tuple[type[models.Model], tuple[str, ...]], list[models.Model]] = {}
        seen: set[tuple[str, Any]] = set()
        for row, fields in changes:
            key = (type(row)._meta.label, row.pk)
            if key in seen:  # the second change of a row rests on the first
                self._flush(groups)
                groups, seen = {}, set()
                row.refresh_from_db()
            seen.add(key)
            columns = {field.name: field for field in row._meta.concrete_fields}
            before = {name: columns[name].value_to_string(row) for name in fields}
            for name, value in fields.items():
                setattr(row, name, value)
            row._before_import = json.dumps(before, ensure_ascii=False)  # type: ignore[attr-defined]  # carried to the note
            groups.setdefault((type(row), tuple(fields)), []).append(row)
        self._flush(groups)

    def _flush(
        self, groups: dict[tuple[type[models.Model], tuple[str, ...]], list[models.Model]]
    ) -> None:
        for (model, fields), rows in groups.items():
            model._default_manager.bulk_update(rows, list(fields), batch_size=200)
            for start in range(0, len(rows), BATCH):
                stored = model._default_manager.in_bulk(
                    [row.pk for row in rows[start : start + BATCH]]
                )
                for row in rows[start : start + BATCH]:
                    self._note(stored[row.pk], Deed.CHANGED, row._before_import)  # type: ignore[attr-defined]  # set above
            self.tell(f"修改{model._meta.verbose_name} {len(rows)} 条")

    def close(self) -> None:
        """Write the notes; called once at the end of the transaction."""
        self.tell("记下每一条，以备撤销")
        Change.objects.bulk_create(self._changes, batch_size=BATCH)
        written = Counter(change.table for change in self._changes)
        statistics_renew((apps.get_model(table), rows) for table, rows in written.items())
        statistics_renew([(Change, len(self._changes))])
        self._changes = []

    def _note(self, row: models.Model, deed: str, before: str) -> None:
        self._order += 1
        table = row._meta.label
        key = f"{table}:{deed}"
        self.counts[key] = self.counts.get(key, 0) + 1
        after = row_digest(row)
        self._sum.update(f"{self._order} {table} {row.pk} {deed} {after}\n".encode())
        self._changes.append(
            Change(
                of=self.of,
                order=self._order,
                table=table,
                row=str(row.pk),
                deed=deed,
                before=before,
                after=after,
            )
        )
