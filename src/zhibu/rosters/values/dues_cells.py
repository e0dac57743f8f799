"""One month's cell of a dues ledger: an amount, √, 同左, 免, 欠, or 补交3-5月75元，本月25."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhibu.rosters.values.amounts import amount_of, letter_for_digit
from zhibu.rosters.values.months import digits_for_numerals, months_in
from zhibu.rosters.values.text import squash

_KIND_WORDS = {
    "tick": "√ ✓ ✔ ☑ 已交 已缴 已收 已付 交 缴 全额 足额 是 对 已交清 交清 已足额交纳 OK",
    "ditto": '同左 同前 同前月 同上月 ← 〃 " ″',
    "exempt": "免 免交 免缴 免收 免除 减免 免交党费 免缴党费",
    "unpaid": (
        "欠 欠交 欠缴 未交 未缴 没交 未 无 × ✗ ✘ X 否 欠费 拖欠 未收 暂未交 未交纳 未缴纳 空 / - － — —— –"
    ),
}
_WORDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_NUMBER = r"\d+(?:\.\d+)?"
_BACK = re.compile(
    rf"补[交缴收齐]?了?(?:(?P<year>\d{{4}})年)?(?P<months>\d[\d月份、,和及至到~—–-]*月)份?(?:的?党费)?"
    rf"(?:共计|合计|共|计)?(?P<sum>{_NUMBER})?元?"
)
_THIS = re.compile(rf"(?:本月|当月)份?(?:实?[交缴]|应[交缴]|党费)?(?P<sum>{_NUMBER})元?")
_TOTAL = re.compile(rf"^[￥¥]?(?P<sum>{_NUMBER})元?[(（,，、]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_VOLUNTARY = re.compile(r"自愿|多交|特殊党费|大额|捐")


class CellKind(StrEnum):
    """What a month's cell is."""

    EMPTY = "empty"
    AMOUNT = "amount"
    TICK = "tick"
    DITTO = "ditto"
    EXEMPT = "exempt"
    UNPAID = "unpaid"
    BACK = "back"
    LETTER = "letter"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class BackPayment:
    """Earlier months paid later: which, how much in all, and what was paid for this month."""

    months: tuple[int, ...]
    total: Decimal | None = None
    this_month: Decimal | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A cell as read; `amount` also holds what was meant where a letter stands for a digit."""

    kind: CellKind
    raw: object = None
    amount: Decimal | None = None
    back: BackPayment | None = None


def read_month_cell(raw: object) -> MonthCell:
    """Read one cell; what no rule knows is `UNREADABLE`, never a guess."""
    text = squash(unicodedata.normalize("NFKC", str(raw))) if raw is not None else ""
    if not text:
        return MonthCell(CellKind.EMPTY, raw)
    amount = amount_of(raw)
    if amount is not None:
        return MonthCell(CellKind.AMOUNT if amount else CellKind.UNPAID, raw, amount)
    word = _WORDS.get(text.upper()) or _WORDS.get(text.strip("()（）。"))
    if word:
        return MonthCell(CellKind(word), raw)
    if "补" in text and (back := _back_payment(text)):
        return MonthCell(CellKind.BACK, raw, back=back)
    letter = letter_for_digit(text)
    if letter is not None:
        return MonthCell(CellKind.LETTER, raw, letter)
    return MonthCell(CellKind.UNREADABLE, raw)


def _back_payment(text: str) -> BackPayment | None:
    text = digits_for_numerals(_THOUSANDS.sub("", text))
    match = _BACK.search(text)
    months = months_in(match["months"].rstrip("月份")) if match else None
    if match is None or not months:
        return None
    total = Decimal(match["sum"]) if match["sum"] else None
    this = _THIS.search(text)
    this_month = Decimal(this["sum"]) if this else None
    whole = _TOTAL.match(text)
    if whole and total is not None and this_month is None:
        this_month = Decimal(whole["sum"]) - total
    year = int(match["year"]) if match["year"] else None
    return BackPayment(tuple(months), total, this_month, year)


_CHANGE = re.compile(r"(?P<month>\d{1,2})月份?(?:起|开始|以后|之后|后|始|调|改|变|增|减)")
_NEW_AMOUNT = re.compile(rf"(?P<sum>{_NUMBER})元?(?:/月|每月)?")


def assessment_change(remark: object) -> tuple[int, Decimal] | None:
    """5月起调资，月交153.92元 as (5, 153.92); None where the remark tells no such thing."""
    text = squash(unicodedata.normalize("NFKC", str(remark or "")))
    text = digits_for_numerals(_THOUSANDS.sub("", text))
    match = _CHANGE.search(text)
    if match is None or _VOLUNTARY.search(text[match.start() :]):
        return None
    sums = list(_NEW_AMOUNT.finditer(text, match.end()))
    month = int(match["month"])
    return (month, Decimal(sums[-1]["sum"])) if sums and 1 <= month <= 12 else None
