"""Blanks, widths and look-alike characters: the cleaning that every value goes through."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Every kind of blank that a sheet holds: ASCII, full-width, no-break, zero-width, line breaks, tabs.
BLANK = re.compile(r"[\s\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+")

MISSING_WORDS = frozenset(
    "无 没有 暂无 未填 不详 不明 未知 不清楚 记不清 待查 待补 待补充 待核 待核实 待核查 年代久远 缺 缺失 "
    "空 空缺 未提供 无法查证 无从查证 查不到 遗失 / \\ - -- — —— － ー 一一 〇 ／ ? ？ ?? ？？ 无此项 n/a N/A null NULL "
    "none None #N/A #VALUE! #REF! #NAME?".split()
)
DITTO_WORDS = frozenset("〃 〞 ″ \" '' ” “ ＂ ,, 、、 同上 同前 同上行 ditto 々 仝 仝上 ″″ ....".split())
HASHES = re.compile(r"#{3,}")

# The old private-use codes of GBK and GB 18030-2000 that newer fonts no longer know.
_PRIVATE = {
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8,
    0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089,
    0xE818: 0x200CC, 0xE81A: 0x3473, 0xE81B: 0x3447, 0xE81F: 0x359E, 0xE820: 0x361A,
    0xE821: 0x360E, 0xE824: 0x396E, 0xE825: 0x3918, 0xE827: 0x39CF, 0xE828: 0x39DF,
    0xE829: 0x3A73, 0xE82A: 0x39D0, 0xE82D: 0x3B4E, 0xE82E: 0x3C6E, 0xE82F: 0x3CE0,
    0xE831: 0x215D7, 0xE834: 0x4056, 0xE835: 0x415F, 0xE837: 0x4337, 0xE83B: 0x2298F,
    0xE83C: 0x43B1, 0xE83D: 0x43AC, 0xE83F: 0x43DD, 0xE840: 0x44D6, 0xE841: 0x4661,
    0xE842: 0x464C, 0xE844: 0x4723, 0xE845: 0x4729, 0xE846: 0x477C, 0xE847: 0x478D,
    0xE849: 0x4947, 0xE84A: 0x497A, 0xE84B: 0x497D, 0xE84C: 0x4982, 0xE84D: 0x4983,
    0xE84E: 0x4985, 0xE84F: 0x4986, 0xE850: 0x499F, 0xE851: 0x499B, 0xE852: 0x49B7,
    0xE853: 0x49B6, 0xE855: 0x241FE, 0xE856: 0x4CA3, 0xE857: 0x4C9F, 0xE858: 0x4CA0,
    0xE859: 0x4CA1, 0xE85A: 0x4C77, 0xE85B: 0x4CA2, 0xE85C: 0x4D13, 0xE85D: 0x4D14,
    0xE85E: 0x4D15, 0xE85F: 0x4D16, 0xE860: 0x4D17, 0xE861: 0x4D18, 0xE862: 0x4D19,
    0xE863: 0x4DAE,
}  # fmt: skip
PRIVATE_USE = {chr(code): chr(real) for code, real in _PRIVATE.items()}

# CJK Radicals Supplement: NFKC leaves them, so a name pasted from a PDF would never match.
_RADICALS = (
    "⺁厂⺅亻⺆冂⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫"
    "⺦丬⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺲网⺳网⺴网⺶羊⺷羊⺸羊⺹老⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见"
    "⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))


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
