"""The branch and group that the rows of a list stand under: in a heading row, or in the title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhibu.rosters.columns import Layout
from zhibu.rosters.kinds.branch_in_heading import names_above
from zhibu.rosters.orgnames import level_of
from zhibu.rosters.people.belonging import branch_named, note_what_is_known
from zhibu.rosters.people.person import Reader, Section
from zhibu.rosters.rowkinds import skip_head, skip_odd
from zhibu.rosters.sections import UPPER, Heading, heading_in, named, narrowed
from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.text import squash

_LOOKED_AT = 60  # rows below the headings in which the first heading of a section is looked for


def names_a_branch(sheet: Sheet, layout: Layout) -> bool:
    """Whether the title, or a heading row further down, says whose members these are."""
    above = [text for _, text in names_above(sheet, layout, with_sheet_name=False)]
    if any(level_of(text) == "branch" or named(text) for text in above) or level_of(sheet.name) == "branch":
        return True
    last = min(sheet.height, layout.first_row + _LOOKED_AT)
    return any((found := heading_in(sheet, row, layout)) and found.level == "branch"
               for row in range(layout.first_row, last + 1))  # fmt: skip


def begin(reader: Reader) -> None:
    """Where there is no column for it, the branch that the title or the sheet's name gives."""
    if reader.layout.index("branch") >= 0:
        return
    known = reader.context.notes.get("organisations_known", True)
    for row, text in names_above(reader.sheet, reader.layout):
        heading = named("".join(text.split()))
        if not known and (heading is None or heading.level != "branch"):
            continue
        match = branch_named(reader, heading.name if heading else text)
        if match.found is not None:
            reader.section = Section(0, text, match.found)
            reader.page.note(row, "", "branch_from_title", text, match.found.name,
                             "没有支部一列，按标题（表名）写的支部")  # fmt: skip
            return


def rows_of_persons(reader: Reader) -> Iterator[int]:
    """The rows of a list that tell of a person; all others have their fate when they are passed.

    Those are what stands above the list, blank rows, totals, signatures, headings of sections and
    remarks below the list.
    """
    page = reader.page
    skip_head(page)
    note_what_is_known(reader)
    begin(reader)
    for row in range(reader.layout.first_row, page.sheet.height + 1):
        if skip_odd(page, row) or takes_heading(reader, row):
            continue
        if not squash(reader.text(row, "name")) and len(page.sheet.filled(row)) <= 2:
            page.skip(row, "notes")
            continue
        yield row


def takes_heading(reader: Reader, row: int) -> bool:
    """Settle a row that names the branch or group of the rows below it; False for any other."""
    heading = heading_in(reader.sheet, row, reader.layout)
    if heading is None:
        return False
    if heading.level == "group":
        above = reader.section or Section(row)
        reader.section = replace(above, row=row, raw=heading.raw, group=heading.name)
    elif heading.level == "upper":
        found = reader.context.register.find_branch(heading.name, UPPER).found
        reader.section = Section(row, heading.raw, above=found)
    else:
        reader.section = _branch(reader, row, heading)
    if not reader.page.worst(row):
        reader.page.skip(row, "section_heading")
    else:
        outcome = "skip" if reader.page.worst(row) == "note" else ""
        reader.page.fate(row, "section_heading", outcome)
    return True


def _branch(reader: Reader, row: int, heading: Heading) -> Section:
    above = reader.section.above if reader.section else None
    match = narrowed(reader.context.register, branch_named(reader, heading.name), above)
    page, raw = reader.page, heading.raw
    if match.found is not None:
        if match.how in ("variant", "former"):
            page.note(row, "", "branch_name_variant", raw, match.found.name, "名称写法与名册不同")
        return Section(row, raw, match.found, above=above)
    if not match.candidates:
        page.reject(row, "", "branch_unknown", raw, "党组织名册中没有")
        return Section(row, raw, above=above)
    names = {one.name: one for one in match.candidates}
    chosen = page.hold(row, "", "branch_ambiguous", raw, names, "不止一个党支部符合")
    found = names.get(chosen or "")
    return Section(row, raw, found, () if found else match.candidates, above=above)
