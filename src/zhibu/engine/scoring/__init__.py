"""Scorecards: verdicts and entered marks become an organisation's points, with every step of the sum.

For organisations only; there is none for persons. `bound` says whom a card concerns, `Tally` takes
verdicts in any order, `scored` gives points with their proof.
"""

from __future__ import annotations

from zhibu.engine.scoring.arithmetic import Mark, Scored, scored
from zhibu.engine.scoring.bodies import Adopted, Body, bound
from zhibu.engine.scoring.periods import Span, span_of, spans_before
from zhibu.engine.scoring.tally import Tally

__all__ = [
    "Adopted", "Body", "Mark", "Scored", "Span", "Tally", "bound", "scored", "span_of", "spans_before",
]
