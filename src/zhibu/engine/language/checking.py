"""Turns what the schema found wrong into problems with file, line, what was read and expected."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.scalars import nearest

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "文字",
    "tuple_type": "列表，如 [甲, 乙]",
    "list_type": "列表，如 [甲, 乙]",
    "dict_type": "一组“键: 值”",
    "model_type": "一组“键: 值”",
    "model_attributes_type": "一组“键: 值”",
    "missing": "",
}
_BOUNDS = {
    "less_than_equal": "不大于 {le} 的数", "less_than": "小于 {lt} 的数",
    "greater_than_equal": "不小于 {ge} 的数", "greater_than": "大于 {gt} 的数",
    "too_short": "至少 {min_length} 项的列表", "too_long": "至多 {max_length} 项的列表",
}


def checked(model: type[M], document: Document, place: Place = ()) -> M | None:
    """The value at a place as a model; None, with the problems noted, where it does not fit."""
    data = document.at(place)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            _note(model, document, place, data, found)
    return None


def _note(model: type[BaseModel], document: Document, place: Place, data: Any, found: Any) -> None:
    way, inner = _way(data, found["loc"])
    here = (*place, *way)
    kind, context = found["type"], found.get("ctx", {})
    if kind == "too_short" and _length(inner) >= context.get("min_length", 1):
        return  # its items are wrong, and each of them is told
    if kind == "missing":
        key = str(found["loc"][-1])
        document.problem(here, f"没有 {key}", f"有键 {key}", f"补上 {key}: …")
    elif kind == "extra_forbidden":
        key = str(found["loc"][-1])
        keys = _keys(model, found["loc"][:-1])
        mend = nearest(key, keys) or f"可用的键：{'、'.join(keys)}"
        document.problem((*here, key), key, "这里可用的键", mend)
    elif kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", " 或 ")
        document.problem(here, _shown(inner), expected)
    elif kind == "zhibu":
        document.problem(here, _shown(inner), context["expected"], context.get("mend", ""))
    elif kind in _BOUNDS:
        document.problem(here, _shown(inner), _BOUNDS[kind].format(**context))
    else:
        document.problem(here, _shown(inner), _EXPECTED.get(kind, "合乎写法的值"))


def _way(data: Any, loc: tuple[str | int, ...]) -> tuple[Place, Any]:
    """The part of a schema's path that is really in the data (the tags of unions are not)."""
    way: list[str | int] = []
    for step in loc:
        inside = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if inside or (isinstance(data, dict) and step in data):
            data = data[step]
            way.append(step)
    return tuple(way), data


def _keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys allowed where an unknown one was read."""
    current: Any = model
    for step in loc:
        if isinstance(step, str) and isinstance(current, type) and issubclass(current, BaseModel):
            fields = {f.alias or n: f for n, f in current.model_fields.items()}
            if step in fields:
                current = fields[step].annotation
                continue
        current = _narrowed(current, step)
    models = _models(current)
    return sorted({f.alias or n for m in models for n, f in m.model_fields.items()})


def _narrowed(annotation: Any, step: str | int) -> Any:
    """Among the models of a union, the one that has the key (or tag) of the next step."""
    if isinstance(step, int):
        return annotation
    for model in _models(annotation):
        fields = {f.alias or n: f for n, f in model.model_fields.items()}
        if step in fields:
            return model if _is_tag(annotation, step) else fields[step].annotation
    return annotation


def _is_tag(annotation: Any, step: str) -> bool:
    return len(_models(annotation)) > 1


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Every model that stands somewhere in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    found: list[type[BaseModel]] = []
    for part in getattr(annotation, "__args__", ()):
        found += _models(part)
    return found


def _length(value: Any) -> int:
    return len(value) if isinstance(value, (list, tuple, dict)) else 0


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + "、".join(f"{key}: …" for key in list(value)[:4]) + "}"
    if isinstance(value, (list, tuple)):
        return f"{len(value)} 项的列表"
    return "" if value is None else str(value)
