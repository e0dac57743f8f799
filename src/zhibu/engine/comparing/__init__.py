"""Several directives at once: what each says to the same question, and how that differs."""

from __future__ import annotations

from zhibu.engine.comparing.comparison import Compared, Pair, compare, matter_of, reversed_pair
from zhibu.engine.comparing.relations import RELATIONS, Said

__all__ = ["RELATIONS", "Compared", "Pair", "Said", "compare", "matter_of", "reversed_pair"]
