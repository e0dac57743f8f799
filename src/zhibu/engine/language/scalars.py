"""The scalars of the rule language: text that a schema turns into counts, days, shares and words."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

# A century, and a generation of working days: a due day beyond that is a slip of the pen, and one beyond
# the calendar would end the judging of everybody.
MOST_DAYS, MOST_WORKDAYS = 36_600, 7_500
# What a verdict's columns hold: longer words would end it just as well.
MOST_LETTERS = {"code": 100, "name": 60, "article": 60}
_WHOLE = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_SHARE = re.compile(r"(\d{1,9})/([1-9]\d{0,8})|(\d{1,9})(\.\d{1,9})?", re.ASCII)
_CODE = re.compile(r"[^\s,，/]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Model(BaseModel):
    """A part of a file: frozen, no key that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def wrong(expected: str, mend: str = "") -> PydanticCustomError:
    """An error of the schema, in the words of `Problem`."""
    return PydanticCustomError("zhibu", "{expected}", {"expected": expected, "mend": mend})


def nearest(word: str, words: Iterable[str]) -> str:
    """The hint to the valid word most like this one, or nothing where none is like it."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f"最接近的是 {close[0]}" if close else ""


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise wrong("不带小数的整数，0 或更大")


def _weekday(value: Any) -> int:
    number = _count(value)
    if not 1 <= number <= 7:
        raise wrong("1（星期一）到 7（星期日）")
    return number


def _month(value: Any) -> int:
    number = _count(value)
    if not 1 <= number <= 12:
        raise wrong("1 到 12 月")
    return number


def _quarter(value: Any) -> int:
    number = _count(value)
    if not 1 <= number <= 4:
        raise wrong("1（第一季度）到 4（第四季度）")
    return number


def _flag(value: Any) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise wrong("true 或 false")


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong("日期，如 2024-03-01")


def _share(value: str) -> str:
    if not _SHARE.fullmatch(value) or Fraction(value) > 1:
        raise wrong("不大于 1 的分数或小数，如 2/3、0.8")
    return value


def _short(value: str, what: str) -> str:
    if len(value) > MOST_LETTERS[what]:
        raise wrong(f"不超过 {MOST_LETTERS[what]} 个字")
    return value


def _code(value: str) -> str:
    _short(value, "code")
    if not _CODE.fullmatch(value):
        raise wrong("一个代码，中间没有空格、逗号和斜线")
    return value


def _name(value: str) -> str:
    if "." in _code(_short(value, "name")):
        raise wrong("一个编号，中间没有点")
    return value


def _sentence(value: str) -> str:
    if not value.strip():
        raise wrong("一句话")
    return value.strip()


def _article(value: str) -> str:
    return _short(_sentence(value), "article")


def among(words: Mapping[str, str], what: str) -> Any:
    """A type for one word of a closed list."""

    def check(value: str) -> str:
        if value not in words:
            raise wrong(f"{what}之一：{'、'.join(words)}", nearest(value, words))
        return value

    names = "；".join(f"{word} {chinese}" for word, chinese in words.items())
    schema = WithJsonSchema({"type": "string", "enum": list(words), "description": names})
    return cast(Any, Annotated[str, AfterValidator(check), schema])


Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Weekday = Annotated[int, BeforeValidator(_weekday),
                    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 7})]
Month = Annotated[int, BeforeValidator(_month),
                  WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 12})]
Quarter = Annotated[int, BeforeValidator(_quarter),
                    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Share = Annotated[str, AfterValidator(_share),
                  WithJsonSchema({"type": ["string", "number"], "pattern": r"^\d+(/\d+|\.\d+)?$"})]
Code = Annotated[str, AfterValidator(_code), WithJsonSchema({"type": "string", "minLength": 1})]
# The id of a rule: a dot would set off the part of it that one constraint of a sequence is.
Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "minLength": 1})]
Sentence = Annotated[str, AfterValidator(_sentence),
                     WithJsonSchema({"type": "string", "minLength": 1})]
Article = Annotated[str, AfterValidator(_article),
                    WithJsonSchema({"type": "string", "minLength": 1})]
