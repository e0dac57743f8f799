"""The filing of party groups and their leaders (党小组设置及小组长备案表), one row a leader."""

from __future__ import annotations

from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.group_filing_row import FilingRow
from zhibu.rosters.kinds.group_filing_words import is_former, span_in
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.persons import Persons
from zhibu.rosters.register import Organisation
from zhibu.rosters.rowkinds import report_day, skip_head, skip_odd
from zhibu.rosters.values.text import is_ditto

VOCABULARY = Vocabulary(
    {
        "number": "序号 序 编号",
        "branch": "所属党支部 所在党支部 党支部 党支部名称 支部名称 所属支部 支部",
        "group": "党小组名称 党小组 小组名称 小组",
        "established": "设置时间 设立时间 成立时间 设置日期 成立日期 建立时间",
        "count": "党员数 党员人数 人数 组员数 党员数量 现有党员",
        "leader": "小组长 党小组长 组长 组长姓名 小组长姓名 党小组长姓名 党小组组长 现任小组长",
        "manner": "产生方式 产生办法 产生形式 组长产生方式 *产生方*",
        "since": "任职时间 任职日期 任职起始时间 任职起止时间 任期 *任职*",
        "decided": "支委会研究时间 支委会研究日期 研究时间 支委会时间 支委会决定时间 *研究*",
        "filed": "报工委备案时间 备案时间 备案日期 报备时间 报党委备案时间 报上级备案时间 *备案时间* *备案日期* *报备*",
        "filing_number": "备案文号 文号 备案号 备案编号 批复文号",
        "list": "组员名单 成员名单 党员名单 小组成员 组员 成员",
        "phone": "联系电话 电话 手机 手机号码 联系方式",
        "remark": "备注 说明",
    }
)


def read(page: Page, context: Context) -> None:
    """Read the sheet row by row."""
    skip_head(page)
    _Filing(page, context).read()


class _Filing:
    def __init__(self, page: Page, context: Context) -> None:
        assert page.layout is not None
        self.page, self.sheet, self.layout = page, page.sheet, page.layout
        self.register = context.register
        self.made_on = report_day(page.sheet, page.layout) or context.today
        self.branch: Organisation | None = None
        self.branch_outcome = "reject"
        self.group: Organisation | None = None
        self.persons = Persons(self.register, "")
        self.filed_groups = self._groups_named()

    def read(self) -> None:
        for row in range(self.layout.first_row, self.sheet.height + 1):
            if not skip_odd(self.page, row):
                self._row(row)

    def _text(self, row: int, name: str) -> str:
        return self.layout.text(self.sheet, row, name).strip()

    # Branch and group

    def _groups_named(self) -> dict[str, set[str]]:
        """Branch -> groups that have a row of their own, for guessing nothing but offering the rest."""
        named: dict[str, set[str]] = {}
        branch = ""
        for row in range(self.layout.first_row, self.sheet.height + 1):
            text = self._text(row, "branch")
            if text and not is_ditto(text):
                found = self.register.find_branch(text).found
                branch = found.key if found else ""
            match = self.register.find_group(branch, self._text(row, "group"))
            if match.found:
                named.setdefault(branch, set()).add(match.found.key)
        return named

    def _find_branch(self, row: int) -> None:
        """The row's branch: written, or carried on from above (merged, empty or a ditto mark)."""
        text = self._text(row, "branch")
        if not text or is_ditto(text):
            return
        match = self.register.find_branch(text)
        self.branch, self.group, self.branch_outcome = match.found, None, ""
        heading = self.layout.heading("branch")
        if match.found is None and match.candidates:
            chosen = self.page.hold(row, heading, "branch_ambiguous", text,
                                    [one.key for one in match.candidates], "不止一个党支部像它")  # fmt: skip
            self.branch = self.register.organisations.get(chosen or "")
            self.branch_outcome = "" if self.branch else "hold"
        elif match.found is None:
            self.page.reject(row, heading, "branch_unknown", text, "没有这个党支部")
            self.branch_outcome = "reject"
        self.persons = Persons(self.register, self.branch.key if self.branch else "")

    def _find_group(self, row: int) -> Organisation | None:
        """The row's group; a ditto mark or nothing means the one above."""
        text = self._text(row, "group")
        if not text or is_ditto(text):
            return self.group
        assert self.branch is not None
        match = self.register.find_group(self.branch.key, text)
        if match.found is None:
            filed = self.filed_groups.get(self.branch.key, set())
            left = [one for one in match.candidates if one.key not in filed] or match.candidates
            chosen = self.page.hold(row, self.layout.heading("group"), "group_unknown_in_branch", text,
                                    [one.name for one in left], "本支部没有这个党小组")  # fmt: skip
            named = [one for one in match.candidates if chosen in (one.name, one.key)]
            self.group = named[0] if chosen and named else None
        else:
            self.group = match.found
        return self.group

    # One row

    def _row(self, row: int) -> None:
        self._find_branch(row)
        former = self._is_former(row)
        what = "former_leader" if former else "group_and_leader"
        if self.branch is None:
            self.page.fate(row, what, self.branch_outcome)
            return
        group = self._find_group(row)
        filing = FilingRow(self.page, row, self.branch, group, self.persons, self.made_on, former)
        self.page.add("posts", row, filing.record())
        self.page.fate(row, what, key=group.key if group else "")

    def _is_former(self, row: int) -> bool:
        """A row of a former leader: told in the remark, or a second row of a group with an end."""
        if is_former(self._text(row, "remark")):
            return True
        group = self._text(row, "group")
        span = span_in(self._text(row, "since"))
        return (not group or is_ditto(group)) and span is not None and bool(span[1])


KIND = Kind(
    "group_filing", "党小组设置及小组长备案表", 60, VOCABULARY, required=(("group",), ("leader",)),
    read=read, telling=("manner", "since", "filed"), title_words=("备案", "党小组"), tables=("posts",),
)  # fmt: skip
