"""The stated size and the list of members of a group, held against the roster."""

from __future__ import annotations

import re

from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.group_filing_words import is_elsewhere
from zhibu.rosters.persons import Found, Persons, names_of
from zhibu.rosters.register import Member, Organisation
from zhibu.rosters.values.text import is_missing, squash, text_of

_COUNT = re.compile(r"(?:共|约)?(\d{1,4})(?:\.0+)?[人名]?")


def check_list(page: Page, row: int, group: Organisation | None, persons: Persons) -> None:
    """Note what the head count and the list say otherwise than the roster; ask about strangers."""
    _Check(page, row, group, persons).run()


class _Check:
    def __init__(self, page: Page, row: int, group: Organisation | None, persons: Persons) -> None:
        assert page.layout is not None
        self.page, self.row, self.group, self.persons = page, row, group, persons
        self.layout, self.sheet = page.layout, page.sheet
        self.in_roster: list[Member] = [
            one for one in persons.register.members_of(persons.branch)
            if group is not None and one.group == group.key and not one.left
        ]  # fmt: skip

    def run(self) -> None:
        listed = self._list()
        match = _COUNT.fullmatch(squash(self.layout.text(self.sheet, self.row, "count")))
        if match is None or not self.in_roster:
            return
        stated, real = int(match[1]), len(self.in_roster)
        if stated != len(listed) and not real <= stated <= real + self._without_group():
            self.page.note(self.row, self.layout.heading("count"), "count_disagrees_with_roster",
                           self.layout.value(self.sheet, self.row, "count"), str(real),
                           f"名册该组{real}人")  # fmt: skip

    def _without_group(self) -> int:
        """People whose branch or group the roster leaves open: they may be of this group."""
        register, branch = self.persons.register, self.persons.branch
        unplaced = [
            one for one in register.members_of("") if not one.branches or branch in one.branches
        ]
        return sum(not one.group and not one.left for one in register.members_of(branch)) + len(
            unplaced
        )

    def _list(self) -> list[Found]:
        """The names of the list; strangers are asked, missing members told."""
        if "list" not in self.layout:
            return []
        heading, cell = self.layout.heading("list"), self.layout.text(self.sheet, self.row, "list")
        if is_missing(cell) or is_elsewhere(cell):
            self.page.note(self.row, heading, "list_not_given", cell.strip(), "", "没有写名单")
            return []
        found = [
            self.persons.find(name, self.group.key if self.group else "") for name in names_of(cell)
        ]
        for one in found:
            self._stranger(heading, one)
        self._shorter(heading, found)
        return found

    def _stranger(self, heading: str, one: Found) -> None:
        name = one.name.name
        if one.how == "elsewhere":
            self.page.hold(
                self.row,
                heading,
                "listed_member_of_other_branch",
                name,
                one.keys,
                "是别的支部的党员",
            )
        elif one.how == "unknown":
            self.page.hold(self.row, heading, "listed_member_unknown", name, [], "名册中无此人")
        elif one.member and self.group and one.member.group not in ("", self.group.key):
            self.page.note(
                self.row, heading, "listed_member_of_other_group", name, one.key, "编在另一小组"
            )

    def _shorter(self, heading: str, found: list[Found]) -> None:
        """Members of the roster's group who are not in the list."""
        listed = {key for one in found for key in one.keys}
        missing = [one for one in self.in_roster if one.key not in listed]
        if missing and len(found) < len(self.in_roster):
            names = "、".join(one.name for one in missing)
            self.page.note(self.row, heading, "list_shorter_than_count", text_of(len(found)),
                           f"名册该组{len(self.in_roster)}人", f"名单里没有{names}")  # fmt: skip
