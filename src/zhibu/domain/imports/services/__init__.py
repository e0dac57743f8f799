"""What is done with an import: open, answer, map columns, confirm, undo, discard; nothing else writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.imports import policies
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Answer, Import, ImportFile, RememberedColumn
from zhibu.domain.imports.services import files, previews
from zhibu.domain.imports.services.plan import Plan
from zhibu.domain.imports.services.writing import Pen, later_work, take_back
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import place
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Problem, Refused
from zhibu.rosters.sheets import open_workbook

UNDO_DAYS = 30
LARGEST = 20 * 1024 * 1024
SUFFIXES = (".xlsx", ".xls", ".csv")


@transaction.atomic
def import_open(
    *,
    actor: Actor,
    workbooks: Sequence[tuple[str, bytes]],
    organisation: Organisation | None,
    day: dt.date,
) -> Import:
    """Take in workbooks for a preview; nothing is written but the import itself.

    Refuses (all problems listed) what is no workbook, too large, or empty.
    """
    policies.import_open(actor, organisation)
    _check(workbooks)
    of = Import.objects.create(
        organisation=organisation, made_by_id=actor.user or None, made_at=clock.now(), day=day
    )
    ImportFile.objects.bulk_create(
        [files.file_of(of, order, name, content) for order, (name, content) in enumerate(workbooks)]
    )
    entry_record(
        actor=actor,
        action="import.open",
        subject=of.pk,
        organisation=organisation.pk if organisation else "",
        details={"files": [file.digest for file in of.files.all()]},
    )
    return of


def _check(workbooks: Sequence[tuple[str, bytes]]) -> None:
    problems = []
    if not workbooks:
        problems.append(Problem("上传", "", "至少一个工作簿", "选好文件再上传"))
    for name, content in workbooks:
        if not name.lower().endswith(SUFFIXES):
            problems.append(
                Problem(
                    f"文件“{name}”", name, ".xlsx、.xls 或 .csv 文件", "在 Excel 里另存为 .xlsx"
                )
            )
        elif len(content) > LARGEST:
            read = f"{len(content) // 1024 // 1024} MB"
            problems.append(Problem(f"文件“{name}”", read, "不超过 20 MB", "分成几个文件再导入"))
        else:
            try:
                open_workbook((name, content))
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)


@transaction.atomic
def import_answer(*, actor: Actor, of: Import, answers: Mapping[str, str]) -> None:
    """Store answers to questions; an empty one takes the answer back."""
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "改回答")
    now = clock.now()
    for key, choice in answers.items():
        if not choice:
            of.answers.filter(key=key).delete()
            continue
        Answer.objects.update_or_create(
            of=of,
            key=key,
            defaults={"choice": choice, "answered_by_id": actor.user or None, "answered_at": now},
        )
    entry_record(
        actor=actor, action="import.answer", subject=of.pk, details={"count": len(answers)}
    )


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
    """Correct what a sheet is and what its columns mean; remembered for the next import."""
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
    if remember:
        for heading, field in columns.items():
            RememberedColumn.objects.update_or_create(
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
def import_confirm(*, actor: Actor, of: Import) -> Import:
    """Write what the preview says, all or nothing, each row noted for undo."""
    of = Import.objects.select_for_update().get(pk=of.pk)
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "写入")
    policies.import_open(actor, of.organisation)
    preview = previews.preview_make(of, actor)
    pen = Pen(of)
    _write(preview.plan, pen)
    pen.close()
    now = clock.now()
    of.state = State.CONFIRMED
    of.confirmed_by_id, of.confirmed_at = actor.user or None, now
    of.undo_until = now + dt.timedelta(days=UNDO_DAYS)
    of.summary = {"rows": preview.reading.counts(), **preview.plan.summary()}
    of.save()
    entry_record(
        actor=actor,
        action="import.confirm",
        subject=of.pk,
        organisation=of.organisation_id or "",
        details={"counts": pen.counts},
    )
    return of


def _write(plan: Plan, pen: Pen) -> None:
    for rows in plan.creates.values():
        if rows and isinstance(rows[0], Organisation):
            rows = list(place([row for row in rows if isinstance(row, Organisation)]))
        pen.create(rows)
    for change in plan.changes:
        pen.change(change.row, **change.fields)


@transaction.atomic
def import_undo(*, actor: Actor, of: Import) -> Import:
    """Take the whole import back; refused, with the list, where later work rests on it."""
    of = Import.objects.select_for_update().get(pk=of.pk)
    policies.import_touch(actor, of)
    policies.in_state(of, State.CONFIRMED, "撤销")
    now = clock.now()
    kept = of.files.exclude(stored_as="").exists()
    if of.undo_until is None or now > of.undo_until or not kept:
        raise Refused(f"写入已超过 {UNDO_DAYS} 天，不能整批撤销；在各人、各支部的页面上逐项改。")
    found = later_work(of)
    if found:
        lines = "\n".join(found[:50])
        rest = f"\n……共 {len(found)} 处" if len(found) > 50 else ""
        raise Refused(f"后来的工作用到了这次导入，先处理下面这些才能撤销：\n{lines}{rest}")
    take_back(of)
    files.forget(of)
    of.state, of.closed_at = State.UNDONE, now
    of.save(update_fields=["state", "closed_at"])
    entry_record(
        actor=actor,
        action="import.undo",
        subject=of.pk,
        organisation=of.organisation_id or "",
        details={"rows": of.changes.count()},
    )
    of.changes.all().delete()
    return of


@transaction.atomic
def import_discard(*, actor: Actor, of: Import) -> Import:
    """Give a draft up: its files and answers go."""
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "放弃")
    files.forget(of)
    of.answers.all().delete()
    of.state, of.closed_at = State.DISCARDED, clock.now()
    of.save(update_fields=["state", "closed_at"])
    entry_record(actor=actor, action="import.discard", subject=of.pk)
    return of


def imports_expire(*, actor: Actor, now: dt.datetime) -> int:
    """Delete uploads whose undo has ended, and drafts nobody touched for as long; the daily job."""
    ended = Import.objects.filter(state=State.CONFIRMED, undo_until__lt=now)
    count = 0
    for of in ended.filter(files__stored_as__gt="").distinct():
        with transaction.atomic():
            count += files.forget(of)
            of.changes.all().delete()
            entry_record(actor=actor, action="import.expire", subject=of.pk)
    stale = Import.objects.filter(state=State.DRAFT, made_at__lt=now - dt.timedelta(days=UNDO_DAYS))
    for of in stale:
        import_discard(actor=Actor.system("jobs"), of=of)
        count += 1
    return count
