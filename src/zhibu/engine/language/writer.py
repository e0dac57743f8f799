"""Writes the plain data of a pack's file as YAML that people read, and that reads back as the same data."""

from __future__ import annotations

import re
from typing import Any

import yaml

_TEXTS = ("article", "number", "title", "label", "name", "least")  # text, whatever it looks like
_LOOKS_OTHERWISE = re.compile(r"[\d.+-]+|true|false|yes|no|on|off|null|~|\d{4}-\d\d-\d\d", re.IGNORECASE)
_SHORT = 70


class _Quoted(str):
    """A text that other readers would take for a number."""


class _Inline(dict[str, Any]):
    """A short group, written in one line."""


class _Dumper(yaml.SafeDumper):
    """Scalars are plain where that is possible: the schema says what they are, not YAML."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _of_list(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    plain = all(isinstance(item, str) for item in data)
    short = sum(len(item) + 2 for item in data) < _SHORT if plain else False
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=plain and short)


def _of_quoted(dumper: _Dumper, data: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(data), style='"')


def _of_inline(dumper: _Dumper, data: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


_Dumper.add_representer(list, _of_list)
_Dumper.add_representer(_Quoted, _of_quoted)
_Dumper.add_representer(_Inline, _of_inline)


def yaml_text(data: Any) -> str:
    """The text of plain data: dicts, lists and texts. `read_text` reads the same data from it."""
    return yaml.dump(_ready(data, 0), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _ready(value: Any, depth: int, key: str = "") -> Any:
    if isinstance(value, dict):
        found = {name: _ready(item, depth + 1, name) for name, item in value.items()}
        return _Inline(found) if depth > 2 and _short(value) else found
    if isinstance(value, list):
        return [_ready(item, depth + 1, key) for item in value]
    text = str(value)
    looks = key in _TEXTS and _LOOKS_OTHERWISE.fullmatch(text) is not None
    return _Quoted(text) if looks else text


def _short(value: dict[str, Any]) -> bool:
    """Whether a group is short enough for one line and holds nothing deep."""
    flat = all(isinstance(item, (str, dict)) or (
        isinstance(item, list) and all(isinstance(part, str) for part in item))
        for item in value.values())
    return flat and len(str(value)) < _SHORT + 10
