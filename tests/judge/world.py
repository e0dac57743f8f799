"""Facts as plain dicts on one day: what exists, who belongs where, what is in force. Slow on purpose.

A second reading of the contract, written to be compared with the engine: it shares nothing with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

Row = dict[str, object]
DAY = dt.timedelta(days=1)
FOREVER = dt.date.max

# Column that dates a row; columns that hold days; those of them that are ends of a partial span.
DATED_BY = {
    "organisations": "established", "members": "joined", "states": "since", "memberships": "since",
    "posts": "since", "activities": "on", "papers": "on", "penalties": "since", "cases": "opened",
    "steps": "on", "checks": "on", "adoptions": "since",
}  # fmt: skip
DAYS = {
    "organisations": ("established", "dissolved"),
    "members": ("joined", "full_since", "left"),
    "states": ("since", "until"),
    "memberships": ("since", "until"),
    "posts": ("since", "until", "filed_on", "planned_until"),
    "activities": ("on", "notice_on", "consulted_on", "approved_on", "reported_on", "recorded_on"),
    "papers": ("on",),
    "dues": ("paid_on",),
    "penalties": ("since", "until"),
    "cases": ("opened", "closed"),
    "steps": ("on",),
    "checks": ("on",),
    "adoptions": ("since", "until"),
    "waivers": ("since", "until"),
    "terms": ("since", "until"),
    "calendar": ("date",),
}
SETTINGS = ("waivers", "terms", "calendar")
PARTIAL_ENDS = {("organisations", "dissolved"), ("members", "left"), ("memberships", "until"), ("posts", "until")}  # fmt: skip


def read_day(text: str, end: bool = False) -> dt.date:
    """The first day of a date known to the day, month or year; for an end the first day after it."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    if len(parts) == 2:
        year, month = parts
        if end:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return dt.date(year, month, 1)
    return dt.date(parts[0] + (1 if end else 0), 1, 1)


class World:
    """The facts as of a day. `rows` are texts as in a CSV; `columns` says what is there at all."""

    def __init__(
        self, rows: dict[str, list[dict[str, str]]], columns: dict[str, set[str]], as_of: dt.date
    ) -> None:
        self.as_of = as_of
        self.columns = columns
        self.tables: dict[str, list[Row]] = {
            name: [self._row(name, row) for row in rows.get(name, ())] for name in columns
        }
        self.bodies = {row["id"]: row for row in self.tables.get("organisations", ())}
        self.people = {row["id"]: row for row in self.tables.get("members", ())}
        self._no_probation()
        for name, column in DATED_BY.items():
            if name in self.tables and name != "organisations":
                self.tables[name] = [row for row in self.tables[name] if row[column] <= as_of]
        if "memberships" in self.tables:
            # A body dated after the day is not there; only the tree above others keeps its place.
            self.tables["memberships"] = [
                row for row in self.tables["memberships"] if self.is_there(row["organisation"])
            ]

    def _row(self, table: str, texts: dict[str, str]) -> Row:
        row: Row = {name: texts.get(name) or None for name in self.columns[table]}
        for name in DAYS.get(table, ()):
            if row.get(name) is None:
                continue
            day = read_day(str(row[name]), (table, name) in PARTIAL_ENDS)
            late = day > self.as_of and table not in SETTINGS and name != "planned_until"
            row[name] = None if late and name != DATED_BY.get(table) else day
        return row

    def _no_probation(self) -> None:
        for row in self.people.values():
            if "full_since" in row and dt.date(1969, 4, 1) <= row["joined"] <= dt.date(1977, 8, 31):
                row["full_since"] = row["joined"] if row["joined"] <= self.as_of else None

    def lacks(self, *names: str) -> bool:
        """Whether any of these tables or columns is not in the bundle at all."""
        for name in names:
            table, _, column = name.partition(".")
            if table not in self.columns or (column and column not in self.columns[table]):
                return True
        return False

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    # ---- spans and existence

    @staticmethod
    def holds(row: Row, day: dt.date) -> bool:
        return row["since"] <= day < (row.get("until") or FOREVER)

    def is_there(self, name: object) -> bool:
        """Whether the row of a body is dated by the day."""
        body = self.bodies.get(name)
        return body is not None and (body["established"] or dt.date.min) <= self.as_of

    def body_exists(self, name: object, day: dt.date) -> bool:
        body = self.bodies.get(name)
        if body is None:
            return False
        return (body["established"] or dt.date.min) <= day < (body.get("dissolved") or FOREVER)

    def member_exists(self, name: object, day: dt.date) -> bool:
        member = self.people.get(name)
        return member is not None and member["joined"] <= day < (member.get("left") or FOREVER)

    # ---- the tree

    def chain(self, name: object) -> Iterator[object]:
        """The body itself, its superior, and so on up."""
        while name in self.bodies:
            yield name
            name = self.bodies[name].get("parent")

    def below(self, name: object) -> list[object]:
        return [other for other in self.bodies if other != name and name in self.chain(other)]

    # ---- who belongs where

    def belongs(self, member: object, organisation: object, day: dt.date) -> bool:
        """Whether the membership covers the day and the member exists."""
        return self.member_exists(member, day) and any(
            row["member"] == member and row["organisation"] == organisation and self.holds(row, day)
            for row in self.rows("memberships")
        )

    def _place(self, member: object, kind: str, day: dt.date) -> object:
        for row in self.rows("memberships"):
            body = self.bodies.get(row["organisation"])
            if row["member"] == member and body and body["kind"] == kind and self.holds(row, day):
                return row["organisation"]
        return None

    def branch_of(self, member: object, day: dt.date) -> object:
        return self._place(member, "branch", day)

    def group_of(self, member: object, day: dt.date) -> object:
        return self._place(member, "party_group", day)

    def members_on(self, organisation: object, day: dt.date) -> set[object]:
        """The members of a branch or group, or of all branches below an upper body."""
        places = [organisation]
        if self.bodies[organisation]["kind"] not in ("branch", "party_group"):
            places = [n for n in self.below(organisation) if self.bodies[n]["kind"] == "branch"]
        return {m for m in self.people for place in places if self.belongs(m, place, day)}

    def counted_members(self, organisation: object, day: dt.date) -> set[object]:
        """Without those whose membership is stopped."""
        found = self.members_on(organisation, day)
        return {m for m in found if not self.in_state(m, ("stopped",), day)}

    def is_full(self, member: object, day: dt.date) -> bool:
        since = self.people.get(member, {}).get("full_since")
        return self.member_exists(member, day) and since is not None and since <= day

    def in_state(self, member: object, states: tuple[str, ...], day: dt.date) -> bool:
        return any(
            row["member"] == member and row["state"] in states and self.holds(row, day)
            for row in self.rows("states")
        )

    def penalised(self, member: object, kinds: tuple[str, ...], day: dt.date) -> bool:
        return any(
            row["member"] == member and row["kind"] in kinds and self.holds(row, day)
            for row in self.rows("penalties")
        )

    def posts_on(self, day: dt.date, posts: tuple[str, ...]) -> list[Row]:
        return [row for row in self.rows("posts") if row["post"] in posts and self.holds(row, day)]

    def groups_on(self, organisation: object, day: dt.date) -> set[object]:
        return {
            name for name in self.below(organisation)
            if self.bodies[name]["kind"] == "party_group" and self.body_exists(name, day)
        }  # fmt: skip

    # ---- what is in force

    def adopted(self, directive: str, effective: dt.date, organisation: object, day: dt.date) -> bool:
        """Whether the directive is in force for the organisation that day."""
        if "adoptions" not in self.columns:
            return day >= effective
        above = list(self.chain(organisation))
        return any(
            row["directive"] == directive and row["organisation"] in above and self.holds(row, day)
            for row in self.rows("adoptions")
        )

    def waived(self, directive: str, rules: tuple[str, ...], subject: object, day: dt.date) -> bool:
        return any(
            row["directive"] == directive and row["rule"] in rules and row["subject"] == subject
            and self.holds(row, day)
            for row in self.rows("waivers")
        )  # fmt: skip
