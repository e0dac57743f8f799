"""Names of Party organisations: the core that all ways of writing one name have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from zhibu.rosters.values.text import chinese_number, plain, small_numeral
from zhibu.rosters.values.words import kind_of_name

_PARTY = re.compile(r"^(中国共产党|中共)")
_PLACE = re.compile(r"^(?:中国共产党|中共)((?:[^省市县区旗州盟]{1,8}(?:自治区|自治州|自治县|自治旗|省|市|县|区|旗|州|盟|镇|乡|街道)){1,3})")
_SUFFIXES = (
    "党总支部委员会", "总支部委员会", "党支部委员会", "支部委员会", "工作委员会", "党总支委员会",
    "党总支部", "党总支", "总支部", "总支", "党支部", "支部", "党委会", "委员会", "党工委", "工委", "党委",
    "党小组", "小组", "党组",
)  # fmt: skip
_NUMERAL = re.compile(r"第?([一二三四五六七八九十]+|\d+)(?=$|党?支部|党?小组|党?总支|税务|中学|小学|分局|人民|幼儿|中队|大队|所|组|分|科|教|支)")


def place_of(names: Iterable[str]) -> str:
    """The place (县, 市 ...) that most full names begin with: 青梧县; "" when there is none."""
    places: Counter[str] = Counter()
    for name in names:
        match = _PLACE.match(plain(name))
        if match:
            whole = match.group(1)
            ends = [m.end() for m in re.finditer(r"[省市县区旗州盟]", whole)]
            places.update(whole[:end] for end in ends)
    if not places:
        return ""
    most = max(places.values())
    return max((place for place, count in places.items() if count >= 0.6 * most), key=len)


@lru_cache(maxsize=65536)
def core_of(name: str, place: str) -> str:
    """The core of a name: 县教育局机关一支部 and 中共青梧县教育局机关第一支部委员会 have the same."""
    text = re.sub(r"[“”\"'‘’《》()\[\]]", "", plain(name))
    text = _PARTY.sub("", text)
    if place:
        text = text.removeprefix(place)
        if len(text) > 3:
            text = _without_level(text, place)
    for suffix in _SUFFIXES:
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text[: -len(suffix)]
            break
        if text == suffix:
            return ""
    return _numbered(text)


def _without_level(text: str, place: str) -> str:
    """The level's word at the beginning (县教育局), which short names keep and others leave out."""
    last = place[-1]
    for head in (f"本{last}", last, place.rstrip("省市县区旗州盟")):
        if head and text.startswith(head) and len(text) > len(head) + 1:
            return text[len(head) :]
    return text


def _numbered(text: str) -> str:
    """Ordinals in one form: 第一, 一, 第1, 1 before the end or a unit's word become 一."""

    def one(match: re.Match[str]) -> str:
        number = chinese_number(match.group(1))
        return small_numeral(number) if number is not None else match.group(1)

    text = _NUMERAL.sub(one, text)
    return re.sub(r"第(?=[一二三四五六七八九十])", "", text)


@lru_cache(maxsize=65536)
def group_key(name: str) -> str:
    """A group's name for comparing: 第二党小组, 二小组, 2组, 第2小组 are the same."""
    text = re.sub(r"[“”\"'‘’()]", "", plain(name))
    text = re.sub(r"(党小组|小组|组)$", "", text)
    text = text.removeprefix("第")
    number = chinese_number(text) if text else None
    return f"#{number}" if number is not None else text


def numerals_of(core: str) -> str:
    """The numerals of a core: two names that differ there are never near each other."""
    return "".join(re.findall(r"[一二三四五六七八九十\d]", core))


def level_of(name: str) -> str | None:
    """The kind of organisation a name ends with, for choosing among equal cores."""
    return kind_of_name(name)
