"""The contract says what the published form says, and the page says what the contract says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.facts.naming import PAGE, page
from zhibu.facts.contract import TABLES, Kind


def test_the_page_follows_the_contract() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.facts.naming"


def test_names_tell_columns_apart() -> None:
    chinese = [table.chinese for table in TABLES.values()]
    assert len(set(chinese)) == len(chinese)
    for table in TABLES.values():
        names = [name for column in table.columns for name in (column.name, column.chinese)]
        assert len(set(names)) == len(names), table.name
        for column in table.columns:
            both = [*column.choices, *column.choices.values()]
            assert len(set(both)) == len(both), column.name
            assert set(column.refers) <= TABLES.keys()
        assert set(table.key) <= {c.name for c in table.columns if c.required}


def published_columns(shared: Path) -> dict[str, list[str]]:
    """Columns of each table as the published page lists them: `name`, `name*`, outside brackets."""
    found = {}
    for line in (shared / "spec" / "facts.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and (table := re.fullmatch(r"`(\w+)`", cells[0])):
            text = cells[1]
            while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
                text = shorter
            found[table[1]] = re.findall(r"`(\w+\*?)`", text)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_published_column_is_declared(shared: Path, name: str) -> None:
    published = list(dict.fromkeys(published_columns(shared)[name]))
    declared = [c.name + ("*" if c.required else "") for c in TABLES[name].columns]
    assert declared == published


def test_partial_dates_are_those_published() -> None:
    partial = {f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns if c.is_partial}
    ends = {
        f"{t.name}.{c.name}"
        for t in TABLES.values()
        for c in t.columns
        if c.kind is Kind.PARTIAL_END
    }
    assert partial == {
        "members.joined", "members.full_since", "members.left", "organisations.established",
        "organisations.dissolved", "memberships.since", "memberships.until", "posts.since", "posts.until",
    }  # fmt: skip
    assert ends == {"members.left", "organisations.dissolved", "memberships.until", "posts.until"}
