"""The working tables of cases and their steps, each as one expression over the source's tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.spans import as_of, cut, found_by
from zhibu.engine.sql.tables import WORKING, working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.sql.plan import Plan


def case(plan: Plan) -> ir.Table | None:
    """Cases opened by the as-of day; `closed` is empty while they run."""
    if not plan.facts.has("cases"):
        return None
    cases = plan.facts("cases")
    if plan.scoped:
        cases = found_by(working("judged"), cases, {"organisation": "organisation"})
    cases = cases.filter(cases.opened <= as_of())
    return cases.mutate(closed=cut(cases.closed)).select(*WORKING["case"])


def step(plan: Plan) -> ir.Table | None:
    """Steps taken by the as-of day, each day once."""
    if not plan.facts.has("steps"):
        return None
    steps = plan.facts("steps")
    if plan.scoped:
        steps = found_by(working("case"), steps, {"id": "case"})
    return steps.filter(steps.on <= as_of()).select("case", "step", "on").distinct()


CASEWORK: dict[str, Callable[[Plan], Any]] = {f.__name__: f for f in (case, step)}
