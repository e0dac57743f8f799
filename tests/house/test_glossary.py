"""The glossary and the code use the same words."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import yaml
from django.apps import apps

from tests.house.tree import PACKAGE, ROOT, files, nothing

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Term(NamedTuple):
    """One row of the glossary."""

    chinese: str
    identifiers: tuple[str, ...]
    line: int


@cache
def terms() -> tuple[Term, ...]:
    found = []
    for number, line in enumerate((ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 4 and not set(cells[0]) <= set("- "):
            found.append(Term(cells[0], tuple(re.findall(r"`([^`]+)`", cells[2])), number))
    return tuple(found)


def chinese_of(identifier: str) -> str:
    return " / ".join(term.chinese for term in terms() if identifier in term.identifiers)


def test_every_table_of_the_site_has_its_row() -> None:
    models = [model for model in apps.get_models() if model.__module__.startswith("zhibu.")]
    absent = [
        f"{model.__name__} ({model._meta.verbose_name})"
        for model in models
        if not chinese_of(model.__name__)
    ]

    nothing(absent, "add a row to docs/glossary.md: 中文 | English | identifier | where")


def test_every_room_has_its_row() -> None:
    rooms = [file.parent.name for file in sorted((PACKAGE / "domain").glob("*/__init__.py"))]

    nothing([room for room in rooms if not chinese_of(room)])


def test_every_activity_type_has_its_row_with_the_same_chinese() -> None:
    wrong = []
    for file in sorted((ROOT / "rulepacks" / "activity_types").glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        code, label = data.get("code", file.stem), data["label"]
        if label not in chinese_of(code):
            wrong.append(f"{code}: {label}; the glossary has {chinese_of(code) or 'no row'}")

    nothing(wrong)


def test_every_identifier_of_the_glossary_is_used_somewhere() -> None:
    kinds = {".py", ".yaml", ".html", ".json"}
    places = (ROOT / "src", ROOT / "rulepacks")
    used: set[str] = set()
    for file in files():
        if file.suffix in kinds and any(file.is_relative_to(place) for place in places):
            used.update(PLAIN.findall(file.read_text("utf-8")))
    dead = [
        f"docs/glossary.md:{term.line}: {identifier}"
        for term in terms()
        for identifier in term.identifiers
        if PLAIN.fullmatch(identifier) and identifier not in used
    ]

    nothing(dead)
