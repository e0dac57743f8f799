"""One member's year in a dues ledger: twelve cells, the monthly amount, what each month comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from zhibu.rosters.values.amounts import (
    Rate,
    agrees,
    implied_rate,
    shown,
    to_cents,
    whole_yuan,
    yuan,
)
from zhibu.rosters.values.dues_cells import CellKind, MonthCell

ASSESSED, RATE, REMARK = "assessed", "rate", "remark"
# Slips of the decimal point: a cell that is the monthly amount moved by so much is asked.
_SLIPS = tuple(Decimal(10) ** power for power in (-3, -2, -1, 2, 3))


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


@dataclass(slots=True)
class Settled:
    """The months of the row and what is odd about them."""

    months: dict[int, Month] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def settle(row: DuesRow) -> Settled:
    """What every owed month of the row comes to."""
    return _Settling(row).result()


class _Settling:
    def __init__(self, row: DuesRow) -> None:
        self.row = row
        self.done = Settled()
        self.covered: set[int] = set()
        self.told: set[str] = set()

    def result(self) -> Settled:
        self._assessments()
        self._check_rate()
        for month in self.done.months:
            if month not in self.covered:
                self._month(month, self.row.cells[month])
        for month, cell in self.row.cells.items():
            if cell.kind is CellKind.BACK and month in self.done.months:
                self._back(month, cell)
        return self.done

    def _find(
        self, where: str | int, severity: str, code: str, raw: object, clean: str, reason: str,
        mend: str = "",
    ) -> None:  # fmt: skip
        finding = Finding(where, severity, code, "" if raw is None else raw, clean, reason, mend)
        self.done.findings.append(finding)

    # The monthly amount

    def _assessments(self) -> None:
        """The amount owed in each month: as written, from a month on another, or derived."""
        row = self.row
        amount = row.assessed if row.assessed is not None else self._derived()
        kinds = {row.cells[month].kind for month in row.owed}
        if CellKind.EXEMPT in kinds:
            month, raw = next((m, c.raw) for m, c in row.cells.items() if c.kind is CellKind.EXEMPT)
            self._find(
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
            self._find(REMARK, "note", "assessed_changes_in_year", row.remark,
                       f"{yuan(new)} from month {since}", f"{since}月起月应交额改为{shown(new)}元")  # fmt: skip

    def _derived(self) -> Decimal | None:
        """No monthly amount is written: base times rate, if that is what was paid."""
        row = self.row
        if all(row.cells[month].kind is CellKind.EXEMPT for month in row.owed):
            return Decimal(0)
        exact = row.base * row.rate.value if row.base and row.rate else None
        usual = self._usually_paid()
        mend = "填上月应交额"
        if exact is None:
            candidates = shown(usual) if usual is not None else ""
            self._find(ASSESSED, "hold", "assessed_not_derivable", row.assessed_raw, candidates,
                       "应交额空，基数或比例也空", mend)  # fmt: skip
            return usual
        derived = to_cents(exact)
        if usual is None and derived == whole_yuan(exact):
            usual = derived
        if usual == derived:
            self._find(ASSESSED, "note", "assessed_missing_in_row", row.assessed_raw, yuan(derived),
                       "应交额空，按基数×比例", mend)  # fmt: skip
            return derived
        chosen = whole_yuan(exact) if usual is None else usual
        reason = "应交额空，基数×比例与实交不同" if usual else "应交额空，只打勾，看不出实交多少"
        self._find(ASSESSED, "hold", "assessed_not_derivable", row.assessed_raw,
                   f"{yuan(derived)}|{shown(chosen)}", reason, mend)  # fmt: skip
        return usual

    def _usually_paid(self) -> Decimal | None:
        """The amount most often paid in a month; a third of it where whole quarters are paid."""
        amounts = [(month, to_cents(cell.amount)) for month, cell in self.row.cells.items()
                   if cell.kind is CellKind.AMOUNT and cell.amount and month in self.row.owed]  # fmt: skip
        if not amounts:
            return None
        usual = Counter(amount for _, amount in amounts).most_common(1)[0][0]
        lengths = {self._blanks_after(month) + 1 for month, _ in amounts}
        if len(lengths) == 1 and (length := lengths.pop()) > 1:
            share = usual / length
            return to_cents(share) if to_cents(share) * length == usual else None
        return usual

    def _check_rate(self) -> None:
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
            self._find(RATE, "note", "rate_as_percent_number", raw,
                       f"{row.rate.value.normalize():f}", doubt)  # fmt: skip
            return
        implied = implied_rate(amount, row.base)
        reason = doubt if row.rate.percent_number else f"基数×比例不是{shown(amount)}元"
        self._find(RATE, "hold", "rate_disagrees_with_amount", raw, f"{implied:f}", reason,
                   "核对基数、比例和月应交额")  # fmt: skip

    # The months

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
        self._find(number, "hold", code, cell.raw, clean, reason, "核对收据后填实交数")

    def _amount(self, number: int, month: Month, cell: MonthCell) -> None:
        assert cell.amount is not None
        paid, due = to_cents(cell.amount), month.assessed
        month.paid = paid
        if not due or paid == due:
            if due == 0 and paid > 0:
                self._find(
                    number, "note", "more_than_assessed", cell.raw, shown(paid), "多于应交额"
                )
            return
        if paid < 0:
            self._hold(number, cell, "implausible_amount", shown(due), "负数")
        elif paid > due and self._several(number, paid, cell):
            return
        elif any(abs(cell.amount - due * slip) < Decimal("0.01") * slip for slip in _SLIPS):
            self._hold(number, cell, "implausible_amount", shown(due), "像是小数点错了位")
        elif paid > due:
            self._find(number, "note", "more_than_assessed", cell.raw, shown(paid), "多于应交额")
        else:
            self._find(number, "note", "less_than_assessed", cell.raw, shown(paid), "少于应交额")

    def _blanks_after(self, number: int) -> int:
        """How many owed cells right of this one hold nothing."""
        count = 0
        while (
            number + count + 1 in self.row.owed
            and self.row.cells[number + count + 1].kind is CellKind.EMPTY
        ):
            count += 1
        return count

    def _several(self, number: int, paid: Decimal, cell: MonthCell) -> bool:
        """The sum of this month and the empty ones after it, paid at once."""
        span = self.row.spans.get(number, 1)
        total = Decimal(0)
        for last in range(number, number + self._blanks_after(number) + 1):
            total += self.done.months[last].assessed or Decimal(0)
            if total == paid and last > number:
                self._settle_run(range(number, last + 1), cell, span > 1)
                return True
        if span > 1:
            run = range(number, number + span)
            due = shown(
                sum(
                    (
                        self.done.months[m].assessed or Decimal(0)
                        for m in run
                        if m in self.done.months
                    ),
                    Decimal(0),
                )
            )
            for each in run:
                if each in self.done.months:
                    self.done.months[each].paid = None
                    self.covered.add(each)
            self._find(number, "hold", "run_disagrees_with_amount", cell.raw, due,
                       f"合并的{span}个月应交{due}元", "核对收据后按月填实交数")  # fmt: skip
            return True
        return False

    def _settle_run(self, run: range, cell: MonthCell, merged: bool) -> None:
        for number in run:
            self.done.months[number].paid = self.done.months[number].assessed
            self.covered.add(number)
        if "run" in self.told:
            return
        self.told.add("run")
        words = {2: "two", 3: "three", 6: "six", 12: "twelve"}
        each = shown(self.done.months[run[0]].assessed or Decimal(0))
        reason = "合并单元格" if merged else f"后{len(run) - 1}个月空白"
        self._find(run[0], "note", "quarter_paid_in_one_cell", cell.raw,
                   f"{words.get(len(run), len(run))} months of {each}", reason)  # fmt: skip

    def _ditto(self, number: int, month: Month, cell: MonthCell) -> None:
        """The cell repeats what the month to the left says."""
        left = self.row.cells.get(number - 1)
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
        self.row.cells[number] = MonthCell(
            left.kind if left and left.kind is not CellKind.DITTO else CellKind.AMOUNT,
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
        self._find(number, "note", "back_payment_in_cell", cell.raw,
                   f"months {span} paid in month {number}", f"{span}月在{number}月补交")  # fmt: skip


def _hundredfold(raw: object) -> str:
    try:
        return f"{(Decimal(str(raw)) * 100).normalize():f}"
    except ArithmeticError:
        return str(raw)
