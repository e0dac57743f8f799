"""Reading an organisation list row by row, once its columns are known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibu.rosters.columns import Layout
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.organisations.remarks import dissolved_in_column, read_remark
from zhibu.rosters.kinds.organisations.tree import Line, Tree, blanks_of, ordinal_style
from zhibu.rosters.orgnames import place_of
from zhibu.rosters.register import Organisation
from zhibu.rosters.rowkinds import report_day, skip_head, skip_odd
from zhibu.rosters.values.dates import DateReading, read_date
from zhibu.rosters.values.names import read_name
from zhibu.rosters.values.phones import read_phone
from zhibu.rosters.values.text import is_ditto, is_missing, plain, squash, tidy
from zhibu.rosters.values.words import kind_of_name, kind_of_word, read_sector

GROUP = "party_group"
KIND_NAMES = {"work_committee": "党工委", "committee": "党委", "general_branch": "党总支部",
              "branch": "党支部", "party_group": "党小组", "leading_body": "党组"}  # fmt: skip


@dataclass
class Row:
    """One data row on its way to a clean row."""

    row: int
    name: str
    kind: str
    line: Line
    organisation: Organisation


def read(page: Page, context: Context) -> None:
    """Read one organisation list: first all names and kinds, then places and values."""
    skip_head(page)
    assert page.layout is not None
    report = min(report_day(page.sheet, page.layout) or context.today, context.today)
    rows = [row for number in range(page.layout.first_row, page.sheet.height + 1)
            if (row := _begin(page, number)) is not None]  # fmt: skip
    place = place_of(row.name for row in rows) or context.register.place
    tree = Tree([row.line for row in rows], place)
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        _settle(page, context, row, tree, seen, report)


def _begin(page: Page, number: int) -> Row | None:
    """The row's name and kind; None for a row that is no organisation."""
    sheet, layout = page.sheet, page.layout
    assert layout is not None
    if skip_odd(page, number):
        return None
    raw = layout.text(sheet, number, "name")
    name = squash(raw)
    if not name:
        if len(sheet.filled(number)) <= 2:
            page.skip(number, "notes")
        else:
            page.reject(number, layout.heading("name"), "name_missing", "", "没有党组织名称")
            page.fate(number, "organisation")
        return None
    said = layout.text(sheet, number, "kind")
    kind = _kind(page, number, name, said)
    column = layout.index("name")
    line = Line(number, "", kind, name, blanks_of(raw, sheet.indents.get((number, column), 0)))
    line.ordinal = ordinal_style(layout.text(sheet, number, "ordinal"))
    _system(page, layout, line)
    return Row(number, name, kind, line, Organisation("", name, kind))


def _system(page: Page, layout: Layout, line: Line) -> None:
    column = layout.index("system")
    if column < 0:
        return
    line.system = squash(page.sheet.text(line.row, column))
    head = page.sheet.head_of(line.row, column)
    line.block = head[0] if head[0] != line.row else 0


def _kind(page: Page, number: int, name: str, said: str) -> str:
    """The kind of organisation, from its column or its name; told when the column was empty."""
    assert page.layout is not None
    heading = page.layout.heading("kind") or page.layout.heading("name")
    by_word, by_name = kind_of_word(said), kind_of_name(name)
    if by_word is not None:
        if by_name is not None and by_name != by_word:
            chosen = page.hold(number, heading, "kind_disagrees_with_name", said,
                               (KIND_NAMES[by_word], KIND_NAMES[by_name]), "组织类别与名称不一致")  # fmt: skip
            return kind_of_word(chosen or "") or by_name
        return by_word
    if by_name is not None:
        if by_name != GROUP and page.layout.index("kind") >= 0:
            page.note(number, heading, "kind_inferred_from_name", said, by_name,
                      "类别漏填" if not squash(said) else "类别不在清单里")  # fmt: skip
        return by_name
    chosen = page.hold(number, heading, "kind_unknown", said, tuple(KIND_NAMES.values()),
                       "名称和类别都看不出是哪一种党组织")  # fmt: skip
    return kind_of_word(chosen or "") or "branch"


def _settle(page: Page, context: Context, row: Row, tree: Tree, seen: dict[tuple[str, str], Row],
            report: dt.date) -> None:  # fmt: skip
    """Parent, duplicates, values, fate."""
    layout, sheet = page.layout, page.sheet
    assert layout is not None
    first = _earlier(row, tree, seen)
    if first is not None:
        _duplicate(page, row, first)
        return
    place = tree.put(row.line)
    parent = _parent(page, context, row, place.parent, place.doubt)
    body = _enter(context, row, parent)
    row.line.key = body.key
    seen[(plain(row.name), parent if row.kind == GROUP else "")] = row
    heading = layout.heading("name")
    if place.odd_indent and not place.doubt:
        page.note(row.row, heading, "indent_disagrees_with_kind_and_neighbours", row.name,
                  context.register.organisations[parent].name if parent else "",
                  "缩进与类别、名称和前后行不合，按后者定上级")  # fmt: skip
    if row.kind == GROUP and not parent:
        page.reject(row.row, heading, "group_without_branch", row.name, "党小组前面没有所属支部")
    established = _established(page, row, report)
    _remark(page, row, body)
    body.established = established.text
    secretary = squash(layout.text(sheet, row.row, "secretary"))
    page.add("organisations", row.row, {
        "key": body.key, "name": body.name, "short_name": body.short_name, "kind": row.kind,
        "parent": parent, "sector": body.sector, "established": established.text,
        "established_precision": _precision(page, row, established), "dissolved": body.dissolved,
        "secretary": "", "members": _count(page, row, "members"),
        "secretary_name": "" if is_missing(secretary) else secretary, "former": "|".join(body.former),
        "term_end": read_date(layout.value(sheet, row.row, "term_end")).text,
        "phone": read_phone(layout.value(sheet, row.row, "phone")).number,
        "remark": tidy(layout.text(sheet, row.row, "remark")),
    })  # fmt: skip
    page.fate(row.row, row.kind, key=body.key)


def _earlier(row: Row, tree: Tree, seen: dict[tuple[str, str], Row]) -> Row | None:
    """The row above that names the same body."""
    branch = tree.last_branch.key if row.kind == GROUP and tree.last_branch else ""
    return seen.get((plain(row.name), branch if row.kind == GROUP else ""))


def _duplicate(page: Page, row: Row, first: Row) -> None:
    """The same body once more: dropped when it says nothing else, held when it does."""
    assert page.layout is not None
    layout, sheet = page.layout, page.sheet
    other = [
        name for name in ("established", "short_name", "kind", "secretary", "sector")
        if (new := plain(layout.text(sheet, row.row, name)))
        and (old := plain(layout.text(sheet, first.row, name))) and new != old
    ]  # fmt: skip
    heading = layout.heading("name")
    if other:
        names = "、".join(layout.heading(name) for name in other)
        page.hold(row.row, heading, "duplicate_organisation_differs", row.name,
                  (f"第{first.row}行", f"第{row.row}行"), f"与第{first.row}行同名，{names}不同")  # fmt: skip
        page.fate(row.row, row.kind, key=first.organisation.key)
        return
    page.note(row.row, heading, "duplicate_organisation", row.name, first.organisation.key,
              f"与第{first.row}行是同一个党组织，保留前一行")  # fmt: skip
    page.skip(row.row, row.kind, first.organisation.key)


def _parent(page: Page, context: Context, row: Row, parent: str, doubt: list[str]) -> str:
    """The parent's key: from its own column, else from the tree; held where two fit."""
    assert page.layout is not None
    written = page.layout.text(page.sheet, row.row, "parent")
    if squash(written):
        match = context.register.find_branch(written, ("work_committee", "committee", "general_branch", "branch"))
        if match.found:
            return match.found.key
    if not doubt:
        return parent
    names = {context.register.organisations[key].name: key for key in doubt}
    chosen = page.hold(row.row, page.layout.heading("name"), "parent_ambiguous", row.name, tuple(names),
                       "从缩进和名称看不出上级是哪一个")  # fmt: skip
    return names.get(chosen or "", "")


def _enter(context: Context, row: Row, parent: str) -> Organisation:
    """Enter the body into the register; one that exists already keeps its key."""
    body = row.organisation
    body.parent = parent
    known = context.register.known_like(row.kind, row.name, parent)
    if known is not None:
        body.key, body.known = known.key, True
        body.former, body.aliases = list(known.former), list(known.aliases)
    else:
        body.key = context.new_key("G" if row.kind == GROUP else "O")
    return context.register.add_organisation(body)


def _established(page: Page, row: Row, report: dt.date) -> DateReading:
    """When the body was established; groups have no date in such a list."""
    assert page.layout is not None
    layout, sheet = page.layout, page.sheet
    column = layout.index("established")
    value = layout.value(sheet, row.row, "established")
    reading = read_date(value, sheet.shown.get((row.row, column), ""), may_lack_zero=sheet.may_lack_zero(column, value))
    body, heading = row.organisation, layout.heading("established") or "成立时间"
    body.short_name = squash(layout.text(sheet, row.row, "short_name"))
    body.sector = _sector(page, row)
    if row.kind == GROUP and reading.precision == "missing":
        return reading
    if reading.precision == "missing":
        page.reject(row.row, heading, "established_missing", value, "没有成立时间")
    elif reading.precision == "invalid":
        page.reject(row.row, heading, reading.code, value, reading.reason)
    elif reading.precision == "ambiguous" or reading.code == "year_only":
        chosen = page.hold(row.row, heading, reading.code, value, reading.candidates, reading.reason)
        if chosen:
            return read_date(chosen)
    elif reading.value is not None and reading.value.first > report:
        page.reject(row.row, heading, "date_in_future", value, f"晚于填报日{report}")
        return DateReading(None, "invalid")
    return reading


def _precision(page: Page, row: Row, reading: DateReading) -> str:
    return "" if reading.precision == "missing" else reading.precision


def _sector(page: Page, row: Row) -> str:
    assert page.layout is not None
    word = page.layout.text(page.sheet, row.row, "sector")
    if row.kind == GROUP or is_missing(word) or is_ditto(word):
        return ""
    sector = read_sector(word)
    if sector is None:
        page.note(row.row, page.layout.heading("sector"), "value_not_in_list", word, "other",
                  "单位性质不在清单里，记作其他")  # fmt: skip
    return sector or "other"


def _count(page: Page, row: Row, name: str) -> object:
    assert page.layout is not None
    digits = re.search(r"\d+", plain(page.layout.text(page.sheet, row.row, name)))
    return int(digits.group()) if digits else ""


def _remark(page: Page, row: Row, body: Organisation) -> None:
    """Dissolution, former names, temporary bodies; a struck row without a day is asked."""
    assert page.layout is not None
    layout, sheet = page.layout, page.sheet
    heading = layout.heading("remark") or "备注"
    text = tidy(layout.text(sheet, row.row, "remark"))
    remark = read_remark(text)
    written = dissolved_in_column(page, row.row)
    former = squash(layout.text(sheet, row.row, "former"))
    body.former = list(dict.fromkeys([*body.former, *remark.former, *([former] if not is_missing(former) else [])]))
    if written.text:
        body.dissolved = written.text
    elif remark.gone and remark.dissolved is not None and remark.dissolved.value is not None:
        body.dissolved = remark.dissolved.text
        page.note(row.row, heading, "dissolved_in_remark", text, body.dissolved, "撤销日期只写在备注里")
    elif _is_struck(page, row) or (remark.gone and re.search(r"已|被|于", text)):
        chosen = page.hold(row.row, heading, "dissolved_without_day", text, (),
                           "已撤销或画了删除线，但没有撤销日期", "写明撤销日期")  # fmt: skip
        body.dissolved = read_date(chosen).text if chosen else ""
    if remark.former:
        page.note(row.row, heading, "former_name_in_remark", text, "|".join(remark.former), "旧名可作别名")
    if row.kind != GROUP and (remark.temporary or "临时" in row.name):
        page.note(row.row, heading, "temporary_branch", text, "", "临时党支部")


def _is_struck(page: Page, row: Row) -> bool:
    assert page.layout is not None
    return (row.row, page.layout.index("name")) in page.sheet.struck


def finish(page: Page, context: Context) -> None:
    """When the members are known: who the secretary is."""
    for record in page.tables.get("organisations", []):
        name = str(record["secretary_name"])
        if name and record["kind"] == "branch":
            written = read_name(name)
            match = context.register.find_member(written.name, str(record["key"]), mark=written.mark)
            holders = [one for one in match.candidates if one.post == "secretary"]
            found = match.found or (holders[0] if len(holders) == 1 else None)
            record["secretary"] = found.key if found else ""
