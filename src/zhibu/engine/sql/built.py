"""What a kind of rule compiles to: its verdict rows and the facts that were counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

# The columns that every kind's rows begin with; `ok` is 1 where the rule is satisfied. A row that is
# not satisfied is a miss when its due day has come.
COMMON = ("subject", "organisation", "start", "last", "due", "ok")
UNKNOWN = ("subject", "organisation", "start", "last")
EVIDENCE = ("subject", "start", "on", "id")


@dataclass(frozen=True)
class Built:
    """Expressions of one rule. `extra` names the columns of `rows` after `COMMON`, for the wording."""

    rows: ir.Table
    extra: tuple[str, ...] = ()
    evidence: ir.Table | None = None
    candidates: ir.Table | None = None  # what would be judged, where nobody can say how
