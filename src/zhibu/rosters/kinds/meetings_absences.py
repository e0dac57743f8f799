"""Who was absent from a meeting, and whether the list agrees with the numbers of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.rosters.values.absentees import Absentee, read_absences

if TYPE_CHECKING:
    from zhibu.rosters.kinds.meetings_row import MeetingRow


def absences(meeting: MeetingRow, organisation: str) -> tuple[list[dict[str, object]], bool]:
    """The absentees as rows of `attendance` (without the activity), and whether they are all.

    Of a meeting that was not held there are none, and nothing is complete.
    """
    if meeting.status != "held":
        return [], False
    reader = _Absences(meeting, organisation)
    return reader.rows(), reader.complete


class _Absences:
    def __init__(self, meeting: MeetingRow, organisation: str) -> None:
        self.meeting, self.sheet, self.row = meeting, meeting.sheet, meeting.row
        self.page, self.organisation = meeting.page, organisation
        self.heading = meeting.layout.heading("absent")
        self.cell = self.sheet.text(self.row, "absent")
        self.list = read_absences(self.cell, self.sheet.names)
        self.complete = True

    def rows(self) -> list[dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for person in self.list.people:
            row = self._person(person)
            if row is None:
                self.complete = False
            else:
                found.setdefault(str(row["member"]), row)
        if self.list.spaced:
            self.page.note(
                self.row, self.heading, "blank_inside_name", self.cell, "", "姓名里有多余的空白"
            )
        if self.list.unnamed:
            self.page.hold(self.row, self.heading, "absent_without_names", self.cell, [], "只有人数没有姓名",
                           "补上缺席人员的姓名和原因")  # fmt: skip
        if self.list.unnamed or self.list.unread:
            self.complete = False
        for rest in self.list.unread:
            self.page.hold(self.row, self.heading, "absence_unreadable", rest, [], "读不出是谁")
        self._compare()
        return list(found.values())

    def _person(self, person: Absentee) -> dict[str, object] | None:
        group = self.organisation if self.organisation != self.sheet.branch.key else ""
        found = self.sheet.persons.find(person.name, group)
        key = found.key
        if found.how == "ambiguous":
            key = self._ask("absentee_ambiguous", person.name, found.keys, "本支部有同名的人")
        elif not key:
            key = self._ask("absentee_not_in_branch", person.name, found.keys, "本支部名册中无此人")
        if not key:
            return None
        status = person.status
        if not person.reason:
            status = self._ask(
                "absence_reason_missing", person.name, ["excused", "absent"], "没有写原因"
            )
        return {"member": key, "status": status, "reason": person.reason} if status else None

    def _ask(self, code: str, name: str, candidates: list[str], reason: str) -> str:
        return self.page.hold(self.row, self.heading, code, name, candidates, reason) or ""

    def _compare(self) -> None:
        """应到 less 实到 is the number of people in the list, else a person is asked."""
        entitled, present = self.meeting.entitled, self.meeting.present
        if entitled is None or present is None:
            # Nothing to hold the list against: only a list that is there can be complete.
            self.complete = self.complete and bool(self.cell)
            return
        listed = len(self.list.people) + self.list.unnamed
        if self.list.unread or entitled - present == listed:
            return
        raw = f"应到{entitled}实到{present}，缺席名单{listed}人"
        heading = self.meeting.layout.heading("present")
        chosen = self.page.hold(self.row, heading, "counts_disagree_with_list", raw,
                                [str(entitled - listed)], "应到-实到≠缺席人数", "核对签到册")  # fmt: skip
        if chosen and chosen.isdecimal():
            self.meeting.present = int(chosen)
        else:
            self.complete = False
