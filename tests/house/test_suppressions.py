"""A suppression says why it is there."""

from __future__ import annotations

import re

from tests.house.tree import name, nothing, python_files

BARE = [
    re.compile(r"#\s*noqa\s*($|:\s*[A-Z0-9, ]+\s*$)"),
    re.compile(r"#\s*type:\s*ignore(\[[\w, -]+\])?\s*$"),
    re.compile(r"#\s*type:\s*ignore(?!\[)"),
    re.compile(r"#\s*pragma:\s*no cover\s*$"),
]


def test_suppressions_have_reasons() -> None:
    bare = [
        f"{name(file)}:{number}: {line.strip()}"
        for file in python_files()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if any(pattern.search(line) for pattern in BARE) and "re.compile" not in line
    ]

    nothing(bare, "write the codes and a reason: `# noqa: X123 -- why` or `# type: ignore[x]  # why`")
