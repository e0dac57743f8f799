"""Rows that are no data: titles, subtotals, signatures, footnotes, blank rows, headings again."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from zhibu.kernel.dates import PartialDate
from zhibu.rosters.columns import Layout, is_repeated_header
from zhibu.rosters.findings import Page
from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.dates import read_dates
from zhibu.rosters.values.text import squash, text_of

_FIGURE = re.compile(r"[-\d.%￥¥,，]+")
_TOTAL = re.compile(r"(合计|总计|共计|总数|全年合计|总合计|全县合计)[:：]?(\d.*)?|共\d+[人名个]?.*|计\d+人")
_SUBTOTAL = re.compile(r".{0,20}(小计|分计)[:：]?(\d.*)?")
_FILLER = re.compile(r"[(（—\-]*(以下空白|以下无正文|此处空白|续表|接上表|接上页|转下页)[)）—\-]*")
_SIGNATURE = re.compile(
    r"(填表|填报|制表|审核|审批|复核|经办|负责|记录|统计|上报|核对|签字|盖章|会计|出纳|缴款|经手)(人|者|单位|日期|时间|领导)?(签名|签字|盖章)?[:：(（]|"
    r"^(填表人|制表人|审核人|经办人|负责人|支部书记|组织委员|书记|党支部书记)(签字|签名)?[:：]"
)
_FOOTNOTE = re.compile(r"^[(（]?(注|说明|备注|填表说明|填报说明|注意|附注|注释|提示)[)）]?[:：\d一]|^[※*★]")


def row_kind(sheet: Sheet, row: int, layout: Layout | None) -> str:
    """`blank`, `repeated_header`, `total`, `subtotal`, `signature`, `footnote`, or "" for data."""
    filled = sheet.filled(row)
    if not filled:
        return "blank"
    if layout is not None and len(filled) > 1 and is_repeated_header(sheet, layout, filled):
        return "repeated_header"
    return _wordy(filled)


def _wordy(filled: list[tuple[int, str]]) -> str:
    """What the words of a row with few words say it is."""
    words: list[str] = []
    for _, text in filled:
        if not _FIGURE.fullmatch(text):
            words.append(text)
            if len(words) > 4:
                return ""
    if not words:
        return ""
    first = unicodedata.normalize("NFKC", words[0])
    if _SUBTOTAL.fullmatch(first) or any(_SUBTOTAL.fullmatch(word) for word in words[:2]):
        return "subtotal"
    if any(_TOTAL.fullmatch(unicodedata.normalize("NFKC", word)) for word in words[:2]):
        return "total"
    if len(filled) <= 4 and _SIGNATURE.search(first):
        return "signature"
    if len(filled) <= 2 and _FILLER.fullmatch(first):
        return "notes"
    if len(filled) <= 2 and _FOOTNOTE.search(first):
        return "footnote"
    return ""


def skip_head(page: Page) -> None:
    """Settle the rows down to the headings: title, subtitles, headings."""
    sheet, layout = page.sheet, page.layout
    if layout is None:
        return
    first = True
    for row in range(1, layout.first_row):
        if row in layout.header_rows:
            page.skip(row, "header")
        elif sheet.is_blank(row):
            page.skip(row, "blank")
        else:
            page.skip(row, "title" if first else "subtitle")
            first = False


def skip_odd(page: Page, row: int) -> bool:
    """Settle a row that is no data; False for a data row."""
    kind = row_kind(page.sheet, row, page.layout)
    if kind:
        page.skip(row, kind)
    return bool(kind)


def head_text(sheet: Sheet, layout: Layout | None) -> str:
    """All the text above the headings, for titles, units and report dates."""
    end = layout.header_rows[0] if layout else min(6, sheet.height + 1)
    return " ".join(text_of(value) for row in range(1, end) for value in sheet.rows[row - 1] if value != "")


_ASOF = re.compile(r"(截止|截至|统计|填报|填表|报送|制表)[^0-9〇○零一二三四五六七八九十]{0,8}")


def report_day(sheet: Sheet, layout: Layout | None) -> dt.date | None:
    """The day a sheet says it was made up to: 截止时间, 填表日期, or a date in its title."""
    texts = [head_text(sheet, layout)]
    texts += [text_of(value) for row in sheet.rows[-4:] for value in row
              if isinstance(value, str) and _SIGNATURE.search(squash(value))]  # fmt: skip
    days: list[dt.date] = []
    for text in texts:
        for match in _ASOF.finditer(text):
            days += [_last_day(r.value) for r in read_dates(text[match.end() : match.end() + 14])[:1] if r.value]
    if not days:
        days = [_last_day(reading.value) for reading in read_dates(texts[0]) if reading.value]
    return max(days, default=None)


def _last_day(value: PartialDate) -> dt.date:
    first, after = value.first, value.after()
    return first if after == first else after - dt.timedelta(days=1)


def title_year(sheet: Sheet, layout: Layout | None) -> int | None:
    """The year that the title, the sheet's name or the file's name gives (2024年度 ...)."""
    for text in (head_text(sheet, layout), sheet.name, sheet.file):
        match = re.search(r"(?<!\d)((?:19|20)\d\d)\s*年?", unicodedata.normalize("NFKC", text))
        if match:
            return int(match.group(1))
        written = re.search(r"[〇○零一二三四五六七八九]{4}年", text)
        if written:
            return next((r.value.first.year for r in read_dates(written.group(0)) if r.value), None)
    return None
