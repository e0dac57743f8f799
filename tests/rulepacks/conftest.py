"""The installed packs, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine import Rulebook, load

PACKS = Path(__file__).resolve().parents[2] / "rulepacks"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load(PACKS)
