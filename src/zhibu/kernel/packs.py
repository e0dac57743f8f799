"""Where the installed rule packs lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def installed_packs() -> list[Path]:
    """The folders of packs: `ZHIBU_RULEPACKS` (several joined by `:`), else those of the program."""
    named = os.environ.get("ZHIBU_RULEPACKS", "")
    if named:
        return [Path(part) for part in named.split(os.pathsep) if part]
    own = _own_packs()
    return [next((folder for folder in own if folder.is_dir()), own[0])]


def _own_packs() -> tuple[Path, Path]:
    """Where the packs that come with the program may lie."""
    beside = Path(__file__).resolve().parents[3] / "rulepacks"
    return beside, Path(sys.prefix) / "share" / "zhibu" / "rulepacks"


def is_own(folder: Path) -> bool:
    """Whether a pack came with the program: a test compiles those for every engine."""
    return any(folder.resolve().is_relative_to(own) for own in _own_packs())
