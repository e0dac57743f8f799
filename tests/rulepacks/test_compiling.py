"""Every rule of the program's packs can be judged on every engine."""

from __future__ import annotations

from pathlib import Path

from zhibu.engine import load
from zhibu.engine.packs.compilable import require_compilable


def test_every_rule_compiles_for_every_engine(root: Path) -> None:
    """The site takes this for granted: it compiles at its start only what an office brought itself."""
    rules = load(root / "rulepacks").rules()

    assert len(rules) > 30
    require_compilable(rules)
