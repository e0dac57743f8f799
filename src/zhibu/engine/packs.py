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
    here = Path(__file__).resolve()
    for folder in (here.parents[3] / "rulepacks", Path(sys.prefix) / "share" / "zhibu" / "rulepacks"):
        if folder.is_dir():
            return [folder]
    return [here.parents[3] / "rulepacks"]
