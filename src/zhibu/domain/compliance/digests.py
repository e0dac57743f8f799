"""Digests over verdicts: what a run said, so that it can be checked later whether it would say it again.

The digest of a rule is SHA-256 over its rows in the order of their key, each row the cells of the verdict
file (an empty cell is empty text, days are ISO) and its organisation, joined by U+001F and ended by a line
feed. The digest of a run is SHA-256 over a line `DIRECTIVE RULE COUNT DIGEST` a rule, in order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from zhibu.engine import Verdict

RuleDigests = dict[str, list[Any]]  # "DIRECTIVE RULE" -> [how many rows, digest]
SHORT = 32  # letters kept of a rule's digest


def cells(verdict: Verdict) -> list[str]:
    """The cells of a row as text."""
    return [
        cell.isoformat() if isinstance(cell, dt.date) else "" if cell is None else str(cell)
        for cell in verdict
    ]


def rule_digests(verdicts: Iterable[Verdict]) -> RuleDigests:
    """The digests of all rules that gave rows; the rows come in the order in which `judge` gives them."""
    found: RuleDigests = {}
    for (directive, rule), group in groupby(verdicts, key=lambda v: (v.directive, v.rule)):
        summed, count = hashlib.sha256(), 0
        for verdict in group:
            summed.update("\x1f".join(cells(verdict)).encode() + b"\n")
            count += 1
        found[f"{directive} {rule}"] = [count, summed.hexdigest()[:SHORT]]
    return found


def run_digest(found: Mapping[str, list[Any]]) -> str:
    """One digest over those of the rules."""
    lines = (f"{name} {count} {digest}\n" for name, (count, digest) in sorted(found.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
