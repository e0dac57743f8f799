"""What is said to an action or a listing, read from JSON or from `name=value` texts, with Chinese errors.

JSON is read strictly: what its schema does not allow is an error and never guessed. Texts are read by the
types of the fields, since a command line knows nothing but texts.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from zhibu.kernel.errors import InputError, Problem, shortened

M = TypeVar("M", bound=BaseModel)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EXPECTED = {
    "missing": "这一项必填",
    "extra_forbidden": "没有这一项",
    "string_type": "文本",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_type": "日期 YYYY-MM-DD",
    "date_parsing": "日期 YYYY-MM-DD",
    "date_from_datetime_parsing": "日期 YYYY-MM-DD",
    "tuple_type": "列表",
    "list_type": "列表",
    "dict_type": "对象",
    "model_type": "对象",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "greater_than_equal": "不小于 {ge}",
    "greater_than": "大于 {gt}",
    "less_than_equal": "不大于 {le}",
    "less_than": "小于 {lt}",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "string_pattern_mismatch": "符合格式 {pattern}",
}


def read_json(model: type[M], body: bytes, *, where: str = "") -> M:
    """The JSON text as this model; InputError lists every place that does not fit."""
    try:
        data = json.loads(body or b"{}", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        reason = shortened(str(error), 80)
        raise InputError([Problem(where or "内容", reason, "一个 JSON 对象")]) from None
    data = _whole_numbers(data)
    problems = [*_unreadable(data), *_not_days(model, data)]
    if problems:
        raise InputError(problems)
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise InputError(_problems(error)) from None


def read_texts(model: type[M], given: Mapping[str, list[str]]) -> M:
    """Texts by name (several of one name where the field is a list) as this model."""
    data: dict[str, Any] = {}
    for name, values in given.items():
        data[name] = values if _is_list(model, name) else values[-1]
    problems = [*_unreadable(data), *_not_days(model, data)]
    if problems:
        raise InputError(problems)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputError(_problems(error)) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _whole_numbers(value: Any) -> Any:
    """`1.0` is an integer in JSON."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {name: _whole_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(part) for part in value]
    return value


def _unreadable(value: Any, where: str = "") -> Iterator[Problem]:
    """Letters that no database keeps: of value 0, and halves of a pair."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            yield Problem(where or "内容", ascii(shortened(value, 40)), "能读的文字")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _unreadable(name, where)
            yield from _unreadable(part, f"{where}.{name}" if where else str(name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _unreadable(part, f"{where}[{number}]")


def _not_days(model: type[BaseModel], data: Any, where: str = "") -> Iterator[Problem]:
    """Days are written YYYY-MM-DD: pydantic would take a row of digits for seconds since 1970."""
    if not isinstance(data, dict):
        return
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        types = set(_types(field.annotation))
        value, place = data[name], f"{where}.{name}" if where else name
        parts: Iterable[Any] = value if isinstance(value, list) else [value]
        for part in parts:
            if dt.date in types and isinstance(part, str) and not _DAY.fullmatch(part):
                yield Problem(place, part, _EXPECTED["date_type"])
            for inner in types:
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    yield from _not_days(inner, part, place)


def _types(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for part in inner:
        yield from _types(part)


def _is_list(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    text = str(field.annotation) if field else ""
    return text.startswith(("tuple[", "list[", "frozenset["))


def _problems(error: ValidationError) -> list[Problem]:
    found = []
    for one in error.errors(include_url=False):
        where = ".".join(str(part) for part in one["loc"]) or "内容"
        expected = _EXPECTED.get(one["type"], "")
        if one["type"] == "value_error":
            expected = str(one.get("ctx", {}).get("error", "")) or "能用的值"
        expected = expected.format(**one.get("ctx", {})) if expected else one["msg"]
        read = "" if one["type"] == "missing" else _shown(one.get("input"))
        found.append(Problem(where, read, expected))
    return found


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
