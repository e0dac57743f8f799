"""Values of parameters in words: codes that rule files use are told as people say them, and read back."""

from __future__ import annotations

from zhibu.engine.sentences.phrases import EACH
from zhibu.facts.contract import TABLES, Kind

WORDS = {
    "true": "是", "false": "否", "cast": "收回的票", "valid": "有效票", "entitled": "应到会的人数", "present": "到会的人数",
} | EACH | {column.name: column.chinese for column in TABLES["activities"].columns if column.kind == Kind.DAY and "_" in column.name}  # fmt: skip
_CODES = {word: code for code, word in WORDS.items()}


def value_word(value: str) -> str:
    """`consulted_on` as 请示日期; a number or anything unknown as it stands."""
    return WORDS.get(value, value)


def value_code(text: str) -> str:
    """What somebody typed, as rule files have it: 批准日期 as `approved_on`."""
    plain = text.strip()
    return _CODES.get(plain, plain)
