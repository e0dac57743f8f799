"""One row of a register of meetings: one activity, or two held together, and who was absent."""

from __future__ import annotations

import re
import unicodedata

from zhibu.rosters.kinds.meetings_absences import absences
from zhibu.rosters.kinds.meetings_dates import meeting_day, notice_day
from zhibu.rosters.kinds.meetings_sheet import MeetingSheet
from zhibu.rosters.kinds.meetings_words import form_of, group_in, status_of, types_in
from zhibu.rosters.values.clock_times import time_of
from zhibu.rosters.values.text import is_missing, squash, tidy

_COUNT = re.compile(r"(?:共|约)?(\d{1,4})(?:\.0+)?[人名个项]?")


class MeetingRow:
    """Reads one row and puts its activities and absentees into the tables."""

    def __init__(self, sheet: MeetingSheet, row: int, month: int | None) -> None:
        self.sheet, self.page, self.row, self.month = sheet, sheet.page, row, month
        self.layout = sheet.layout
        self.status = "held"
        self.entitled: int | None = None
        self.present: int | None = None

    def read(self) -> None:
        """Read every cell once, then add one activity for each kind of meeting named."""
        sheet, row = self.sheet, self.row
        self._status()
        day = meeting_day(sheet, row, self.month)
        host = sheet.one_person(row, "host")
        types = self._types()
        organisation = self._organisation(types, host)
        notice = notice_day(sheet, row, self.month, day)
        self.entitled, self.present = self._count("entitled"), self._count("present")
        absent, complete = absences(self, organisation)
        record = {
            "on": "" if day is None else day.isoformat(),
            "status": self.status,
            "start": self._start(),
            "place": tidy(sheet.text(row, "place")),
            "theme": tidy(sheet.text(row, "theme")),
            "form": form_of(sheet.text(row, "place")),
            "topics": self._number("topics"),
            "host": host,
            "recorder": sheet.one_person(row, "recorder"),
            "speaker": sheet.speakers(row),
            "notice_on": "" if notice is None else notice.isoformat(),
            "entitled_written": "" if self.entitled is None else str(self.entitled),
            "present_written": "" if self.present is None else str(self.present),
            "attendance_complete": complete,
        }
        self._add(types, organisation, record, absent)

    def _add(self, types: list[str], organisation: str, record: dict[str, object],
             absent: list[dict[str, object]]) -> None:  # fmt: skip
        first = self.sheet.context.new_key("A")
        for number, code in enumerate(types or [""]):
            key = first if number == 0 else f"{first}{chr(ord('a') + number)}"
            self.page.add("activities", self.row,
                          {"key": key, "organisation": organisation, "type": code, **record})  # fmt: skip
            for one in absent:
                self.page.add("attendance", self.row, {"activity": key, **one})
        self.page.fate(self.row, "activity", key=first)

    # Kind of meeting and who held it

    def _status(self) -> None:
        remark = self.sheet.text(self.row, "remark")
        self.status = status_of(remark)
        if self.status != "held":
            self.page.note(self.row, self.layout.heading("remark"), "not_held_in_remark", remark,
                           self.status, "没有开成")  # fmt: skip

    def _types(self) -> list[str]:
        cell, heading = self.sheet.text(self.row, "type"), self.layout.heading("type")
        own = self.sheet.context.own_types
        types = types_in(cell, own)
        if not types:
            chosen = self.page.hold(
                self.row, heading, "type_not_in_list", cell, [], "认不出是哪种会议"
            )
            return types_in(chosen, own) or [chosen] if chosen else []
        if len(types) > 1:
            self.page.note(
                self.row, heading, "two_types_in_one_row", cell, "+".join(types), "一行两种活动"
            )
        return types

    def _organisation(self, types: list[str], host: str) -> str:
        """The branch, or the group where it is a group's meeting: named, or that of the host."""
        if "party_group_meeting" not in types:
            return self.sheet.branch.key
        cell, heading = self.sheet.text(self.row, "type"), self.layout.heading("type")
        register, branch = self.sheet.register, self.sheet.branch
        named = group_in(cell)
        groups = register.groups_of(branch.key)
        if named:
            match = register.find_group(branch.key, named)
            if match.found is not None:
                return match.found.key
            reason = "本支部没有这个党小组"
        else:
            inferred = self._group_of_host(host)
            if inferred:
                name = register.organisations[inferred].name
                self.page.note(self.row, heading, "group_inferred_from_host", cell, name,
                               "没写哪个党小组，主持人是该组的人")  # fmt: skip
                return inferred
            reason = "没写哪个党小组，看主持人也定不了"
        code = "group_unknown_in_branch" if named else "group_not_told"
        chosen = self.page.hold(self.row, heading, code, cell, [one.name for one in groups], reason)
        return next((one.key for one in groups if chosen in (one.name, one.key)), "")

    def _group_of_host(self, host: str) -> str:
        """The one group of whoever presided; with two hosts only if both are of one group."""
        register = self.sheet.register
        groups = register.groups_of(self.sheet.branch.key)
        if len(groups) == 1:
            return groups[0].key
        if host:
            people = [register.members[host]]
        else:
            people = [one.member for one in self.sheet.people(self.row, "host") if one.member]
        keys = {one.group for one in people}
        found = keys.pop() if len(keys) == 1 else ""
        return found if found in {one.key for one in groups} else ""

    # Numbers and times

    def _count(self, name: str) -> int | None:
        """应到 or 实到; an empty 实到 of a meeting that was held is told."""
        cell, heading = self.sheet.text(self.row, name), self.layout.heading(name)
        match = _COUNT.fullmatch(squash(unicodedata.normalize("NFKC", cell)))
        if match:
            return int(match[1])
        if not is_missing(cell):
            chosen = self.page.hold(self.row, heading, "count_unreadable", cell, [], "不是人数")
            return int(chosen) if chosen and chosen.isdecimal() else None
        if name == "present" and self.status == "held" and name in self.layout:
            self.page.note(self.row, heading, "present_count_missing", cell, "", "没有写实到人数")
        return None

    def _number(self, name: str) -> str:
        match = _COUNT.fullmatch(
            squash(unicodedata.normalize("NFKC", self.sheet.text(self.row, name)))
        )
        return match[1] if match else ""

    def _start(self) -> str:
        """HH:MM; a date column that holds the time too will do."""
        for name in ("time", "date"):
            value = self.sheet.value(self.row, name)
            start = (
                _time_within(value)
                if name == "date" or "date" not in self.layout
                else time_of(value)
            )
            if start:
                return start
        cell = self.sheet.text(self.row, "time")
        if "date" in self.layout and not is_missing(cell):
            self.page.note(
                self.row, self.layout.heading("time"), "time_unreadable", cell, "", "读不出时间"
            )
        return ""


def _time_within(value: object) -> str | None:
    """The time of a cell that holds a date as well: 2024.1.4 下午3点."""
    if not isinstance(value, str):
        return time_of(value) if hasattr(value, "hour") else None
    parts = re.split(r"[\s日号]+", unicodedata.normalize("NFKC", value).strip(), maxsplit=1)
    return time_of(parts[1]) if len(parts) == 2 else None
