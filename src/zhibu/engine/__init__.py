"""Rules as code: packs of YAML become SQL, SQL over dated facts becomes verdicts. Knows no Django.

`load` reads packs, `judge` gives verdicts, `explain` shows one of them; `sources` says where facts lie.
"""

from __future__ import annotations

from zhibu.engine.judging.counted import Fact
from zhibu.engine.judging.explaining import Explanation, explain
from zhibu.engine.judging.judging import judge
from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
from zhibu.engine.packs.loader import load
from zhibu.engine.verdicts import COLUMNS, Verdict, Window

__all__ = [
    "COLUMNS", "Directive", "Explanation", "Fact", "Rule", "Rulebook", "Verdict", "Window",
    "explain", "judge", "load",
]
