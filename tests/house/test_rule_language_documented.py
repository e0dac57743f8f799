"""The rule language's page names every kind and every key; the generated schemas are current."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.house.tree import ROOT, nothing
from zhibu.engine.kinds import MODELS
from zhibu.engine.language.json_schema import schemas


def keys(node: Any) -> Iterator[str]:
    """Every property name in a JSON Schema."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for value in node.values():
            yield from keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys(value)


def test_every_kind_and_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "rule-language.md").read_text("utf-8")
    found = schemas()
    files = ("rules.json", "scorecard.json", "scorecard_cases.json")
    words = {*MODELS, *(key for file in files for key in keys(json.loads(found[file])))}

    nothing(sorted(word for word in words if f"`{word}`" not in text and f"{word}:" not in text))


def test_generated_schemas_are_current() -> None:
    folder = ROOT / "rulepacks" / "schema"
    stale = [
        name
        for name, text in schemas().items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != text
    ]

    nothing(stale, "run `zhibu rules schema rulepacks/schema`")
