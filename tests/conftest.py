"""Shared fixtures: where the published data lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published data: `ZHIBU_SHARED`, or `shared` beside the checkout."""
    folder = Path(os.environ.get("ZHIBU_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.fail(f"published data not found at {folder}; set ZHIBU_SHARED")
    return folder
