"""Reading the yearly notice on public holidays (放假安排) as it is pasted: days off, and weekends worked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from zhibu.kernel.errors import Refused

MOST = 60  # days off in a row that nobody grants: a sign of a misread line
_YEAR = re.compile(r"(20\d{2})\s*年")
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DATE}(?:（[^）]*）|\([^)]*\))?(?:\s*(?:至|到|—|－|-|~)\s*{_DATE})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\s*[,，\t ]?\s*(休|放假|班|上班)")


def holidays_read(text: str, year: int) -> dict[dt.date, bool]:
    """Day -> whether it is a working day (True: a weekend worked). `year` where the text names none.

    Takes sentences as “10月1日（周四）至7日（周三）放假调休。9月27日（周日）上班。” and lines as
    `2026-10-01 休`. Refused with what was read where nothing can be made of it.
    """
    named = _YEAR.search(text)
    year = int(named.group(1)) if named else year
    found: dict[dt.date, bool] = {}
    for match in _ISO.finditer(text):
        y, m, d, word = match.groups()
        found[_day(int(y), int(m), int(d), match.group(0))] = "班" in word
    for sentence in re.split(r"[。；;\n]", _ISO.sub("", text)):
        for span, worked in _spans(sentence, year):
            found |= dict.fromkeys(span, worked)
    if not found:
        raise Refused(
            "没有读出日子。照通知的原文贴，如“10月1日（周四）至7日（周三）放假调休。9月27日（周日）上班。”，"
            "或者一行一天，如“2026-10-01 休”。"
        )
    return found


def _spans(sentence: str, year: int) -> Iterator[tuple[list[dt.date], bool]]:
    """The days of each span before 放假 or 上班 in a sentence."""
    start = 0
    for word in re.finditer(r"放假|休息|补休|上班", sentence):
        piece, start = sentence[start : word.start()], word.end()
        month = 0
        for match in _SPAN.finditer(piece):
            y, m, d, y2, m2, d2 = match.groups()
            month = int(m) if m else month
            if not month:
                raise Refused(f"“{match.group(0)}”没有写是几月。")
            first = _day(int(y) if y else year, month, int(d), match.group(0))
            last = first
            if d2:
                month = int(m2) if m2 else month
                last = _day(int(y2) if y2 else first.year + (month < first.month), month, int(d2), match.group(0))
            if not dt.timedelta() <= last - first <= dt.timedelta(days=MOST):
                raise Refused(f"“{match.group(0)}”读成 {first} 到 {last}，先后不对。")
            days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
            yield days, word.group(0) == "上班"


def _day(year: int, month: int, day: int, read: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Refused(f"“{read}”里的 {year}-{month}-{day} 不是日子。") from None
