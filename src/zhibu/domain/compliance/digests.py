"""Digests over verdicts: what a run said, so that it can be checked later whether it would say it again.

The digest of a rule is SHA-256 over its rows in the order of their key, each row the cells of the verdict
file (an empty cell is empty text, days are ISO) and its organisation, joined by U+001F and ended by a line
feed. The digest of a run is SHA-256 over a line `DIRECTIVE RULE COUNT DIGEST` a rule, in order.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
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


class Digesting:
    """Digests of rules, made while their rows go by in the order in which `judge` gives them."""

    def __init__(self) -> None:
        self.count = 0
        self._found: RuleDigests = {}
        self._rule = ("", "")
        self._begun, self._summed = 0, hashlib.sha256()

    def passing(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """The same rows, taken down."""
        for verdict in verdicts:
            if (verdict.directive, verdict.rule) != self._rule:
                self._end()
                self._rule = (verdict.directive, verdict.rule)
            self._summed.update("\x1f".join(cells(verdict)).encode() + b"\n")
            self.count += 1
            yield verdict

    def _end(self) -> None:
        if self.count > self._begun:
            name = " ".join(self._rule)
            self._found[name] = [self.count - self._begun, self._summed.hexdigest()[:SHORT]]
        self._begun, self._summed = self.count, hashlib.sha256()

    def rules(self) -> RuleDigests:
        """The digests of all rules that gave rows, once all rows went by."""
        self._end()
        return self._found


def rule_digests(verdicts: Iterable[Verdict]) -> RuleDigests:
    """The digests of all rules that gave rows; the rows come in the order in which `judge` gives them."""
    digesting = Digesting()
    for _ in digesting.passing(verdicts):
        pass
    return digesting.rules()


def run_digest(found: Mapping[str, list[Any]]) -> str:
    """One digest over those of the rules."""
    lines = (f"{name} {count} {digest}\n" for name, (count, digest) in sorted(found.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
