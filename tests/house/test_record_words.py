"""What an entry of the record says is Chinese: every key that a service writes into its details has a word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from zhibu.domain.audit.details import FOR_PROGRAMS, WORDS

DOMAIN = Path(__file__).parents[2] / "src" / "zhibu" / "domain"
WRITERS = ("entry_record", "noted")


def keys(tree: ast.AST) -> Iterator[str]:
    """Keys written out in what a writer of entries is given."""
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and getattr(call.func, "id", getattr(call.func, "attr", "")) in WRITERS
        ):
            for given in (
                *call.args,
                *(word.value for word in call.keywords if word.arg == "details"),
            ):
                for found in ast.walk(given):
                    if isinstance(found, ast.Dict):
                        yield from (
                            key.value
                            for key in found.keys
                            if isinstance(key, ast.Constant) and isinstance(key.value, str)
                        )


def test_every_key_of_details_has_a_word() -> None:
    unknown = {
        f"{path.relative_to(DOMAIN)}: {key}"
        for path in DOMAIN.rglob("*.py")
        for key in keys(ast.parse(path.read_text(encoding="utf-8")))
        if key not in WORDS and key not in FOR_PROGRAMS
    }
    assert not unknown, (
        "give each a word in WORDS of domain/audit/details.py, or name it in FOR_PROGRAMS"
    )
