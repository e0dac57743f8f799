"""A small whole-number program, put together column by column and solved by HiGHS.

One thread, one seed and a limit on branches, so that the same facts give the same division everywhere;
the limit of time is only for a machine that is far too slow, and a solution cut short says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

INF = float("inf")
Sum = Mapping[int, float]  # column -> coefficient


@dataclass(slots=True)
class Program:
    """Minimise the cost of columns within the bounds of rows."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def column(self, upper: float = 1, cost: float = 0, lower: float = 0, whole: bool = True) -> int:
        """A variable; by default one of 0 and 1."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def at_least(self, terms: Sum, bound: float) -> None:
        """The sum of columns is not below a bound."""
        self.rows.append((dict(terms), bound, INF))

    def at_most(self, terms: Sum, bound: float) -> None:
        """The sum of columns is not above a bound."""
        self.rows.append((dict(terms), -INF, bound))

    def equal(self, terms: Sum, bound: float) -> None:
        """The sum of columns is this."""
        self.rows.append((dict(terms), bound, bound))


@dataclass(frozen=True, slots=True)
class Solved:
    """The values of the columns; `best` is False where the search was cut short."""

    values: list[float]
    cost: float
    best: bool


def solve(program: Program, seconds: float, nodes: int) -> Solved | None:
    """The cheapest values, or None where no values keep all rows (or none were found in time)."""
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library types only part of itself
    for name, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 7), ("time_limit", float(seconds)),
        ("mip_max_nodes", nodes), ("mip_rel_gap", 0.01),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    solver.run()
    status = solver.getModelStatus()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status == highspy.HighsModelStatus.kInfeasible or not found:
        return None
    values = list(solver.getSolution().col_value)
    return Solved(values, info.objective_function_value, status == highspy.HighsModelStatus.kOptimal)


def _model(program: Program) -> Any:
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.rows)
    model.col_cost_ = np.array(program.cost, dtype=float)
    model.col_lower_ = np.array(program.lower, dtype=float)
    model.col_upper_ = np.array(program.upper, dtype=float)
    model.row_lower_ = np.array([low for _, low, _ in program.rows], dtype=float)
    model.row_upper_ = np.array([high for _, _, high in program.rows], dtype=float)
    starts = [0]
    for terms, _, _ in program.rows:
        starts.append(starts[-1] + len(terms))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts)
    model.a_matrix_.index_ = np.array([c for terms, _, _ in program.rows for c in terms])
    model.a_matrix_.value_ = np.array([v for terms, _, _ in program.rows for v in terms.values()])
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
    return model
