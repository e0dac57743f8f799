"""Taking in workbooks for a preview; nothing is written but the import itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.imports import policies
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Answer, Import, ImportFile
from zhibu.domain.imports.services import files
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Problem
from zhibu.rosters.sheets import open_workbook

LARGEST = 20 * 1024 * 1024
MOST_FILES = 30
SUFFIXES = (".xlsx", ".xls", ".csv")
# What a workbook with notes is called when it is downloaded; mended and taken in again it is the same.
NOTED = "（带说明）"
Workbook = tuple[str, bytes]


@transaction.atomic
def import_open(
    *,
    actor: Actor,
    workbooks: Sequence[Workbook],
    organisation: Organisation | None,
    day: dt.date,
) -> Import:
    """Take in workbooks for a preview.

    Refuses (all problems listed) what is no workbook, too large, or empty. What was answered when the
    same file was taken in before is carried over; it can be changed.
    """
    policies.import_open(actor, organisation)
    _check(workbooks)
    of = Import.objects.create(
        organisation=organisation, made_by_id=actor.user or None, made_at=clock.now(), day=day
    )
    kept = []
    try:
        for order, (name, content) in enumerate(workbooks):
            kept.append(files.file_of(of, order, name.replace(NOTED, "")[:200], content))
        ImportFile.objects.bulk_create(kept)
        carried = _carry_answers(of)
        entry_record(
            actor=actor,
            action="import.open",
            subject=of.pk,
            organisation=organisation.pk if organisation else "",
            details={"files": [file.digest for file in kept], "carried": carried},
        )
    except BaseException:
        for file in kept:
            files.delete_sealed(file.stored_as)
        raise
    return of


def import_again(*, actor: Actor, of: Import) -> Import:
    """The same workbooks once more, for what was left open: the answers given stand."""
    policies.import_touch(actor, of)
    return import_open(
        actor=actor, workbooks=files.sources(of), organisation=of.organisation, day=of.day
    )


def _carry_answers(of: Import) -> int:
    """Answers from the last import of one of the same files into the same organisation."""
    digests = [file.digest for file in of.files.all()]
    earlier = (
        Import.objects.filter(files__digest__in=digests, organisation=of.organisation)
        .exclude(pk=of.pk)
        .exclude(state=State.DISCARDED)
        .order_by("-made_at")
    )
    last = earlier.first()
    if last is None:
        return 0
    told = [
        Answer(
            of=of,
            key=answer.key,
            choice=answer.choice,
            means=answer.means,
            remember=answer.remember,
            answered_by_id=answer.answered_by_id,
            answered_at=answer.answered_at,
        )
        for answer in last.answers.all()
    ]
    Answer.objects.bulk_create(told, batch_size=500)
    of.summary = {"carried": len(told)}
    of.save(update_fields=["summary"])
    return len(told)


def _check(workbooks: Sequence[Workbook]) -> None:
    problems = []
    if not workbooks:
        problems.append(Problem("上传", "", "至少一个工作簿", "选好文件再上传"))
    if len(workbooks) > MOST_FILES:
        problems.append(
            Problem("上传", f"{len(workbooks)} 个文件", f"一次不超过 {MOST_FILES} 个", "分几次导入")
        )
    else:
        for name, content in workbooks:
            problems += _problems_of(name, content)
    if problems:
        raise InputError(problems)


def _problems_of(name: str, content: bytes) -> list[Problem]:
    where = f"文件“{name}”"
    if not name.lower().endswith(SUFFIXES):
        mend = "在表格软件里另存为 .xlsx"
        return [Problem(where, name.rpartition(".")[2][:10], ".xlsx、.xls 或 .csv 文件", mend)]
    if not content:
        return [Problem(where, "空文件", "有内容的工作簿", "打开看看里面有没有内容，再传一次")]
    if len(content) > LARGEST:
        read = f"{len(content) // 1024 // 1024} MB"
        return [Problem(where, read, "不超过 20 MB", "删去图片，或者分成几个文件再导入")]
    try:
        sheets = open_workbook((name, content))
    except InputError as error:
        return list(error.problems)
    if not any(sheet.rows for sheet in sheets):
        return [
            Problem(where, "没有内容的表", "有内容的工作簿", "打开看看里面有没有内容，再传一次")
        ]
    return []
