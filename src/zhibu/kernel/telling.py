"""Saying how far long work is: one Chinese line at a time, to whoever wants to hear it."""

from __future__ import annotations

import time
from collections.abc import Callable

Tell = Callable[[str], None]
SECONDS = 0.7  # between two lines, so that hundreds of rules are not hundreds of lines


def rules_told(tell: Tell) -> Callable[[int, int, str], None]:
    """A function for judging to call after each rule (done, of, rule): tells the first, then now and then, and the last."""
    last = [0.0]

    def after(done: int, of: int, _rule: str) -> None:
        now = time.monotonic()
        if done == of or now - last[0] >= SECONDS:
            last[0] = now
            tell(f"核查规则，第 {done} 条，共 {of} 条")

    return after
