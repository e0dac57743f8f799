"""How a kind words its verdicts: `actual`, `required`, one plain Chinese sentence, notes on dates, articles."""

from __future__ import annotations

from typing import NamedTuple


class Wording(NamedTuple):
    """The texts of one verdict. `reason` has no full stop yet: notes may follow."""

    actual: str
    required: str
    reason: str


PRECISIONS = {"month": "月", "year": "年"}


def partly(precision: str | None, name: str) -> str:
    """The note that a verdict rests on a date known only to the month or the year."""
    known = PRECISIONS.get(precision or "")
    return f"（{name or '日期'}只知道到{known}，按第一天算）" if known else ""


DIGITS = "零一二三四五六七八九"


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
