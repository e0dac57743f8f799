"""Answers to questions, corrected columns, and what is remembered of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.imports import policies, selectors
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Answer, Import, RememberedColumn
from zhibu.domain.imports.named import places_of
from zhibu.domain.imports.services import previews
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor


@transaction.atomic
def import_answer(
    *, actor: Actor, of: Import, answers: Mapping[str, str], remember: Collection[str] = ()
) -> int:
    """Store answers to questions; an empty one takes the answer back. Returns how many changed.

    `remember`: keys whose answer is to be used in later imports without asking.
    """
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "改回答")
    there = {answer.key: answer for answer in of.answers.all()}
    changed = {
        key: choice
        for key, choice in answers.items()
        if (there[key].choice if key in there else "") != choice
        or (key in there and there[key].remember != (key in remember))
    }
    if not changed:
        return 0
    kept = previews.preview_kept(of, actor)
    places = places_of(kept.reading) if kept else {}
    now = clock.now()
    of.answers.filter(key__in=list(changed)).delete()
    Answer.objects.bulk_create(
        [
            Answer(
                of=of,
                key=key,
                choice=choice,
                means=places.get(choice, ""),
                remember=key in remember,
                answered_by_id=actor.user or None,
                answered_at=now,
            )
            for key, choice in changed.items()
            if choice
        ],
        batch_size=500,
    )
    entry_record(
        actor=actor, action="import.answer", subject=of.pk, details={"count": len(changed)}
    )
    return len(changed)


@transaction.atomic
def import_map(
    *,
    actor: Actor,
    of: Import,
    file: str,
    sheet: str,
    kind: str,
    columns: Mapping[str, str],
    remember: bool = True,
) -> None:
    """Correct what a sheet is (`none`: not to be read) and what columns mean.

    Remembered columns are used from then on, for this organisation and all below it.
    """
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "改列的对应")
    rule: dict[str, object] = {"file": file, "sheet": sheet, "columns": dict(columns)}
    if kind:
        rule["kind"] = "" if kind == "none" else kind
    others = [
        one
        for one in of.mapping.get("sheets", [])
        if (one.get("file"), one.get("sheet")) != (file, sheet)
    ]
    of.mapping = {"sheets": [*others, rule]}
    of.save(update_fields=["mapping"])
    if remember and kind and kind != "none":
        for heading, field in columns.items():
            RememberedColumn.objects.update_or_create(
                organisation=of.organisation,
                kind=kind,
                heading=heading[:100],
                defaults={
                    "field": field,
                    "remembered_by_id": actor.user or None,
                    "remembered_at": clock.now(),
                },
            )
    entry_record(
        actor=actor, action="import.map", subject=of.pk, details={"columns": dict(columns)}
    )


@transaction.atomic
def import_correct(*, actor: Actor, of: Import, rules: list[dict[str, Any]]) -> None:
    """Take over a whole mapping (`--map FILE`) for this import alone."""
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "改列的对应")
    of.mapping = {"sheets": rules}
    of.save(update_fields=["mapping"])
    entry_record(actor=actor, action="import.correct", subject=of.pk, details={"rules": len(rules)})


@transaction.atomic
def column_forget(*, actor: Actor, pk: int) -> None:
    """No longer take a heading for what somebody said."""
    row = selectors.remembered_column_get(actor, pk)
    details = {"heading": row.heading, "field": row.field}
    entry_record(actor=actor, action="column.forget", subject=str(pk), details=details)
    row.delete()


@transaction.atomic
def name_forget(*, actor: Actor, pk: int) -> None:
    """No longer take a name for the organisation that somebody said."""
    row = selectors.remembered_name_get(actor, pk)
    details = {"name": row.name}
    entry_record(
        actor=actor,
        action="name.forget",
        subject=str(pk),
        organisation=row.organisation_id,
        details=details,
    )
    row.delete()
