"""One row of a group filing: the group's date, its leader, his term, how it was filed."""

from __future__ import annotations

import datetime as dt

from zhibu.kernel.dates import PartialDate
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.group_filing_lists import check_list
from zhibu.rosters.kinds.group_filing_words import ALL_MANNERS, is_vacant, manner_of, span_in
from zhibu.rosters.persons import Persons, names_of
from zhibu.rosters.register import Organisation
from zhibu.rosters.values.dates import read_date
from zhibu.rosters.values.text import is_missing, squash


class FilingRow:
    """Reads one row; `former` rows tell of a leader who has left the post."""

    def __init__(self, page: Page, number: int, branch: Organisation, group: Organisation | None,
                 persons: Persons, made_on: dt.date, former: bool) -> None:  # fmt: skip
        assert page.layout is not None
        self.page, self.sheet, self.layout = page, page.sheet, page.layout
        self.number, self.branch, self.group = number, branch, group
        self.persons, self.made_on, self.former = persons, made_on, former
        self.vacant = not former and is_vacant(self._text("leader"))

    def record(self) -> dict[str, object]:
        """The row of `posts`; a vacancy keeps its row, without a member."""
        established = None if self.former else self._date("established")
        if established is not None and self.group is not None:
            self.group.established = str(established)
        member = self._leader()
        since, precision, until = self._term(established)
        manner = self._manner()
        decided, filed = self._date("decided"), self._date("filed")
        self._check_filed(filed, since)
        if not self.former:
            check_list(self.page, self.number, self.group, self.persons)
        return {
            "organisation": self.group.key if self.group else "",
            "branch": self.branch.key,
            "group_established": _written(established),
            "member": member,
            "post": "group_leader",
            "since": _written(since),
            "since_precision": precision,
            "until": _written(until),
            "manner": manner,
            "decided_on": _written(decided),
            "filed_on": _written(filed),
            "filing_number": squash(self._text("filing_number")),
        }

    def _text(self, name: str) -> str:
        return self.layout.text(self.sheet, self.number, name).strip()

    def _value(self, name: str) -> object:
        return self.layout.value(self.sheet, self.number, name)

    def _note(self, name: str, code: str, raw: object, clean: str, reason: str) -> None:
        self.page.note(self.number, self.layout.heading(name), code, raw, clean, reason)

    def _hold(self, name: str, code: str, raw: object, candidates: list[str], reason: str) -> str:
        heading = self.layout.heading(name)
        return self.page.hold(self.number, heading, code, raw, candidates, reason) or ""

    # The leader

    def _leader(self) -> str:
        """The leader's key; "" in a vacancy and where it must be asked."""
        cell, group = self._text("leader"), self.group.key if self.group else ""
        if self.vacant:
            self._note("leader", "leader_vacant", cell, "", "没有小组长，只记党小组")
            return ""
        found = [self.persons.find(name, group) for name in names_of(cell)]
        if len(found) > 1:
            keys = [key for one in found for key in one.keys]
            return self._hold("leader", "two_leaders", cell, keys, "一般设组长一人")
        if not found or not found[0].keys:
            return self._hold("leader", "leader_unknown", cell, [], "名册中无此人")
        one = found[0]
        if one.member is None:
            if one.how == "elsewhere":
                reason = "本支部没有此人，别的支部有"
                return self._hold("leader", "leader_of_other_branch", cell, one.keys, reason)
            return self._hold("leader", "leader_ambiguous", cell, one.keys, "本支部有同名的人")
        for code, reason in one.name.notes:
            told = "remark_in_name_cell" if code == "courtesy_word" else code
            self._note("leader", told, cell, one.key, reason)
        if group and one.member.group not in ("", group) and not self.former:
            self._note("leader", "leader_not_in_group", cell, one.key, "组长编在另一小组")
        return one.key

    # Dates

    def _date(self, name: str, text: str | None = None) -> PartialDate | None:
        """One date cell; what is held, missing or later than the report is None."""
        value: object = self._value(name) if text is None else text
        column = self.layout.index(name)
        shown = self.sheet.shown.get((self.number, column), "")
        reading = read_date(value, shown, may_lack_zero=self.sheet.may_lack_zero(column, value))
        if reading.precision == "missing":
            return None
        if reading.value is None:
            code = reading.code or "date_unreadable"
            return _parsed(self._hold(name, code, value, list(reading.candidates), reading.reason))
        if reading.value.first > self.made_on:
            reason = f"晚于填报时间{self.made_on}"
            return _parsed(
                self._hold(name, "date_after_report_date", value, [reading.text], reason)
            )
        return reading.value

    def _term(
        self, established: PartialDate | None
    ) -> tuple[PartialDate | None, str, PartialDate | None]:
        """(since, its precision, until) of 任职时间: one day, or a span in one cell."""
        cell = self._text("since")
        span, until = span_in(cell), None
        if span is None:
            since = self._date("since")
        else:
            since = self._date("since", span[0])
            until = self._date("since", span[1]) if span[1] else None
            if since is not None:
                clean = f"{since}..{_written(until)}"
                self._note("since", "span_in_one_cell", cell, clean, "一格写了起止时间")
        precision = since.precision if since else ""
        if since and established and not self.former and _before(since, established):
            candidates = [str(since), str(established)]
            reason = f"党小组{established}才设置"
            since = _parsed(
                self._hold("since", "leader_before_group", self._value("since"), candidates, reason)
            )
        return since, precision, until

    # Filing

    def _check_filed(self, filed: PartialDate | None, since: PartialDate | None) -> None:
        if filed and since and _before(filed, since):
            self._note(
                "filed", "filed_before_start", self._value("filed"), str(filed), "备案早于任职"
            )

    def _manner(self) -> str:
        text = self._text("manner")
        manner, named = manner_of(text)
        if manner:
            return manner
        if is_missing(text):
            if not self.vacant and not self.former:
                self._note("manner", "manner_missing", text, "", "没有写产生方式")
            return ""
        if named:
            return self._hold("manner", "manner_mixed", text, named, "写了两种方式")
        choices = ALL_MANNERS.split("|")
        return self._hold("manner", "manner_not_in_list", text, choices, "不是选举、推荐、指定")


def _written(day: PartialDate | None) -> str:
    return "" if day is None else str(day)


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Earlier at the precision that both have."""
    length = min(len(str(one)), len(str(other)))
    return str(one)[:length] < str(other)[:length]


def _parsed(chosen: str) -> PartialDate | None:
    """A date that a person chose; None while it is open."""
    return read_date(chosen).value if chosen else None
