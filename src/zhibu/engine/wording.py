"""How a kind words its verdicts: `actual`, `required`, one plain Chinese sentence, notes on dates, articles."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhibu.facts.contract import TABLES


class Wording(NamedTuple):
    """The texts of one verdict. `reason` has no full stop yet: notes may follow."""

    actual: str
    required: str
    reason: str


LATE = "（late）"  # in a reason: what was demanded was done, after its due day
_STILL_LACKING = re.compile(r"(^|：)缺")


def made_late(reason: str) -> bool:
    """Whether the reason of a miss says that all was done, only too late; of alternatives, any of them."""
    return any(LATE in part and not _STILL_LACKING.search(part) for part in reason.split("做法"))


def plain_reason(reason: str) -> str:
    """A reason as people read it: without the mark of the exchange form."""
    return reason.replace(f"迟{LATE}：", "迟了：").replace(LATE, "")


PRECISIONS = {"month": "月", "year": "年"}


def partly(precision: str | None, name: str) -> str:
    """The note that a verdict rests on a date known only to the month or the year."""
    known = PRECISIONS.get(precision or "")
    return f"（{name or '日期'}只知道到{known}，按第一天算）" if known else ""


DIGITS = "零一二三四五六七八九"


_HALVES = {"1": "上半年", "2": "下半年"}
_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?", re.ASCII)


def period_label(name: str) -> str:
    """`2024-05` as 2024年5月, `2024-Q2` as 2024年第二季度; a name of another form as it stands."""
    match = _PERIOD.fullmatch(name)
    if match is None:
        return name
    year, month, quarter, half = match.groups()
    if month:
        return f"{year}年{int(month)}月"
    if quarter:
        return f"{year}年第{DIGITS[int(quarter)]}季度"
    return f"{year}年{_HALVES[half] if half else ''}"


def article_label(article: str) -> str:
    """`5` as 第五条, `16` as 第十六条; anything that is not a number as it stands."""
    if not article.isdigit() or not 0 < int(article) < 100:
        return article
    tens, ones = divmod(int(article), 10)
    text = ("" if tens == 1 else DIGITS[tens] if tens else "") + ("十" if tens else "")
    return f"第{text}{DIGITS[ones] if ones else ''}条"


def holds(condition: bool) -> str:
    """Whether a comparison holds, in a word."""
    return "成立" if condition else "不成立"


def cannot_say(missing: list[str]) -> str:
    """The reason of a verdict that cannot be given: the tables and columns, in Chinese and by name."""
    return f"资料包中没有 {'、'.join(map(_called, missing))}，无法判断。"


def _called(name: str) -> str:
    """A table or `table.column` as people call it, with its name in the bundle."""
    table, _, column = name.partition(".")
    if table not in TABLES:
        return name
    said = f"{TABLES[table].chinese}表"
    if column in TABLES[table].by_name:
        said += f"的“{TABLES[table].by_name[column].chinese}”"
    return f"{said}（{name}）"
