"""Rule packs hold data only, readable as they stand."""

from __future__ import annotations

import re

from tests.house.tree import ROOT, files, name, nothing

PACKS = ROOT / "rulepacks"
KINDS = {".yaml", ".json", ".md"}


def test_there_is_no_program_below_rulepacks() -> None:
    others = [name(f) for f in files() if f.is_relative_to(PACKS) and f.suffix not in KINDS]

    nothing(others, "rulepacks hold YAML, their JSON Schemas and Markdown")


def test_chinese_stands_unescaped() -> None:
    escaped = [
        name(file)
        for file in files()
        if file.is_relative_to(PACKS) and re.search(r"\\u[0-9a-f]{4}", file.read_text("utf-8"), re.I)
    ]

    nothing(escaped)
