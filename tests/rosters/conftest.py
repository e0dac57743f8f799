"""The published rosters, read once, and their truth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.rosters.truth import Truth
from zhibu.rosters import Reading, read

TODAY = dt.date(2025, 1, 15)


@pytest.fixture(scope="session")
def roster_files(shared: Path) -> list[Path]:
    """Every published workbook."""
    return sorted(
        path
        for path in (shared / "data/rosters").iterdir()
        if path.suffix in (".xlsx", ".xls", ".csv")
    )


@pytest.fixture(scope="session")
def truth(shared: Path) -> Truth:
    """What a perfect import of them yields."""
    return Truth(shared / "data/rosters/truth")


@pytest.fixture(scope="session")
def published(roster_files: list[Path]) -> Reading:
    """All of them read together."""
    return read(roster_files, today=TODAY)
