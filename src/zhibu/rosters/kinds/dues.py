"""A dues ledger (党费收缴台账): one sheet a branch, one row a member, twelve months."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.context import Context
from zhibu.rosters.findings import HOLD, Page
from zhibu.rosters.kinds.branch_in_heading import RowBranches
from zhibu.rosters.kinds.dues_months import settle
from zhibu.rosters.kinds.dues_row import ASSESSED, RATE, REMARK, DuesRow, Finding, Settled
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.persons import Persons
from zhibu.rosters.register import Member
from zhibu.rosters.rowkinds import skip_head, skip_odd, title_year
from zhibu.rosters.values.amounts import amount_of, rate_of, to_cents, yuan
from zhibu.rosters.values.dues_cells import (
    CellKind,
    MonthCell,
    assessment_change,
    read_month_cell,
)
from zhibu.rosters.values.text import is_ditto, squash

_NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二"
_MONTH_WORDS = {
    f"month_{number}": f"{word}月 {word}月份" + (" 元月 元月份" if number == 1 else "")
    for number, word in enumerate(_NUMERALS.split(), 1)
}
VOCABULARY = Vocabulary(
    {
        "number": "序号 序 编号",
        "name": "姓名 党员姓名 党员",
        "branch": "党支部 所在党支部 所属党支部 党支部名称 支部名称",
        "category": "人员类别 类别 党员类别",
        "base": "计算基数 交纳基数 缴纳基数 党费基数 工资基数 月工资收入 *基数*",
        "rate": "交纳比例 缴纳比例 比例 费率 *比例*",
        "assessed": "月应交额 月应缴额 应交额 应缴额 月应交 月应缴 月交纳额 每月应交 月应交党费 每月应交党费 月交额 *月应交* *月应缴*",
        "total": "全年合计 合计 全年实交 全年 年合计 总计 *合计*",
        "remark": "备注 说明",
        **_MONTH_WORDS,
    },
    {r"(?:每月)?(?:实交|实缴)?(?:党费)?0?(\d{1,2})月份?(?:实交|实缴)?": "month_{}"},
)
_GROUP = re.compile(r".{0,12}小组[:：]?")


@dataclass
class _Entry:
    """A member's row, read but not yet settled."""

    row: int
    member: Member
    dues: DuesRow


def read(page: Page, context: Context) -> None:
    """Read one branch's sheet."""
    skip_head(page)
    _Ledger(page, context).read()


class _Ledger:
    def __init__(self, page: Page, context: Context) -> None:
        assert page.layout is not None
        self.page, self.sheet, self.layout = page, page.sheet, page.layout
        self.register = context.register
        self.year = title_year(page.sheet, page.layout) or context.today.year
        self.branches = RowBranches(page, context)
        self.branch = self.branches.branch.key if self.branches.branch else ""
        self.persons = Persons(context.register, self.branch)
        self.group = ""
        self.entries: list[_Entry] = []

    def read(self) -> None:
        for row in range(self.layout.first_row, self.sheet.height + 1):
            if self._is_group_heading(row) or skip_odd(self.page, row):
                continue
            if self.branches.takes_heading(row):
                self.group = ""
                continue
            if self._is_word(row):
                continue
            branch = self.branches.at(row)
            if branch is None:
                self.branches.settle(row, "dues_row")
                continue
            if branch.key != self.branch:
                self.branch, self.persons = branch.key, Persons(self.register, branch.key)
            self._entry(row)
        self._share_months()
        for entry in self.entries:
            self._settle(entry)

    def _is_group_heading(self, row: int) -> bool:
        filled = self.sheet.filled(row)
        if len(filled) != 1 or not _GROUP.fullmatch(filled[0][1]):
            return False
        match = self.register.find_group(self.branch, filled[0][1].rstrip(":："))
        self.group = match.found.key if match.found else ""
        self.page.skip(row, "group_heading")
        return True

    def _is_word(self, row: int) -> bool:
        """收款人：… or a sentence: one cell that is no name."""
        filled = self.sheet.filled(row)
        if len(filled) > 2 or not re.search(r"[:：。，]|.{13}", filled[0][1]):
            return False
        self.page.skip(row, "signature")
        return True

    # Reading a row

    def _entry(self, row: int) -> None:
        name = self.layout.text(self.sheet, row, "name")
        continued = not squash(name) or is_ditto(name)
        if continued and self.entries and self.entries[-1].row == row - 1:
            member: Member | None = self.entries[-1].member
        elif continued and not self._has_money(row):
            self.page.skip(row, "blank")
            return
        else:
            member = self._member(row, name)
        if member is not None:
            self.entries.append(_Entry(row, member, self._dues_row(row, member)))

    def _has_money(self, row: int) -> bool:
        return any(squash(self.layout.text(self.sheet, row, f"month_{m}")) for m in range(1, 13))

    def _member(self, row: int, name: str) -> Member | None:
        """The member of the row; the row's fate is settled where there is none."""
        found = self.persons.find(name, self.group)
        if found.member is not None:
            return found.member
        heading = self.layout.heading("name")
        if not found.candidates:
            self.page.reject(row, heading, "member_unknown", name, "名册中无此人")
            self.page.fate(row, "dues_row")
            return None
        code = "member_of_other_branch" if found.how == "elsewhere" else "member_ambiguous"
        reason = "本支部没有此人，别的支部有" if found.how == "elsewhere" else "本支部有同名的人"
        chosen = self.page.hold(row, heading, code, name, found.keys, reason)
        if chosen is None:
            self.page.fate(row, "dues_row")
        return self.register.members.get(chosen) if chosen else None

    def _dues_row(self, row: int, member: Member) -> DuesRow:
        sheet, layout = self.sheet, self.layout
        cells, spans = {}, {}
        for month in range(1, 13):
            column = layout.index(f"month_{month}")
            raw = sheet.value(row, column) if column >= 0 else None
            cells[month] = read_month_cell(None if raw == "" else raw)
            merge = sheet.merge_at(row, column) if column >= 0 else None
            if merge and merge.bottom == merge.top and merge.right > merge.left:
                spans[month] = merge.right - merge.left + 1
        remark = layout.text(sheet, row, "remark")
        rate_raw = layout.value(sheet, row, "rate")
        assessed_raw = layout.value(sheet, row, "assessed")
        return DuesRow(
            cells=cells,
            assessed=_assessed(assessed_raw),
            assessed_raw=assessed_raw,
            base=amount_of(layout.value(sheet, row, "base")),
            rate=rate_of(rate_raw),
            rate_raw=rate_raw,
            remark=remark,
            change=assessment_change(remark),
            owed=self._owed(member, cells),
            spans=spans,
        )

    def _owed(self, member: Member, cells: dict[int, MonthCell]) -> range:
        """The months owed: from the one after joining, to the one of leaving."""
        filled = [month for month, cell in cells.items() if cell.kind is not CellKind.EMPTY]
        first, last = 1, 12
        if member.joined[:4] == str(self.year):
            known = len(member.joined) >= 7
            first = int(member.joined[5:7]) + 1 if known else (filled or [13])[0]
        elif not member.joined and member.category == "probationary":
            first = (filled or [1])[0]
        if member.left[:4] == str(self.year) and len(member.left) >= 7:
            last = int(member.left[5:7])
        told = [month for month in filled if not _is_dash(cells[month])]
        return range(min([first, *told]), max([last, *told]) + 1)

    # Settling the rows

    def _share_months(self) -> None:
        """Two rows of one member: the second tells the amount from its first filled month on."""
        rows: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self.entries:
            rows[entry.member.key].append(entry)
        for entries in rows.values():
            earlier = entries[0]
            for later in entries[1:]:
                if self._split(earlier, later):
                    earlier = later

    def _split(self, earlier: _Entry, later: _Entry) -> bool:
        """Share the months between two rows of a member; False where the later one is held."""
        filled = [m for m, cell in later.dues.cells.items() if cell.kind is not CellKind.EMPTY]
        since = filled[0] if filled else 13
        overlap = [m for m in earlier.dues.owed if m >= since
                   and earlier.dues.cells[m].kind is not CellKind.EMPTY]  # fmt: skip
        heading = self.layout.heading("name")
        name = self.layout.value(self.sheet, later.row, "name")
        if overlap or not filled:
            self.page.hold(
                later.row, heading, "member_twice", name, [], f"第{earlier.row}行已有此人"
            )
            later.dues = replace(later.dues, owed=range(0))
            return False
        earlier.dues = replace(earlier.dues, owed=range(earlier.dues.owed.start, since))
        later.dues = replace(later.dues, owed=range(since, later.dues.owed.stop))
        if later.dues.assessed is not None:
            self.page.note(later.row, self.layout.heading("assessed"), "assessed_changes_in_year",
                           later.dues.assessed_raw, f"{yuan(later.dues.assessed)} from month {since}",
                           f"第二行：{since}月起月应交额改变")  # fmt: skip
        return True

    def _settle(self, entry: _Entry) -> None:
        settled = settle(entry.dues)
        settled = self._tell(entry, settled)
        for number, month in sorted(settled.months.items()):
            later = month.paid_month
            self.page.add("dues", entry.row, {
                "member": entry.member.key,
                "month": f"{self.year}-{number:02}",
                "assessed": "" if month.assessed is None else yuan(month.assessed),
                "paid": "" if month.paid is None else yuan(month.paid),
                "paid_month": f"{self.year}-{later:02}" if later else "",
                "held": "assessed" if settled.provisional else "",
            })  # fmt: skip
        self.page.fate(entry.row, "dues_row", key=entry.member.key)

    def _tell(self, entry: _Entry, settled: Settled) -> Settled:
        """Write the findings down; what a person has chosen is put in."""
        told = [finding for finding in settled.findings if finding.where == ASSESSED]
        for finding in told:
            chosen = amount_of(self._report(entry.row, finding))
            if chosen is not None:
                settled = settle(replace(entry.dues, assessed=chosen))
        for finding in settled.findings:
            if finding.where == ASSESSED:
                continue
            chosen = amount_of(self._report(entry.row, finding))
            if chosen is not None and isinstance(finding.where, int):
                settled.months[finding.where].paid = chosen
        return settled

    def _report(self, row: int, finding: Finding) -> str | None:
        heading = self._heading(finding.where)
        if finding.severity == HOLD:
            choices = [part for part in finding.clean.split("|") if part]
            return self.page.hold(row, heading, finding.code, finding.raw, choices, finding.reason,
                                  finding.mend)  # fmt: skip
        self.page.note(row, heading, finding.code, finding.raw, finding.clean, finding.reason)
        return None

    def _heading(self, where: str | int) -> str:
        names = {ASSESSED: "assessed", RATE: "rate", REMARK: "remark"}
        return self.layout.heading(names[where] if isinstance(where, str) else f"month_{where}")


def _assessed(raw: object) -> Decimal | None:
    """The monthly amount as written; 免 there means nothing is owed."""
    if read_month_cell(raw).kind is CellKind.EXEMPT:
        return Decimal(0)
    amount = amount_of(raw)
    return None if amount is None else to_cents(amount)


def _is_dash(cell: MonthCell) -> bool:
    """A dash in a month says nothing about owing."""
    return cell.kind is CellKind.UNPAID and squash(str(cell.raw)) in (
        "/",
        "-",
        "—",
        "——",
        "－",
        "无",
    )


KIND = Kind(
    "dues", "党费收缴台账", 80, VOCABULARY,
    required=(("name",), tuple(f"month_{month}" for month in range(1, 13))), read=read,
    telling=("assessed", "rate", "base"), title_words=("党费",), tables=("dues",),
)  # fmt: skip
