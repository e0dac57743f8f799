"""Parameters of a pack: numbers that its texts leave open, put into the rules before they are read.

A rule writes `{parameter: NAME}` in the place of a value, and `{NAME}` within its sentence or cure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhibu.engine.language.files import Parameter
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.scalars import nearest

_IN_TEXT = re.compile(r"\{([A-Za-z_]\w*)\}")
_TEXTS = ("sentence", "cure", "gist")


def put_in(document: Document, place: Place, values: Mapping[str, str]) -> tuple[str, ...]:
    """Replace the parameters of one rule by their values; the names used, in order of first use."""
    used: dict[str, None] = {}
    data = document.at(place)
    if isinstance(data, dict):
        for key, value in data.items():
            data[key] = _filled(document, (*place, key), value, values, used)
        for key in _TEXTS:
            if isinstance(data.get(key), str):
                data[key] = _IN_TEXT.sub(lambda hit: _named(hit, values, used), data[key])
    return tuple(used)


def _named(hit: re.Match[str], values: Mapping[str, str], used: dict[str, None]) -> str:
    name = hit[1]
    if name not in values:
        return hit[0]
    used[name] = None
    return values[name]


def _filled(
    document: Document, place: Place, value: Any, values: Mapping[str, str], used: dict[str, None]
) -> Any:
    if isinstance(value, list):
        return [_filled(document, (*place, index), item, values, used)
                for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if set(value) != {"parameter"}:
        return {key: _filled(document, (*place, key), item, values, used)
                for key, item in value.items()}
    name = value["parameter"]
    if not isinstance(name, str) or name not in values:
        known = "、".join(values) or "（没有）"
        document.problem((*place, "parameter"), str(name), f"directive.yaml 的 parameters 之一：{known}",
                         nearest(str(name), values))
        return ""
    used[name] = None
    return values[name]


def values_of(parameters: tuple[Parameter, ...], own: Mapping[str, str]) -> dict[str, str]:
    """Name -> value: the pack's own, but where this installation set another."""
    return {found.name: own.get(found.name, found.value) for found in parameters}
