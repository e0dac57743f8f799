"""Who may import whom: runs import-linter on .importlinter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT


def test_imports_keep_the_contracts() -> None:
    # without its cache, which does not see a module that is new
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_reading_and_checking_load_no_django() -> None:
    modules = "zhibu.engine, zhibu.facts, zhibu.rosters, zhibu.cli.check, zhibu.cli.rosters"
    code = f"import sys, zhibu.cli.main, {modules}; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True
    )

    assert done.stdout.strip() == "False", done.stderr
