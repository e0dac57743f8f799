"""What the months of a dues row come to: paid, not paid, paid later, several at once, or asked."""

from __future__ import annotations

from decimal import Decimal

from zhibu.rosters.kinds.dues_assessment import assess
from zhibu.rosters.kinds.dues_row import DuesRow, Month, Settled
from zhibu.rosters.values.amounts import shown, to_cents, yuan
from zhibu.rosters.values.dues_cells import CellKind, MonthCell

# Slips of the decimal point: a cell that is the monthly amount moved by so much is asked.
_SLIPS = tuple(Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3))
_NEAR = Decimal("0.02")


def settle(row: DuesRow) -> Settled:
    """What every owed month of the row comes to."""
    done = Settled()
    assess(row, done)
    _Settling(row, done).settle()
    return done


class _Settling:
    def __init__(self, row: DuesRow, done: Settled) -> None:
        self.row, self.done = row, done
        self.cells = dict(row.cells)
        self.covered: set[int] = set()
        self.runs: set[int] = set()

    def settle(self) -> None:
        for month in self.done.months:
            if month not in self.covered:
                self._month(month, self.cells[month])
        for month, cell in self.cells.items():
            if cell.kind is CellKind.BACK and month in self.done.months:
                self._back(month, cell)

    def _month(self, number: int, cell: MonthCell) -> None:
        month = self.done.months[number]
        match cell.kind:
            case CellKind.EMPTY | CellKind.UNPAID:
                month.paid = Decimal(0)
            case CellKind.TICK:
                month.paid = month.assessed
            case CellKind.EXEMPT:
                month.paid = Decimal(0)
            case CellKind.AMOUNT:
                self._amount(number, month, cell)
            case CellKind.DITTO:
                self._ditto(number, month, cell)
            case CellKind.BACK:
                assert cell.back is not None
                month.paid = cell.back.this_month
            case CellKind.LETTER:
                self._letter(number, month, cell)
            case CellKind.UNREADABLE:
                self._hold(number, cell, "amount_unreadable", "", "读不出金额")

    def _hold(self, number: int, cell: MonthCell, code: str, clean: str, reason: str) -> None:
        self.done.months[number].paid = None
        self.done.find(number, "hold", code, cell.raw, clean, reason, "核对收据后填实交数")

    def _amount(self, number: int, month: Month, cell: MonthCell) -> None:
        assert cell.amount is not None
        paid, due = to_cents(cell.amount), month.assessed
        month.paid = paid
        if due is None or paid == due:
            return
        if paid < 0:
            self._hold(number, cell, "implausible_amount", shown(due), "负数")
        elif run := self._run(number, paid):
            self._settle_run(range(number, number + run), cell)
        elif self.row.spans.get(number, 1) > 1 or self._looks_like_run(number):
            self._hold_run(number, cell)
        elif self._is_slip(cell.amount, due):
            self._hold(number, cell, "implausible_amount", shown(due), "像是小数点错了位")
        else:
            more = paid > due
            code, word = ("more_than_assessed", "多") if more else ("less_than_assessed", "少")
            self.done.find(number, "note", code, cell.raw, shown(paid), f"{word}于应交额")

    def _is_slip(self, amount: Decimal, due: Decimal) -> bool:
        """The amount due with its point moved; not a round sum paid on top of it."""
        if not due or (amount > due and ((amount - due) % 100 == 0 or "多交" in self.row.remark)):
            return False
        return any(abs(amount / (due * slip) - 1) < _NEAR for slip in _SLIPS)

    # Several months paid at once

    def _run(self, number: int, paid: Decimal) -> int:
        """How many months from here, the later ones empty, sum up to what was paid; 0: none."""
        total = Decimal(0)
        for length in range(1, self.row.blanks_after(number) + 2):
            total += self.done.months[number + length - 1].assessed or Decimal(0)
            if total == paid and length > 1:
                return length
        return 0

    def _looks_like_run(self, number: int) -> bool:
        """The cell stands where this row has runs elsewhere: as many empty cells follow."""
        runs = [
            self._run(month, to_cents(cell.amount)) for month, cell in self.cells.items()
            if month in self.done.months and cell.kind is CellKind.AMOUNT and cell.amount
        ]  # fmt: skip
        usual = max(runs, default=0)
        return runs.count(usual) > 1 and usual > 1 and self.row.blanks_after(number) >= usual - 1

    def _hold_run(self, number: int, cell: MonthCell) -> None:
        length = max(self.row.spans.get(number, 1), self.row.blanks_after(number) + 1)
        run = [month for month in range(number, number + length) if month in self.done.months]
        due = sum((self.done.months[month].assessed or Decimal(0) for month in run), Decimal(0))
        for month in run:
            self.done.months[month].paid = None
            self.covered.add(month)
        self.done.find(number, "hold", "run_disagrees_with_amount", cell.raw, shown(due),
                       f"这{len(run)}个月应交{shown(due)}元", "核对收据后按月填实交数")  # fmt: skip

    def _settle_run(self, run: range, cell: MonthCell) -> None:
        """Each month gets its own amount; the first run of the row is told."""
        for number in run:
            self.done.months[number].paid = self.done.months[number].assessed
            self.covered.add(number)
        if not self.runs:
            words = {2: "two", 3: "three", 6: "six", 12: "twelve"}
            each = shown(self.done.months[run[0]].assessed or Decimal(0))
            merged = self.row.spans.get(run[0], 1) > 1
            how = "合并单元格" if merged else f"后{len(run) - 1}个月空白"
            reason = f"{len(run)}个月一起交的，{how}"
            self.done.find(run[0], "note", "quarter_paid_in_one_cell", cell.raw,
                           f"{words.get(len(run), len(run))} months of {each}", reason)  # fmt: skip
        self.runs.add(run[0])

    # Marks

    def _ditto(self, number: int, month: Month, cell: MonthCell) -> None:
        """The cell repeats what the month to the left says."""
        left = self.cells.get(number - 1)
        before = self.done.months.get(number - 1)
        if left is None or before is None or number - 1 in self.covered or left.kind in (
            CellKind.BACK, CellKind.EMPTY
        ):  # fmt: skip
            self._hold(number, cell, "ditto_without_amount", "", "左边一格不是一个月的实交数")
        elif before.paid is None:
            self._hold(number, cell, "ditto_of_held", "", "左边一格待定")
        elif left.kind is CellKind.TICK:
            month.paid = month.assessed
        else:
            month.paid = before.paid
        self.cells[number] = MonthCell(
            left.kind if left and left.kind not in (CellKind.DITTO, CellKind.BACK) else CellKind.AMOUNT,
            cell.raw, month.paid)  # fmt: skip

    def _letter(self, number: int, month: Month, cell: MonthCell) -> None:
        choices = [yuan(cell.amount or Decimal(0))]
        if month.assessed is not None and yuan(month.assessed) not in choices:
            choices.append(yuan(month.assessed))
        self._hold(number, cell, "letter_o_for_zero", "|".join(choices), "把字母O当成了0")

    def _back(self, number: int, cell: MonthCell) -> None:
        """Earlier months paid in this one: each gets its amount and the month of payment."""
        back = cell.back
        assert back is not None
        earlier = [m for m in back.months if m in self.done.months and m < number]
        due = sum((self.done.months[m].assessed or Decimal(0) for m in earlier), Decimal(0))
        open_months = all(not self.done.months[m].paid for m in earlier)
        if len(earlier) != len(back.months) or back.year or not open_months or (
            back.total is not None and back.total != due
        ):  # fmt: skip
            for each in earlier:
                if not self.done.months[each].paid:
                    self.done.months[each].paid = None
            self._hold(number, cell, "back_payment_disagrees", shown(due), "补交的月份或金额对不上")
            return
        for each in earlier:
            self.done.months[each] = Month(
                self.done.months[each].assessed, self.done.months[each].assessed, number
            )
        if back.this_month is None:
            clean = f"0.00|{yuan(self.done.months[number].assessed or Decimal(0))}"
            self._hold(number, cell, "month_itself_not_told", clean, "没有写本月交了多少")
            return
        span = f"{earlier[0]}-{earlier[-1]}" if len(earlier) > 1 else f"{earlier[0]}"
        self.done.find(number, "note", "back_payment_in_cell", cell.raw,
                   f"months {span} paid in month {number}", f"{span}月在{number}月补交")  # fmt: skip
