"""What was posted as plain data, following the shape; adding and taking out keys and items.

Names are the way to a value, joined by dots: `when.kind`, `limits.0.count`. Each group, list and set of
boxes that stands in the form is named in `has`, so that an empty one is told from one that is not there.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from zhibu.web.components.days import read_day
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.shapes import Shape, alternative_shape

_PARAMETER = re.compile(r"\{([A-Za-z_]\w*)\}")
DEEPEST = 12  # a form has no part within more parts than that
SEVERAL = ("choices", "opens", "order")


def read(shape: Shape, post: QueryDict, way: str = "") -> Any:
    """The value at a way of a form: a text, a list, a dict; None where it does not stand in the form."""
    if shape.sort in SEVERAL:
        more = _words(post.get(f"{way}.other", ""))
        return [*_texts(post, way), *more] if more or way in post.getlist("has") else None
    if shape.sort == "alternative":
        shape = alternative_shape(post.get(f"{way}.kind", ""))
    if shape.sort == "group":
        if way and way not in post.getlist("has"):
            return None
        found = {key: read(part, post, f"{way}.{key}" if way else key) for key, part in shape.keys.items()}
        return {key: value for key, value in found.items() if value is not None}
    if shape.sort == "list" and shape.item is not None:
        numbers = _numbers(post, way)
        return [read(shape.item, post, f"{way}.{n}") for n in numbers] if numbers or way in post.getlist(
            "has") else None
    if way not in post:
        return None
    word = post.get(way, "").strip()
    if shape.sort == "forms" and word in shape.keys:
        inner = read(shape.keys[word], post, f"{way}.{word}")
        return {word: {} if inner is None and shape.keys[word].sort == "group" else inner or []}
    if shape.sort == "words":
        return _words(word)
    word = post.get(f"{way}.other", "").strip() or word
    day = read_day(word) if shape.sort == "day" else None
    return day.isoformat() if day is not None else scalar(word)


def scalar(text: str) -> Any:
    """A text, or the parameter that it names: `{times}`."""
    hit = _PARAMETER.fullmatch(text)
    return {"parameter": hit[1]} if hit else text


def _words(text: str) -> list[Any]:
    return [scalar(part) for part in re.split(r"[\s,，、]+", text) if part]


def _texts(post: QueryDict, way: str) -> list[Any]:
    return [scalar(text.strip()) for text in post.getlist(way) if text.strip()]


def _numbers(post: QueryDict, way: str) -> list[int]:
    lead = f"{way}."
    tails = [name[len(lead):] for name in post.getlist("has") if name.startswith(lead)]
    return sorted({number for tail in tails if (number := whole(tail)) is not None})


def pruned(value: Any) -> Any:
    """The data without what was left empty; items of a list stay, so that their places hold."""
    if isinstance(value, dict):
        found = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item not in ("", [], {}, None)}
    if isinstance(value, list):
        return [pruned(item) for item in value]
    return value


def changed(data: dict[str, Any], action: str, post: QueryDict, shape: Shape) -> dict[str, Any]:
    """The data after a button that adds or takes out a part: `add:WAY`, `item:WAY`, `drop:WAY`."""
    verb, _, way = action.partition(":")
    steps: list[Any] = [step if whole(step) is None else whole(step) for step in way.split(".") if step]
    if len(steps) > DEEPEST:
        return data
    if verb == "drop" and steps:
        holder = _at(data, steps[:-1])
        if isinstance(holder, dict):
            holder.pop(steps[-1], None)
        elif isinstance(holder, list) and isinstance(steps[-1], int) and steps[-1] < len(holder):
            del holder[steps[-1]]
    elif verb == "item":
        holder = _at(data, steps[:-1])
        if isinstance(holder, dict) and steps and isinstance(holder.setdefault(steps[-1], []), list):
            holder[steps[-1]].append({})
    elif verb == "add":
        holder = _at(data, steps)
        key = post.get(f"add-{way}", "")
        if isinstance(holder, dict) and key:
            holder.setdefault(key, _empty(shape, steps, key))
    return data


def _at(data: Any, steps: list[Any]) -> Any:
    for step in steps:
        if isinstance(data, dict):
            data = data.setdefault(step, {})
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _empty(shape: Shape, steps: list[Any], key: str) -> Any:
    """What a key begins with: an empty group, list or text."""
    for step in steps:
        if isinstance(step, int):
            shape = shape.item or shape
        else:
            shape = shape.keys.get(step, shape)
    part = shape.keys.get(key)
    if part is None:
        return {}
    if part.sort == "list":
        return [{}]
    if part.sort in SEVERAL:
        return []
    return {} if part.sort == "group" else ""
