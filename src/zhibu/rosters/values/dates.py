"""All the ways a clerk writes a date, read to a `PartialDate`, or told why it cannot be."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhibu.kernel.dates import PartialDate, Precision
from zhibu.rosters.values.text import HASHES, chinese_number, is_missing, squash, text_of
from zhibu.rosters.values.tokens import Token, tokens_of

SERIAL_ZERO = dt.date(1899, 12, 30)
_FIRST_SERIAL = 10000  # May 1927; a smaller bare number is no day that a spreadsheet counts
# The commonest forms, read without looking further: 1998.07, 1998-07-01, 19980701.
_PLAIN = re.compile(r"(\d{4})[.\-/](\d\d)(?:[.\-/](\d\d))?|((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SAME = re.compile(r"(同左|同入党(时间|日期)?|与入党(时间|日期)?(相同|一致)|同前列|←)")
_NO_PROBATION = re.compile(r"(无|没有|不设|取消)(候补|预备)期?")
_PLANNED = re.compile(r"(预计|拟|计划|预定|待转正|到期|应于|将于)")
_ABOUT = re.compile(r"(约|大概|左右|前后|上半年|下半年|年初|年底|年末|年中|春|夏|秋|冬|许|期间|或|农历|阴历|腊月|正月|\?)")
# Digits and parts of a date that no form has taken in.
_LEFT_OVER = re.compile(r"\d|[〇零一二三四五六七八九十]+[月日号]")
_LETTER = re.compile(r"(?<=[\d年月./\-])[OoQ](?=[\d年月日./\-])|(?<=\d)[OoQ]$|(?<![A-Za-z])[lI|](?=\d{3}[年./\-])")
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九十廿卅元]{1,4}(?=[月日号])")
_REPUBLIC = re.compile(r"民国([一二三四五六七八九十元]{1,3}|\d{1,2})年")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a date cell says.

    `precision` is day, month, year, or ambiguous, invalid, missing (then `value` is None).
    `code` names what is odd ("" when nothing is); `candidates` are the possible values of an
    ambiguous cell as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `reason` is Chinese.
    """

    value: PartialDate | None
    precision: str
    code: str = ""
    candidates: tuple[str, ...] = ()
    reason: str = ""

    @property
    def text(self) -> str:
        """`1998-07-01`, `1998-07`, `1998`, or "" where there is no value."""
        return "" if self.value is None else str(self.value)


MISSING = DateReading(None, "missing")


def read_date(
    value: object,
    shown: str = "",
    *,
    year: int | None = None,
    month: int | None = None,
    may_lack_zero: bool = False,
) -> DateReading:
    """Read one cell; `shown` is the sheet's format class (`month`, `year` or "").

    `year` and `month` stand in where the cell leaves them out (its title or another column has
    them). The text 1998.1 may be a number that lost its zero (see `Sheet.may_lack_zero`).
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return _exact(value, shown)
    if isinstance(value, bool):
        return MISSING
    if isinstance(value, int | float):
        return _number(float(value), shown)
    return _text(text_of(value), shown, year, month, may_lack_zero)


def _exact(day: dt.date, shown: str) -> DateReading:
    precision: Precision = "month" if shown == "month" else "year" if shown == "year" else "day"
    return DateReading(PartialDate(_first(day, precision), precision), precision)


def _first(day: dt.date, precision: str) -> dt.date:
    if precision == "day":
        return day
    return day.replace(day=1) if precision == "month" else day.replace(month=1, day=1)


def make(year: int, month: int | None = None, day: int | None = None) -> DateReading:
    """A reading of known parts; invalid when there is no such day."""
    if not 1880 <= year <= 2200:
        return DateReading(None, "invalid", "date_impossible", (), f"没有{year}年这样的年份")
    if month is None:
        return DateReading(PartialDate(dt.date(year, 1, 1), "year"), "year", "year_only",
                           (f"{year:04d}",), "只有年份")  # fmt: skip
    if not 1 <= month <= 12:
        return DateReading(None, "invalid", "date_impossible", (), f"没有{month}月")
    if day == 0:  # how some systems write that the day is not known
        return ambiguous("day_zero", [f"{year:04d}-{month:02d}"], "日写的是0")
    if day is None:
        return DateReading(PartialDate(dt.date(year, month, 1), "month"), "month")
    try:
        return DateReading(PartialDate(dt.date(year, month, day), "day"), "day")
    except ValueError:
        return DateReading(None, "invalid", "date_impossible", (), f"{month}月没有{day}日" if (month, day) != (2, 29) else f"{year}年2月没有29日")


def ambiguous(code: str, candidates: list[str], reason: str) -> DateReading:
    """A reading that a person must choose."""
    return DateReading(None, "ambiguous", code, tuple(dict.fromkeys(candidates)), reason)


def january_or_october(year: int, raw: str) -> DateReading:
    """1998.1 as a number: a spreadsheet drops the 0 of 1998.10."""
    return ambiguous("numeric_year_month_ambiguous", [f"{year}-01", f"{year}-10"],
                     f"数字{raw}：一月还是十月")  # fmt: skip


def _number(number: float, shown: str) -> DateReading:
    if number == 0:
        return MISSING
    if number != int(number) and 1800 < number < 2200:
        return _year_dot(f"{number:.6f}".rstrip("0"))
    whole = int(number)
    if 1900 <= whole <= 2199 and not shown:
        return make(whole)
    if len(str(whole)) == 8:
        return make(whole // 10000, whole // 100 % 100, whole % 100)
    if len(str(whole)) == 6 and 1880 <= whole // 100 <= 2199:
        return make(whole // 100, whole % 100)
    if 1 <= whole <= 80000 and (shown or whole >= _FIRST_SERIAL):
        return _exact(SERIAL_ZERO + dt.timedelta(days=whole), shown)
    short = _short(str(whole))
    return short or DateReading(None, "invalid", "date_unreadable", (), f"数字{number:g}不是日期")


def _short(digits: str) -> DateReading | None:
    """9807 and 980701: two digits of a year, month and perhaps day; None where they cannot be."""
    if len(digits) not in (4, 6) or not 1 <= int(digits[2:4]) <= 12:
        return None
    day = int(digits[4:]) if len(digits) == 6 else None
    readings = [make(century + int(digits[:2]), int(digits[2:4]), day) for century in (1900, 2000)]
    texts = [reading.text for reading in readings if reading.text]
    return ambiguous("two_digit_year", texts, "年份只有两位") if texts else None


def _year_dot(text: str) -> DateReading:
    """A number with a fraction: 1998.07, 1998.1, 1998.0712."""
    head, _, tail = text.partition(".")
    year = int(head)
    if tail == "1":
        return january_or_october(year, text)
    if len(tail) <= 2:
        return make(year, int(tail))
    if len(tail) == 4:
        return make(year, int(tail[:2]), int(tail[2:]))
    if len(tail) == 3 and 1 <= int(tail[:2]) <= 12:
        days = [f"{year}-{tail[:2]}-{tail[2]}0", f"{year}-{tail[:2]}-0{tail[2]}"]
        return ambiguous("numeric_year_month_ambiguous", [day for day in days if _real(day)],
                         f"数字{text}：末位的0可能丢了")  # fmt: skip
    return DateReading(None, "invalid", "date_unreadable", (), f"数字{text}不是日期")


def _real(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=65536)
def _text(
    raw: str, shown: str, year: int | None, month: int | None, loose: bool
) -> DateReading:
    plain = _PLAIN.fullmatch(raw)
    if plain is not None:
        year_, month_, day_ = plain.group(1, 2, 3) if plain[1] else plain.group(4, 5, 6)
        return make(int(year_), int(month_), int(day_) if day_ else None)
    if is_missing(raw):
        return MISSING
    text = unicodedata.normalize("NFKC", raw)
    bare = squash(text)
    if HASHES.fullmatch(bare):
        return DateReading(None, "missing", "hashes_instead_of_date", (), "列太窄，只导出了#号")
    if bare.replace(".", "", 1).isdecimal() and "." in bare and bare.index(".") in (4, 5, 8):
        number = _digits_with_dot(bare, loose)
        if number is not None:
            return number
    if _SAME.search(bare):
        return DateReading(None, "missing", "same_as_joined", (), "写的是同入党时间")
    if _NO_PROBATION.search(bare):
        return DateReading(None, "missing", "no_probation_period", (), "写的是无预备期")
    if _LETTER.search(bare):
        return _with_letter(bare, shown, year, month)
    return _in_words(text, bare, year, month)


def _in_words(text: str, bare: str, year: int | None, month: int | None) -> DateReading:
    """The one date inside a text, and what the words around it make of it."""
    found, rest = tokens_of(_one_script(text))
    readings = [_token(token, year, month) for token in found]
    if not readings:
        short = _short(bare) if bare.isdecimal() else None
        return short or DateReading(None, "invalid", "date_unreadable", (), f"读不出日期“{bare}”")
    if _PLANNED.search(rest):
        return DateReading(None, "missing", "planned_date_not_a_fact", (), "写的是预计日期")
    if len(readings) > 1:
        return ambiguous("two_dates_in_cell", [reading.text for reading in readings if reading.text],
                         "一格里有两个日期")  # fmt: skip
    known = [readings[0].text] if readings[0].text else []
    if _ABOUT.search(rest):
        return ambiguous("approximate_date", known, "写的是大概时间")
    if readings[0].value is not None and _LEFT_OVER.search(rest):
        return ambiguous("date_partly_read", known, f"“{bare}”没有全部读懂")
    return readings[0]


def _one_script(text: str) -> str:
    """2005年六月, 一九九八年7月, 民国三十七年: all in digits of our era."""
    if _REPUBLIC.search(text):
        text = _REPUBLIC.sub(lambda match: f"{1911 + (chinese_number(match[1]) or 0)}年", text)
    if not any(char.isdecimal() for char in text):
        return text
    return _NUMERAL.sub(lambda match: str(chinese_number(match[0])), text)


def _with_letter(bare: str, shown: str, year: int | None, month: int | None) -> DateReading:
    """O for 0 or l for 1: what it most likely is, asked."""
    mended = _LETTER.sub(lambda match: "0" if match[0] in "OoQ" else "1", bare)
    reading = _text(mended, shown, year, month, False)
    return ambiguous("letter_for_digit", [reading.text] if reading.text else list(reading.candidates),
                     "字母代替了数字")  # fmt: skip


def _digits_with_dot(bare: str, loose: bool) -> DateReading | None:
    """`1998.1` as text may be a number that lost a zero; `35977.0` is a serial number."""
    head, _, tail = bare.partition(".")
    if len(head) == 4 and tail == "1" and loose:
        return january_or_october(int(head), bare)
    if len(head) in (5, 8) and set(tail) <= {"0"}:
        return _number(float(bare), "")
    return None


def _token(token: Token, year: int | None, month: int | None) -> DateReading:
    """One date in a text, with the year and month of elsewhere where it has none of its own."""
    if token.form == "serial":
        return _exact(SERIAL_ZERO + dt.timedelta(days=token.day or 0), "")
    if token.form == "two_digit_year":
        readings = [make(century + (token.year or 0), token.month, token.day)
                    for century in (1900, 2000)]  # fmt: skip
        if all(reading.precision == "invalid" for reading in readings):
            return readings[0]
        return ambiguous("two_digit_year", [r.text for r in readings if r.text], "年份只有两位")
    if token.form == "day_first":
        readings = [make(token.year or 0, *pair)
                    for pair in ((token.month, token.day), (token.day, token.month))]  # fmt: skip
        good = [reading for reading in readings if reading.text]
        if len({reading.text for reading in good}) == 1:
            return good[0]
        if not good:
            return readings[0]
        return ambiguous("day_or_month_first", [r.text for r in good], "日和月的先后分不清")
    own_year, own_month = token.year or year, token.month or month
    if own_year is None or (own_month is None and token.day is not None):
        # Without the year only what no year has can be told: 30 February, month 13.
        if own_month is not None and make(2000, own_month, token.day).precision == "invalid":
            return make(2000, own_month, token.day)
        return ambiguous("year_missing", [], "没有写年份")
    reading = make(own_year, own_month, token.day)
    if token.year is None and reading.value is not None:
        return DateReading(reading.value, reading.precision, "year_from_title", (), "年份不在格里")
    return reading


def read_dates(value: object) -> list[DateReading]:
    """Every date in a text cell, in order: `1957.06/1958.06`, `2019.04-2022.08`."""
    if not isinstance(value, str):
        return [read_date(value)]
    return [_token(token, None, None) for token in tokens_of(unicodedata.normalize("NFKC", value))[0]]
