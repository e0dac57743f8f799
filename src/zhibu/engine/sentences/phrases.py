"""Small phrases of which sentences are made: words, lists, bounds, shares, periods, due days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from zhibu.engine.language.parts import AnniversaryPeriod, OncePeriod
from zhibu.engine.language.words import MEMBER_DATES, ORGANISATION_DATES
from zhibu.facts import choices
from zhibu.facts.contract import TABLES

Words = Mapping[str, str]
DATES = MEMBER_DATES | ORGANISATION_DATES
EACH = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年", "term": "每学期"}
PERIOD = {"month": "当月", "quarter": "当季", "half_year": "当半年", "year": "当年", "term": "当学期"}
BOUNDS = {"at_least": "不少于", "more_than": "多于", "at_most": "不多于", "less_than": "少于"}
WEEKDAYS = " 一二三四五六日"
QUARTERS = " 一二三四"


def listed(texts: Iterable[str], last: str = "、") -> str:
    """Texts joined as a list; `last` joins the last one (`或`)."""
    found = list(texts)
    if len(found) < 2:
        return "".join(found)
    return "、".join(found[:-1]) + last + found[-1]


def called(codes: Iterable[str], words: Words, prefix: str = "", last: str = "、") -> str:
    """Codes that packs add, by their labels; a code that no pack has stands in quotes."""
    return listed((words.get(prefix + code, f"“{code}”") for code in codes), last)


def chosen(codes: Iterable[str], labels: Mapping[str, str], last: str = "、") -> str:
    """Codes of a closed list, by their labels."""
    return listed((labels.get(code, code) for code in codes), last)


def posts(codes: Iterable[str], last: str = "或") -> str:
    """Posts by name."""
    return chosen(codes, choices.POSTS, last)


def columns(table: str, names: Iterable[str]) -> str:
    """Columns of a facts table by their Chinese names."""
    known = TABLES[table].by_name
    return listed(known[name].chinese if name in known else name for name in names)


def bounds(found: Any, unit: str = "") -> str:
    """The bounds given of anything that has `at_least`, `more_than`, `at_most`, `less_than`."""
    said = [f"{word} {getattr(found, name)}{unit and ' ' + unit}"
            for name, word in BOUNDS.items() if getattr(found, name, None) is not None]
    return "且".join(said)


def share(text: str) -> str:
    """A share as people say it: 2/3, 80%."""
    number = Fraction(text)
    return text if "/" in text or number.denominator > 100 else f"{float(number * 100):g}%"


def each(period: Any) -> str:
    """How often, or in which time, a period comes."""
    if isinstance(period, OncePeriod):
        once = period.once
        time = f"{once.days} 天" if once.days is not None else f"{once.months} 个月"
        return f"从{DATES[once.of]}起 {time}内"
    if isinstance(period, AnniversaryPeriod):
        around = f"前后 {period.anniversary.tolerance} 天内" if period.anniversary.tolerance else "当天"
        return f"每逢{DATES[period.anniversary.of]}的周年{around}"
    return EACH[str(period)]


def due(found: Any, period: Any, inside: bool) -> str:
    """The day by which something is due; `inside`: counted back from the period's last day."""
    this = PERIOD.get(str(period), "期间")
    if found.month is not None:
        return f"{this}{_day_in(found.month, found.day, str(period))}以前"
    unit, count = ("天", found.days) if found.days is not None else ("个工作日", found.workdays)
    if found.from_ == "start":
        return f"{this}开始后 {count} {unit}内" if count else f"{this}第一天"
    if not count:
        return f"{this}最后一天以前"
    return f"{this}结束前 {count} {unit}" if inside else f"{this}结束后 {count} {unit}内"


def _day_in(month: int, day: int, period: str) -> str:
    """A day of a month of a period; a month has no days beyond its last one."""
    if period == "year":
        return f" {month} 月 {min(day, monthrange(2024, month)[1])} 日" if day < 29 or month != 2 else " 2 月最后一天"
    last = "最后一天" if day >= 31 else f" {day} 日"
    return last if period == "month" else f"第 {month} 个月{last.replace('最后', '的最后')}"


def within(found: Any) -> str:
    """A time limit from the day of a thing."""
    unit, count = ("天", found.days) if found.days is not None else ("个工作日", found.workdays)
    return f"{count} {unit}内" if count else "当天"
