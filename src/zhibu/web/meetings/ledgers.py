"""The ledger (台账) of one type of activity: its columns follow from the type's fields, record, papers and steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.domain.meetings import selectors
from zhibu.domain.meetings.kinds import kind_of
from zhibu.domain.minutes.selectors.ledgers import days_of, said_in
from zhibu.domain.rulebook.selectors import columns_of
from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.components.sheets import PRINTED, Sheet
from zhibu.web.meetings import sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.meetings.selectors import Asked
    from zhibu.engine.language.ledger import LedgerColumn
    from zhibu.kernel.actor import Actor

DAYS = ("paper", "step")
BEFORE = ("notice_on", "consulted_on", "approved_on")
Cells = dict[tuple[str, str, str], str | int | dt.date]  # activity, sort of column, code


def ledger(actor: Actor, found: Iterable[Activity], asked: Asked, title: str, *, on_paper: bool = False) -> Sheet:
    """All of one type, one line each; of several types the columns they have between them (`sheets.ledger`).

    Columns of the record, of papers and steps in which nothing stands are left out. On paper there is room for words
    only where what is empty and most days are left to the workbook.
    """
    rows = list(found)
    if not asked.type or len(rows) > PRINTED:
        return sheets.ledger(rows, asked, title)
    cells = _cells(actor, rows, asked.type)
    filled = {(of, code) for (_, of, code), text in cells.items() if text}
    wanted = [one for one in columns_of(asked.type) if one.of in ("activity", "roll") or (one.of, one.code) in filled]
    if on_paper:
        wanted = [one for one in wanted if (one.of, one.code) in filled and one.of not in DAYS and one.code not in BEFORE]
    together = selectors.together_told(rows)
    alone = rows[0].organisation.in_full if on_paper and len({one.organisation_id for one in rows}) == 1 else ""
    columns = (
        Column("序号", 6, True), Column("日期", 12, True), *(() if alone else (Column("组织", 22),)),
        *(Column(one.label, one.width, one.of in ("paper", "step")) for one in wanted),
        *((Column("联合开展", 18),) if together else ()), Column("状态", 8, True),
    )  # fmt: skip
    lines = [
        (number, one.on, *(() if alone else (one.organisation.in_full,)), *(cells.get((one.pk, column.of, column.code), "") for column in wanted),
         *((together.get(one.pk, ""),) if together else ()), one.get_status_display())
        for number, one in enumerate(rows, 1)
    ]  # fmt: skip
    days = "通知、请示、材料和步骤的日期在 Excel 里。" if on_paper else "材料和步骤写的是日期。"
    notes = (f"截至 {clock.today()}，共 {len(lines)} 次。到会：到的人 / 登记的人。{days}",)
    own = alone and not asked.organisation  # whose it is stands in the title then
    return Sheet(f"{alone if own else ''}{title}台账", columns, lines, notes, landscape=True)


def _cells(actor: Actor, rows: Sequence[Activity], type: str) -> Cells:
    cells = _of_activity(rows, columns_of(type)) | days_of(rows)
    figures = {field.code for field in kind_of(type).minutes if field.kind == "number"}
    for key, said in said_in(actor, rows, kind_of(type)).items():
        cells |= {(key, "minutes", code): _figure(text) if code in figures else text for code, text in said.items()}
    return cells


def _figure(text: str) -> str | int:
    """A number as a number; what somebody wrote beside it stays."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _of_activity(rows: Sequence[Activity], columns: Sequence[LedgerColumn]) -> Cells:
    people, counts = sheets.people_named(rows), sheets.counted(rows)
    cells: Cells = {}
    for one in rows:
        cells[one.pk, "roll", "came"] = sheets.came_told(counts.get(one.pk))
        for column in columns:
            if column.of == "activity":
                cells[one.pk, "activity", column.code] = sheets.cell_told(one, column.code, people)
    return cells
