"""The filing of party groups and their leaders (党小组设置及小组长备案表), one row a leader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from zhibu.kernel.dates import PartialDate
from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.group_filing_lists import check_list
from zhibu.rosters.kinds.group_filing_words import (
    ALL_MANNERS,
    is_former,
    is_vacant,
    manner_of,
    span_in,
)
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.persons import Persons, names_of
from zhibu.rosters.register import Organisation
from zhibu.rosters.rowkinds import report_day, skip_head, skip_odd
from zhibu.rosters.values.dates import DateReading, read_date
from zhibu.rosters.values.text import is_ditto, is_missing, squash

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


@dataclass(slots=True)
class _Row:
    """One row on its way; dates are None where missing or held."""

    number: int
    former: bool
    branch: Organisation | None
    group: Organisation | None
    since: PartialDate | None = None
    since_precision: str = ""
    record: dict[str, object] = field(default_factory=dict)


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

    def _row(self, number: int) -> None:
        self._find_branch(number)
        former = self._is_former(number)
        what = "former_leader" if former else "group_and_leader"
        if self.branch is None:
            self.page.fate(number, what, self.branch_outcome)
            return
        row = _Row(number, former, self.branch, self._find_group(number))
        established = None if former else self._date(row, "established")
        if established is not None and row.group is not None:
            row.group.established = str(established)
        row.record["group_established"] = "" if established is None else str(established)
        vacant = is_vacant(self._text(number, "leader")) and not former
        if vacant:
            self.page.note(number, self.layout.heading("leader"), "leader_vacant",
                           self._text(number, "leader"), "", "没有小组长，只记党小组")  # fmt: skip
        self._leader(row, vacant)
        self._term(row, established, vacant)
        self._filing(row, vacant)
        if not former:
            check_list(self.page, row.number, row.group, self.persons)
        self._add(row)
        self.page.fate(number, what, key=row.group.key if row.group else "")

    def _is_former(self, row: int) -> bool:
        """A row of a former leader: told in the remark, or a second row of a group with an end."""
        if is_former(self._text(row, "remark")):
            return True
        group = self._text(row, "group")
        span = span_in(self._text(row, "since"))
        return (not group or is_ditto(group)) and span is not None and bool(span[1])

    def _add(self, row: _Row) -> None:
        record = row.record
        self.page.add("posts", row.number, {
            "organisation": row.group.key if row.group else "",
            "branch": row.branch.key if row.branch else "",
            "group_established": record["group_established"],
            "member": record.get("member", ""),
            "post": "group_leader",
            "since": "" if row.since is None else str(row.since),
            "since_precision": row.since_precision,
            "until": record.get("until", ""),
            "manner": record.get("manner", ""),
            "decided_on": record.get("decided", ""),
            "filed_on": record.get("filed", ""),
            "filing_number": squash(self._text(row.number, "filing_number")),
        })  # fmt: skip

    # The leader

    def _leader(self, row: _Row, vacant: bool) -> None:
        cell, heading = self._text(row.number, "leader"), self.layout.heading("leader")
        if vacant:
            return
        names = names_of(cell)
        found = [self.persons.find(name, row.group.key if row.group else "") for name in names]
        if len(found) > 1:
            keys = [key for one in found for key in one.keys]
            chosen = self.page.hold(
                row.number, heading, "two_leaders", cell, keys, "一般设组长一人"
            )
            row.record["member"] = chosen or ""
            return
        if not found or not found[0].keys:
            self.page.hold(row.number, heading, "leader_unknown", cell, [], "名册中无此人")
            return
        one = found[0]
        if one.member is None:
            code = "leader_of_other_branch" if one.how == "elsewhere" else "leader_ambiguous"
            reason = "本支部没有此人，别的支部有" if one.how == "elsewhere" else "本支部有同名的人"
            row.record["member"] = (
                self.page.hold(row.number, heading, code, cell, one.keys, reason) or ""
            )
            return
        row.record["member"] = one.key
        for code, reason in one.name.notes:
            told = "remark_in_name_cell" if code == "courtesy_word" else code
            self.page.note(row.number, heading, told, cell, one.key, reason)
        if row.group and one.member.group and one.member.group != row.group.key and not row.former:
            self.page.note(
                row.number, heading, "leader_not_in_group", cell, one.key, "组长编在另一小组"
            )

    # Dates

    def _date(self, row: _Row, name: str, text: str | None = None) -> PartialDate | None:
        """One date cell; what is held, missing or later than the report is None."""
        heading = self.layout.heading(name)
        value = self.layout.value(self.sheet, row.number, name) if text is None else text
        shown = self.sheet.shown.get((row.number, self.layout.index(name)), "")
        reading = read_date(value, shown)
        if reading.precision == "missing":
            return None
        if reading.value is None:
            return self._held(row, heading, value, reading)
        if reading.value.first > self.made_on:
            chosen = self.page.hold(row.number, heading, "date_after_report_date", value,
                                    [reading.text], "晚于填报时间")  # fmt: skip
            return _parsed(chosen)
        return reading.value

    def _held(
        self, row: _Row, heading: str, value: object, reading: DateReading
    ) -> PartialDate | None:
        if isinstance(value, str) and is_missing(value):
            return None
        chosen = self.page.hold(row.number, heading, reading.code or "date_unreadable", value,
                                reading.candidates, reading.reason)  # fmt: skip
        return _parsed(chosen)

    def _term(self, row: _Row, established: PartialDate | None, vacant: bool) -> None:
        heading, cell = self.layout.heading("since"), self._text(row.number, "since")
        span = span_in(cell)
        if span is None:
            row.since = self._date(row, "since")
        else:
            row.since = self._date(row, "since", span[0])
            until = self._date(row, "since", span[1]) if span[1] else None
            row.record["until"] = "" if until is None else str(until)
            if row.since is not None:
                clean = f"{row.since}..{until or ''}"
                self.page.note(
                    row.number, heading, "span_in_one_cell", cell, clean, "一格写了起止时间"
                )
        row.since_precision = row.since.precision if row.since else ""
        if (
            row.since
            and established
            and not row.former
            and not vacant
            and _before(row.since, established)
        ):
            raw = self.layout.value(self.sheet, row.number, "since")
            candidates = [str(row.since), str(established)]
            chosen = self.page.hold(row.number, heading, "leader_before_group", raw, candidates,
                                    f"党小组{established}才设置")  # fmt: skip
            row.since = _parsed(chosen)

    def _filing(self, row: _Row, vacant: bool) -> None:
        self._manner(row, vacant)
        decided, filed = self._date(row, "decided"), self._date(row, "filed")
        row.record["decided"] = "" if decided is None else str(decided)
        row.record["filed"] = "" if filed is None else str(filed)
        if filed and row.since and _before(filed, row.since):
            raw = self.layout.value(self.sheet, row.number, "filed")
            self.page.note(row.number, self.layout.heading("filed"), "filed_before_start", raw,
                           str(filed), "备案早于任职")  # fmt: skip

    def _manner(self, row: _Row, vacant: bool) -> None:
        text, heading = self._text(row.number, "manner"), self.layout.heading("manner")
        manner, named = manner_of(text)
        if manner:
            row.record["manner"] = manner
        elif is_missing(text):
            if not vacant and not row.former:
                self.page.note(row.number, heading, "manner_missing", text, "", "没有写产生方式")
        elif named:
            row.record["manner"] = self.page.hold(row.number, heading, "manner_mixed", text, named,
                                                  "写了两种方式") or ""  # fmt: skip
        else:
            row.record["manner"] = self.page.hold(row.number, heading, "manner_not_in_list", text,
                                                  ALL_MANNERS.split("|"), "不是选举、推荐、指定") or ""  # fmt: skip


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Earlier at the precision that both have."""
    length = min(len(str(one)), len(str(other)))
    return str(one)[:length] < str(other)[:length]


def _parsed(text: str | None) -> PartialDate | None:
    """A chosen date; what is no date counts as left open."""
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        reading = read_date(text)
        return reading.value


def last_day(value: PartialDate) -> dt.date:
    """The last day that a date may mean."""
    after = value.after()
    return after if value.precision == "day" else after - dt.timedelta(days=1)


KIND = Kind(
    "group_filing", "党小组设置及小组长备案表", 60, VOCABULARY, required=(("group",), ("leader",)),
    read=read, telling=("manner", "since", "filed"), title_words=("备案", "党小组"), tables=("posts",),
)  # fmt: skip
