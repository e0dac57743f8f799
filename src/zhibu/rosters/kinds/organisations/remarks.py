"""What the remark of an organisation says: dissolved on a day, former names, temporary."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhibu.rosters.findings import Page
from zhibu.rosters.values.dates import DateReading, read_date, read_dates
from zhibu.rosters.values.text import squash

_GONE = re.compile(r"撤销|撤并|撤消|注销|解散|裁撤|并入|取消|合并")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{3,40})[”\"」』》]")
_FORMER = re.compile(
    r"(?:原名称?|曾用名|旧称|旧名|前身|原称|原为|原是|原叫|原|由)[为是:：系]?[“\"「『《]?"
    r"([^“”\"「」『』《》,，;；。、（(\s]{2,40}?(?:委员会|支部|总支|党委|工委))"
)
_RENAMED = re.compile(r"更名|改名|改称|变更|曾用名|原名|原[“\"「]|旧称|旧名|前身|原称|原为|^原")


@dataclass(frozen=True)
class Remark:
    """What was found in a remark."""

    dissolved: DateReading | None = None
    gone: bool = False
    former: tuple[str, ...] = ()
    temporary: bool = False


def read_remark(text: str) -> Remark:
    """Read the remark of one organisation."""
    bare = unicodedata.normalize("NFKC", squash(text))
    gone = _GONE.search(bare)
    dissolved = None
    if gone:
        around = [r for r in read_dates(bare[: gone.end()]) if r.value or r.code] or [
            r for r in read_dates(bare[gone.end() :]) if r.value or r.code
        ]
        dissolved = around[-1] if around else None
    former: tuple[str, ...] = ()
    if _RENAMED.search(bare) and not gone:
        quoted = _QUOTED.findall(bare)
        former = tuple(dict.fromkeys(quoted or _FORMER.findall(bare)))
    return Remark(dissolved, bool(gone), former, "临时" in bare)


def dissolved_in_column(page: Page, row: int) -> DateReading:
    """The column 撤销时间; what cannot be read there is asked, else the body would seem to live on."""
    assert page.layout is not None
    layout, sheet = page.layout, page.sheet
    column, value = layout.index("dissolved"), layout.value(sheet, row, "dissolved")
    reading = read_date(value, sheet.shown.get((row, column), ""), may_lack_zero=sheet.may_lack_zero(column, value))
    heading = layout.heading("dissolved")
    if reading.precision == "invalid":
        page.reject(row, heading, reading.code, value, reading.reason)
    elif reading.precision == "ambiguous" or reading.code == "year_only":
        chosen = page.hold(row, heading, reading.code, value, reading.candidates, reading.reason)
        return read_date(chosen) if chosen else reading
    return reading
