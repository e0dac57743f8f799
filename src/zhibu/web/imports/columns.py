"""How the sheets were understood: their kinds and columns, and the form in which that is corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict

from zhibu.domain.imports.selectors import Import, RememberedColumn
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.errors import NotFound
from zhibu.rosters.columns import column_letters
from zhibu.rosters.kinds import all_kinds
from zhibu.rosters.reading import SheetReading
from zhibu.rosters.sheets import Sheet, open_workbook
from zhibu.rosters.values.text import squash, text_of
from zhibu.web.imports.rows import FATES
from zhibu.web.imports.wording import covered

SURE = 0.9
SAMPLES = 3
LOOKED_AT = 60  # rows in which samples are looked for
HEADINGS_IN = 12  # rows in which the headings of an unknown sheet are looked for
NONE = "none"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet in the list, or several of one file that were understood alike."""

    number: int
    name: str
    label: str
    state: str
    word: str
    told: str
    rows: str
    fates: tuple[tuple[str, int], ...]
    others: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of a sheet with the field it is read as."""

    number: int
    letter: str
    heading: str
    field: str
    samples: str
    status: str
    word: str
    hidden: bool


def sheet_lines(preview: Preview) -> list[SheetLine]:
    """The sheets in their order; those of one file that were understood alike stand together."""
    together: dict[tuple[Any, ...], list[int]] = {}
    for number, one in enumerate(preview.reading.sheets):
        columns = tuple(sorted(column.heading for column in (*one.columns, *one.unknown_columns)))
        key = (one.file, one.kind, columns) if one.kind else (one.file, one.sheet)
        together.setdefault(key, []).append(number)
    return [_sheet_line(preview, numbers) for numbers in together.values()]


def _sheet_line(preview: Preview, numbers: list[int]) -> SheetLine:
    own = [preview.reading.sheets[number] for number in numbers]
    first = own[0]
    counts = {word: sum(one.counts.get(key, 0) for one in own) for key, (word, _) in FATES.items()}
    state, word = _state(first)
    known, unknown = len(first.columns), len(first.unknown_columns)
    told = f"{known + unknown} 列认出 {known} 列" if known or unknown else ""
    if unknown:
        told += "，不读：" + "、".join(
            "".join(one.heading.split()) for one in first.unknown_columns
        )
    name = first.sheet or first.file
    return SheetLine(
        numbers[0],
        name if len(own) == 1 else f"{name} 等 {len(own)} 张",
        first.label,
        state,
        word,
        told,
        _header(first),
        tuple((word, count) for word, count in counts.items() if count),
        tuple((number, preview.reading.sheets[number].sheet) for number in numbers[1:]),
    )


def _header(one: SheetReading) -> str:
    rows = one.header_rows
    return f"表头在第 {'、'.join(map(str, rows))} 行" if rows else ""


def _state(one: SheetReading) -> tuple[str, str]:
    if one.hidden and not one.kind:
        return "waived", "隐藏表，不读"
    if not one.kind:
        return "waived", "不读"
    unsure = [column for column in one.columns if column.certainty < SURE]
    return ("deviation", f"{len(unsure)} 列看一眼") if unsure else ("met", "认出来了")


def sheet_page(of: Import, preview: Preview, number: int, kind: str = "") -> dict[str, Any]:
    """The context of one sheet's page: its columns with samples, and what they may be read as."""
    if number >= len(preview.reading.sheets):
        raise NotFound("这次导入没有这张表。")
    one = preview.reading.sheets[number]
    sheet = next(
        sheet
        for source in files.sources(of)
        if source[0] == one.file
        for sheet in open_workbook(source)
        if sheet.name == one.sheet
    )
    chosen = kind or one.kind
    return {
        "of": of,
        "one": one,
        "number": number,
        "kinds": [(each.name, each.label) for each in all_kinds()],
        "kind": chosen,
        "header": _header(one),
        "lines": _known_columns(one, sheet) if one.kind else _raw_columns(sheet),
        "fields": field_names().get(chosen, []),
    }


def _known_columns(one: SheetReading, sheet: Sheet) -> list[ColumnLine]:
    found = []
    for column in sorted((*one.columns, *one.unknown_columns), key=lambda column: column.index):
        status, word = ("met", "确定") if column.certainty >= SURE else ("deviation", "看一眼")
        if not column.field:
            status, word = "waived", "不读"
        found.append(
            _line(
                sheet, column.index, column.heading, column.field, one.header_rows[-1], status, word
            )
        )
    return found


def _raw_columns(sheet: Sheet) -> list[ColumnLine]:
    """The columns of a sheet that was not recognised: the fullest of the first rows is the heading."""
    top = [row for row in sheet.numbers() if row <= HEADINGS_IN]
    if not top:
        return []
    head = max(top, key=lambda row: len(sheet.filled(row)))
    return [
        _line(sheet, column, text, "", head, "deviation", "没认出")
        for column, text in sheet.filled(head)
    ]


def _line(
    sheet: Sheet, column: int, heading: str, name: str, head: int, status: str, word: str
) -> ColumnLine:
    return ColumnLine(
        column, column_letters(column), heading, name, _samples(sheet, column, heading, head),
        status, word, column in sheet.hidden_columns,
    )  # fmt: skip


def _samples(sheet: Sheet, column: int, heading: str, head: int) -> str:
    found: dict[str, None] = {}
    for row in range(head + 1, min(head + LOOKED_AT, sheet.height) + 1):
        text = squash(text_of(sheet.value(row, column)))
        if text and text != squash(heading):
            found[covered(text, heading)[:24]] = None
        if len(found) == SAMPLES:
            break
    return "、".join(found)


@cache
def field_names() -> dict[str, list[tuple[str, str]]]:
    """Kind of sheet -> (field, its first heading), for the columns form."""
    choices = {}
    for kind in all_kinds():
        names: dict[str, str] = {}
        for heading, name in kind.vocabulary.exact.items():
            names.setdefault(name, heading)
        for pattern, name in kind.vocabulary.patterns:
            if "{}" in name and "月" in pattern.pattern:
                names |= {name.format(month): f"{month}月" for month in range(1, 13)}
        choices[kind.name] = list(names.items())
    return choices


def columns_posted(posted: QueryDict, preview: Preview, number: int) -> dict[str, str]:
    """Heading -> field, of the columns that were given another field than they had."""
    one = preview.reading.sheets[number]
    before = {column.index: column.field for column in (*one.columns, *one.unknown_columns)}
    found: dict[str, str] = {}
    for name in posted:
        if name.startswith("heading-") and name.removeprefix("heading-").isdecimal():
            place = name.removeprefix("heading-")
            chosen = posted.get(f"field-{place}", "")
            if chosen != before.get(int(place), ""):
                found[str(posted[name])] = chosen
    return found


def kind_posted(posted: QueryDict, preview: Preview, number: int) -> str:
    """The kind that was chosen; anything else counts as what was recognised."""
    chosen = posted.get("kind", "")
    known = {kind.name for kind in all_kinds()} | {NONE}
    return chosen if chosen in known else preview.reading.sheets[number].kind


def remembered_lines(rows: Iterable[RememberedColumn]) -> list[dict[str, Any]]:
    """Remembered headings in words."""
    labels = {kind.name: kind.label for kind in all_kinds()}
    names = {kind: dict(pairs) for kind, pairs in field_names().items()}
    return [
        {
            "row": row,
            "kind": labels.get(row.kind, row.kind),
            "field": names.get(row.kind, {}).get(row.field, row.field) or "不读",
        }
        for row in rows
    ]
