"""One member's year in a dues ledger: twelve cells, the monthly amount, what each month comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zhibu.rosters.values.amounts import Rate
from zhibu.rosters.values.dues_cells import CellKind, MonthCell

ASSESSED, RATE, REMARK = "assessed", "rate", "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in the row: `where` is ASSESSED, RATE, REMARK or the number of a month."""

    where: str | int
    severity: str
    code: str
    raw: object
    clean: str
    reason: str
    mend: str


@dataclass(slots=True)
class Month:
    """What one month comes to; `paid` None is held, `paid_month` a later month."""

    assessed: Decimal | None
    paid: Decimal | None = None
    paid_month: int | None = None


@dataclass(slots=True)
class DuesRow:
    """The row as read. `owed` are the months the member owes; `spans` months covered by a merge."""

    cells: dict[int, MonthCell]
    assessed: Decimal | None
    assessed_raw: object = None
    base: Decimal | None = None
    rate: Rate | None = None
    rate_raw: object = None
    remark: str = ""
    change: tuple[int, Decimal] | None = None
    owed: range = range(1, 13)
    spans: dict[int, int] = field(default_factory=dict)

    def blanks_after(self, number: int) -> int:
        """How many owed cells right of this one hold nothing."""
        count = 0
        while (
            number + count + 1 in self.owed
            and self.cells[number + count + 1].kind is CellKind.EMPTY
        ):
            count += 1
        return count


@dataclass(slots=True)
class Settled:
    """The months of the row and what is odd about them.

    `provisional`: the monthly amount is held; the months show what it most likely is.
    """

    months: dict[int, Month] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    provisional: bool = False

    def find(
        self, where: str | int, severity: str, code: str, raw: object, clean: str, reason: str,
        mend: str = "",
    ) -> None:  # fmt: skip
        """Write down something odd."""
        told = "" if raw is None else raw
        self.findings.append(Finding(where, severity, code, told, clean, reason, mend))
