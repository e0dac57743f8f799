"""Names as they are typed on a keyboard: `张伟` is `zhangwei` in full and `zw` by initials."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Characters that are read otherwise as a family name; the first two may be one name together.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "任": "ren", "华": "hua", "缪": "miao", "乐": "yue", "员": "yun", "冼": "xian",
    "洗": "xian", "召": "shao", "折": "she", "繁": "po", "秘": "bi", "覃": "qin", "谌": "chen",
    "尹": "yin", "种": "chong", "翟": "zhai", "晁": "chao", "哈": "ha", "車": "che", "隗": "wei",
    "万": "wan", "宁": "ning", "能": "nai", "那": "na", "柏": "bai", "贾": "jia", "葛": "ge",
    "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu",
}  # fmt: skip


def pinyin_full(name: str | None) -> str:
    """All syllables in a row, lower case, letters and digits only: `zhangwei`."""
    return "".join(_syllables(name or ""))


def pinyin_initials(name: str | None) -> str:
    """The first letter of each syllable: `zw`."""
    return "".join(syllable[:1] for syllable in _syllables(name or ""))


def _syllables(name: str) -> list[str]:
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for length in (2, 1):
        known = _SURNAMES.get(plain[:length])
        if known and len(plain) > length:
            return [*known.split(), *_read(plain[length:])]
    return _read(plain)


def _read(text: str) -> list[str]:
    return [syllable for sign in text if (syllable := _syllable(sign))]


@lru_cache(maxsize=30_000)
def _syllable(sign: str) -> str:
    """One character's reading; a letter or digit is itself, anything unknown is nothing."""
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    from pypinyin import lazy_pinyin  # its tables take a while to load

    [read, *_] = lazy_pinyin(sign, errors="ignore", v_to_u=False) or [""]
    return str(read)
