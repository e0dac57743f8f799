"""What all sheets of one reading share: the register, today, keys, names seen elsewhere."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from zhibu.kernel import clock
from zhibu.rosters.register import Register


@dataclass
class Context:
    """Shared by the kinds while the workbooks of one reading are read, in order."""

    register: Register = field(default_factory=Register)
    today: dt.date = field(default_factory=clock.today)
    # (label, code) of activity types that stand in no pack: those that offices invented.
    own_types: tuple[tuple[str, str], ...] = ()
    # ID number -> names that other lists give it; for characters that one list could not type.
    names_by_id: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Whatever one kind wants to tell a later one.
    notes: dict[str, object] = field(default_factory=dict)
    _counters: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def new_key(self, prefix: str, width: int = 4) -> str:
        """The next free key: O0001, P0001 ..."""
        self._counters[prefix] += 1
        return f"{prefix}{self._counters[prefix]:0{width}d}"
