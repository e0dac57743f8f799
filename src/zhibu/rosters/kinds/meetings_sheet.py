"""What the meetings of one sheet share: branch, groups, year, people, and finding them in cells."""

from __future__ import annotations

from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.persons import Found, Persons, names_of
from zhibu.rosters.register import Organisation
from zhibu.rosters.values.text import is_missing


class MeetingSheet:
    """One sheet of the register."""

    def __init__(
        self, page: Page, context: Context, branch: Organisation, year: int | None
    ) -> None:
        assert page.layout is not None
        self.page, self.sheet, self.layout = page, page.sheet, page.layout
        self.context, self.register = context, context.register
        self.branch = branch
        self.year = year
        self.persons = Persons(context.register, branch.key)
        self.names = frozenset(self.persons.names())

    def value(self, row: int, name: str) -> object:
        """The cell of a field; "" where the sheet has no such column."""
        return self.layout.value(self.sheet, row, name)

    def text(self, row: int, name: str) -> str:
        """The same as text, outer blanks off."""
        return self.layout.text(self.sheet, row, name).strip()

    def people(self, row: int, name: str) -> list[Found]:
        """The people of a cell such as 主持人; none for an empty one."""
        cell = self.text(row, name)
        return [] if is_missing(cell) else [self.persons.find(one) for one in names_of(cell)]

    def one_person(self, row: int, name: str) -> str:
        """The key of the one person of a cell; what is more or less than one is asked."""
        cell, heading = self.text(row, name), self.layout.heading(name)
        found = self.people(row, name)
        if len(found) > 1:
            keys = [key for one in found for key in one.keys]
            code = "two_hosts" if name == "host" else f"two_{name}s"
            return self.page.hold(row, heading, code, cell, keys, "写了两个人") or ""
        if not found:
            return ""
        one = found[0]
        if one.member is None:
            reasons = {"elsewhere": "本支部没有此人，别的支部有", "ambiguous": "本支部有同名的人"}
            code = f"{name}_{one.how}" if one.keys else f"{name}_unknown"
            reason = reasons.get(one.how, "名册中无此人")
            return self.page.hold(row, heading, code, cell, one.keys, reason) or ""
        self._courtesies(row, heading, cell, one)
        return one.key

    def speakers(self, row: int) -> str:
        """The members who spoke, joined by a blank; guests are told and left out."""
        heading, cell = self.layout.heading("speaker"), self.text(row, "speaker")
        keys: list[str] = []
        for one in self.people(row, "speaker"):
            if one.how == "ambiguous":
                chosen = self.page.hold(
                    row, heading, "speaker_ambiguous", cell, one.keys, "本支部有同名的人"
                )
                keys += [chosen] if chosen else []
            elif one.member is None and len(one.keys) != 1:
                self.page.note(
                    row, heading, "speaker_not_a_member", cell, "", "名册中无此人，没有记主讲人"
                )
            else:
                keys += one.keys
                self._courtesies(row, heading, cell, one)
        return " ".join(keys)

    def _courtesies(self, row: int, heading: str, cell: str, one: Found) -> None:
        for code, reason in one.name.notes:
            if code != "remark_in_name_cell":
                self.page.note(row, heading, code, cell, one.keys[0], reason)
