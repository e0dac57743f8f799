"""Blanks, widths and look-alike characters: the cleaning that every value goes through."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhibu.rosters.values.lookalikes import RADICALS

# Every kind of blank that a sheet holds: ASCII, full-width, no-break, zero-width, line breaks, tabs.
BLANK = re.compile(r"[\s\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+")


def words(text: str) -> list[str]:
    """The words of a list that is written as one line, separated by blanks."""
    return text.split()


MISSING_WORDS = frozenset(words(
    "无 没有 暂无 未填 不详 不明 未知 不清楚 记不清 待查 待补 待补充 待核 待核实 待核查 年代久远 缺 缺失 "
    "空 空缺 未提供 无法查证 无从查证 查不到 遗失 / \\ - -- — —— － ー 一一 〇 ／ ? ？ ?? ？？ 无此项 n/a N/A null NULL "
    "none None #N/A #VALUE! #REF! #NAME?"
))
DITTO_WORDS = frozenset(words("〃 〞 ″ \" '' ” “ ＂ ,, 、、 同上 同前 同上行 ditto 々 仝 仝上 ″″ ...."))
HASHES = re.compile(r"#{3,}")


def text_of(value: object) -> str:
    """A cell's value as the text a person would type; whole floats without the `.0`."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def squash(text: str) -> str:
    """The text without any blank."""
    return text if text.isalnum() else BLANK.sub("", text)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Widths unified (NFKC), radicals as ideographs, without blanks: for comparing, not for show."""
    text = squash(unicodedata.normalize("NFKC", text))
    return text if text.isascii() else "".join(RADICALS.get(char, char) for char in text)


def tidy(text: str) -> str:
    """For show: outer blanks off, inner runs of blanks as one."""
    return BLANK.sub(" ", text).strip()


def is_missing(text: str) -> bool:
    """Nothing written, or one of the words that mean nothing is known."""
    if len(text) > 12:
        return not squash(text)
    bare = squash(text)
    return not bare or bare in MISSING_WORDS


def is_ditto(text: str) -> bool:
    """A mark that means: as in the row above."""
    return squash(text) in DITTO_WORDS


def is_han(char: str) -> bool:
    """An ideograph, the supplementary planes included."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or code in (0x3007, 0x3006)
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
    )


_NUMERALS = {"〇": 0, "○": 0, "零": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
             "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "元": 1, "廿": 20, "卅": 30,
             "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
             "拾": 10, "十": 10}  # fmt: skip


def chinese_number(text: str) -> int | None:
    """The value of 十二, 二十, 廿一, 一九九八, 第三; None when it is no number."""
    text = text.removeprefix("第")
    if text.isdecimal():
        return int(text)
    if not text or any(char not in _NUMERALS for char in text):
        return None
    values = [_NUMERALS[char] for char in text]
    if all(value < 10 for value in values):
        return int("".join(map(str, values)))
    total, pending = 0, 0
    for value in values:
        if value == 10:
            total, pending = total + (pending or 1) * 10, 0
        elif value > 10:
            total += value
        else:
            pending = value
    return total + pending


_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def small_numeral(number: int) -> str:
    """1..99 as Chinese numerals: 7 七, 12 十二, 20 二十."""
    if not 0 < number < 100:
        return str(number).translate(_DIGITS)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{tens}十".translate(_DIGITS)
    return head + (str(ones).translate(_DIGITS) if ones else "")
