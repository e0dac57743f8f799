"""The monthly amount of a dues row: written, changed in the year, or from base and rate."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from zhibu.rosters.kinds.dues_row import ASSESSED, RATE, REMARK, DuesRow, Month, Settled
from zhibu.rosters.values.amounts import agrees, implied_rate, shown, to_cents, whole_yuan, yuan
from zhibu.rosters.values.dues_cells import CellKind


def assess(row: DuesRow, done: Settled) -> None:
    """Enter every owed month with the amount owed, and what is odd about the amount."""
    assessment = _Assessment(row, done)
    assessment.enter()
    assessment.check_rate()


class _Assessment:
    def __init__(self, row: DuesRow, done: Settled) -> None:
        self.row, self.done = row, done

    def enter(self) -> None:
        """The amount owed in each month: as written, from a month on another, or derived."""
        row = self.row
        amount = row.assessed if row.assessed is not None else self._derived()
        kinds = {row.cells[month].kind for month in row.owed}
        if CellKind.EXEMPT in kinds:
            month, raw = next((m, c.raw) for m, c in row.cells.items() if c.kind is CellKind.EXEMPT)
            self.done.find(
                REMARK if row.remark else month, "note", "exempt", raw, "0.00", "免交：应交额记0.00"
            )
        for month in row.owed:
            if row.cells[month].kind is CellKind.EXEMPT:
                self.done.months[month] = Month(Decimal(0), Decimal(0))
            elif row.change and month >= row.change[0]:
                self.done.months[month] = Month(row.change[1])
            else:
                self.done.months[month] = Month(amount)
        if row.change:
            since, new = row.change
            self.done.find(REMARK, "note", "assessed_changes_in_year", row.remark,
                       f"{yuan(new)} from month {since}", f"{since}月起月应交额改为{shown(new)}元")  # fmt: skip

    def _derived(self) -> Decimal | None:
        """No monthly amount is written: base times rate, if that is what was paid."""
        row = self.row
        if all(row.cells[month].kind is CellKind.EXEMPT for month in row.owed):
            return Decimal(0)
        exact = row.base * row.rate.value if row.base and row.rate else None
        usual = self._usually_paid()
        if exact is None:
            self._ask("" if usual is None else shown(usual), "应交额空，基数或比例也空")
            return usual
        derived = to_cents(exact)
        if usual is None and derived == whole_yuan(exact):
            usual = derived
        if usual == derived:
            self.done.find(ASSESSED, "note", "assessed_missing_in_row", row.assessed_raw, yuan(derived),
                       "应交额空，按基数×比例")  # fmt: skip
            return derived
        likely = whole_yuan(exact) if usual is None else usual
        reason = "应交额空，基数×比例与实交不同" if usual else "应交额空，只打勾，看不出实交多少"
        self._ask(f"{yuan(derived)}|{shown(likely)}", reason)
        return likely

    def _ask(self, candidates: str, reason: str) -> None:
        self.done.provisional = True
        self.done.find(ASSESSED, "hold", "assessed_not_derivable", self.row.assessed_raw, candidates,
                       reason, "填上月应交额")  # fmt: skip

    def _usually_paid(self) -> Decimal | None:
        """The amount most often paid in a month; a third of it where whole quarters are paid."""
        amounts = [(month, to_cents(cell.amount)) for month, cell in self.row.cells.items()
                   if cell.kind is CellKind.AMOUNT and cell.amount and month in self.row.owed]  # fmt: skip
        if not amounts:
            return None
        usual = Counter(amount for _, amount in amounts).most_common(1)[0][0]
        lengths = {self.row.blanks_after(month) + 1 for month, _ in amounts}
        if len(lengths) == 1 and (length := lengths.pop()) > 1:
            share = usual / length
            return to_cents(share) if to_cents(share) * length == usual else None
        return usual

    def check_rate(self) -> None:
        row = self.row
        amount = row.assessed
        if row.rate is None or amount is None or not row.base or not amount:
            return
        fits = agrees(amount, row.base, row.rate.value)
        if fits and not row.rate.percent_number:
            return
        raw = row.rate_raw
        doubt = f"{raw} 是 {raw}% 还是 {_hundredfold(raw)}%：以月应交额为准"
        if fits:
            self.done.find(RATE, "note", "rate_as_percent_number", raw,
                       f"{row.rate.value.normalize():f}", doubt)  # fmt: skip
            return
        implied = implied_rate(amount, row.base)
        reason = doubt if row.rate.percent_number else f"基数×比例不是{shown(amount)}元"
        self.done.find(RATE, "hold", "rate_disagrees_with_amount", raw, f"{implied:f}", reason,
                   "核对基数、比例和月应交额")  # fmt: skip


def _hundredfold(raw: object) -> str:
    try:
        return f"{(Decimal(str(raw)) * 100).normalize():f}"
    except ArithmeticError:
        return str(raw)
