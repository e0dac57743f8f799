"""Random small bundles that keep the contract, full of edges: partial dates, moves, gaps, holes."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.judge.random_casework import add_cases, add_dues, add_waivers
from tests.judge.random_facts import DROPPABLE_FACTS, ballots_and_checks
from tests.judge.world import DAY

Rows = dict[str, list[dict[str, str]]]

FIRST, LAST = dt.date(2023, 7, 1), dt.date(2025, 2, 10)
EDGES = [
    dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 1, 31), dt.date(2024, 2, 1),
    dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2024, 3, 31),
    dt.date(2024, 4, 1), dt.date(2024, 5, 11), dt.date(2024, 6, 30), dt.date(2024, 7, 1),
    dt.date(2024, 9, 30), dt.date(2024, 10, 1), dt.date(2024, 10, 8), dt.date(2024, 12, 31),
]  # fmt: skip
TYPES = ("general_meeting", "study", "party_class")
POSTS = ("secretary", "group_leader", "leading_cadre")
PENALTIES = ("warning", "probation_within_party", "expulsion")
SECTORS = ("organ", "school", "rural", "")
PAPERS = ("work_plan", "month_report")  # about organisations and members, for periods
NAMES = (
    *("2023", "2024", "2025") * 3, *("2023-H2", "2024-H1", "2024-H2") * 2, *("2024春", "2024秋", "2023秋") * 2,
    *("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"), *(f"2024-{month:02}" for month in range(1, 10)), "2023-12", "",
)  # fmt: skip
DIRECTIVES = ("D1", "D2")
DROPPABLE = (
    "organisations.parent", "organisations.dissolved", "organisations.sector", "members", "members.left",
    "members.full_since", "memberships", "memberships.until", "posts", "posts.until", "penalties",
    "penalties.until", "states", "states.until", "activities", "activities.notice_on", "activities.form",
    "activities.topics", "activities.host", "activities.speaker", "activities.recorded_on",
    "activities.reported_on", "activities.place", "attendance", "papers", "terms", "waivers", "calendar",
    "adoptions.until", "waivers.until", "papers.for_period", "posts.manner", "posts.filed_on",
    "dues", "dues.paid", "dues.paid_on", "cases", "cases.closed", "cases.outcome", "steps",
    *DROPPABLE_FACTS,
)  # fmt: skip


class Chance:
    """A seeded source of days, spans and choices."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.pick = self.random.choice

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, first: dt.date = FIRST, last: dt.date = LAST) -> dt.date:
        if last < first:
            return first
        edges = [day for day in EDGES if first <= day <= last]
        if edges and self.often(0.5):
            return self.pick(edges)
        if self.often(0.3):
            months = [day for day in _firsts() if first <= day <= last]
            if months:
                return self.pick(months)
        return first + self.random.randrange((last - first).days + 1) * DAY

    def near(self, day: dt.date, spread: int) -> dt.date:
        return day + self.random.randint(-spread, spread) * DAY

    def maybe(self, text: str, share: float = 0.6) -> str:
        return text if self.often(share) else ""

    def several(self, names: list[str], most: int) -> list[str]:
        return self.random.sample(names, min(len(names), self.random.randint(0, most)))

    def since(self, day: dt.date) -> str:
        """A first day, written less exactly where that means the same day."""
        if self.often(0.4):
            if (day.month, day.day) == (1, 1):
                return f"{day:%Y}"
            if day.day == 1:
                return f"{day:%Y-%m}"
        return day.isoformat()

    def until(self, day: dt.date | None) -> str:
        if day is None:
            return ""
        if self.often(0.4):
            if (day.month, day.day) == (1, 1):
                return f"{day - DAY:%Y}"
            if day.day == 1:
                return f"{day - DAY:%Y-%m}"
        return day.isoformat()

    def span(self, first: dt.date = FIRST, last: dt.date = LAST) -> tuple[dt.date, dt.date | None]:
        since = self.day(first, last)
        if self.often(0.5):
            return since, None
        return since, self.day(since + DAY, last + 30 * DAY)


def _firsts() -> list[dt.date]:
    return [dt.date(year, month, 1) for year in (2023, 2024, 2025) for month in range(1, 13)]


def random_rows(seed: int) -> tuple[Rows, list[str]]:
    """The rows of a bundle, and the tables and columns that are not there at all."""
    chance = Chance(seed)
    rows: Rows = {}
    _organisations(chance, rows)
    _members(chance, rows)
    _memberships(chance, rows)
    _activities(chance, rows)
    _posts(chance, rows)
    _states_and_penalties(chance, rows)
    _papers(chance, rows)
    _settings(chance, rows)
    more = Chance(seed ^ 0xCA5E)
    for add in (add_dues, add_cases, add_waivers, ballots_and_checks):
        add(more, rows)
    return rows, chance.several(list(DROPPABLE), 2) if chance.often(0.35) else []


def _organisations(chance: Chance, rows: Rows) -> None:
    found = []

    def add(name: str, parent: str, kind: str) -> None:
        upper = kind in ("work_committee", "committee", "general_branch", "leading_body")
        early = dt.date(2010, 5, 1) if chance.often(0.8) else chance.day()
        ends = chance.often(0.15)
        found.append({
            "id": name, "parent": parent, "kind": kind, "name": name, "sector": chance.pick(SECTORS),
            "established": "" if upper and chance.often(0.5) else chance.since(early),
            "dissolved": chance.until(chance.day(early + DAY, LAST + DAY)) if ends else "",
        })  # fmt: skip

    add("W", "", "work_committee")
    add("C1", "W", "committee")
    uppers = ["W", "C1"]
    if chance.often(0.4):
        add("总1", "C1", "general_branch")
        uppers.append("总1")
    if chance.often(0.3):
        add("L1", "C1", "leading_body")
    branches = ["B1", "b2", "B10"][: chance.pick((1, 2, 2, 3))]
    for branch in branches:
        add(branch, chance.pick(uppers) if chance.often(0.9) else "", "branch")
    for number in range(chance.pick((0, 1, 2, 3, 4))):
        add(f"G{number}", chance.pick(branches), "party_group")
    chance.random.shuffle(found)
    rows["organisations"] = found


def _members(chance: Chance, rows: Rows) -> None:
    found = []
    for number in range(chance.pick((1, 3, 5, 7))):
        joined = dt.date(1999, 2, 28) if chance.often(0.3) else chance.day(dt.date(2022, 2, 27))
        if chance.often(0.1):
            joined = chance.pick((dt.date(1970, 1, 1), dt.date(2000, 2, 29), dt.date(1996, 7, 1)))
        full = chance.day(joined, LAST) if chance.often(0.6) else None
        left = chance.day(joined + DAY, LAST) if chance.often(0.15) else None
        found.append({
            "id": f"M{number}", "name": "某人", "joined": chance.since(joined),
            "full_since": chance.since(full) if full else "", "left": chance.until(left),
        })  # fmt: skip
    rows["members"] = found


def _memberships(chance: Chance, rows: Rows) -> None:
    """Per member: stretches one after the other, each in one branch; within them stretches in its groups."""
    found = []
    bodies = rows["organisations"]
    branches = [row["id"] for row in bodies if row["kind"] == "branch"]
    for member in rows["members"]:
        begin = chance.pick((dt.date(2015, 1, 1), chance.day()))
        for _ in range(chance.pick((0, 1, 1, 1, 2, 3))):
            end = None if chance.often(0.6) else chance.day(begin + DAY, LAST + 60 * DAY)
            branch = chance.pick(branches)
            found.append(_stretch(chance, member, branch, begin, end))
            groups = [row["id"] for row in bodies if row["parent"] == branch and row["kind"] == "party_group"]
            inner = chance.day(begin, end - DAY if end else LAST)
            while groups and chance.often(0.7):
                stop = None if chance.often(0.5) else chance.day(inner + DAY, end or LAST + 30 * DAY)
                if end and (stop is None or stop > end):
                    stop = end
                found.append(_stretch(chance, member, chance.pick(groups), inner, stop))
                if stop is None or (end and stop >= end):
                    break
                inner = stop if chance.often(0.7) else min(stop + 9 * DAY, end - DAY if end else stop + 9 * DAY)
            if end is None:
                break
            begin = end if chance.often(0.7) else end + 12 * DAY
    chance.random.shuffle(found)
    rows["memberships"] = found


def _stretch(
    chance: Chance, member: dict[str, str], body: str, since: dt.date, until: dt.date | None
) -> dict[str, str]:
    texts = {"since": chance.since(since), "until": chance.until(until)}
    return {"member": member["id"], "organisation": body, **texts}


def _activities(chance: Chance, rows: Rows) -> None:
    bodies = [row["id"] for row in rows["organisations"]]
    people = [row["id"] for row in rows["members"]]
    found, attended = [], []
    for number in range(chance.pick((0, 8, 16, 24))):
        on = chance.day(dt.date(2023, 12, 1), dt.date(2024, 10, 31)) if chance.often(0.8) else chance.day()
        found.append({
            "id": f"A{number}", "organisation": chance.pick(bodies), "type": chance.pick(TYPES),
            "on": on.isoformat(),
            "status": chance.pick(("held", "held", "held", "held", "planned", "cancelled")),
            "form": chance.pick(("in_person", "online", "written", "")),
            "topics": chance.maybe(str(chance.random.randint(0, 4))),
            "place": chance.maybe("会议室"), "theme": chance.maybe("学习"),
            "host": chance.maybe(chance.pick(people)), "recorder": chance.maybe(chance.pick(people)),
            "speaker": " ".join(chance.several(people, 3)),
            "notice_on": chance.maybe(chance.near(on, 5).isoformat(), 0.8),
            "approved_on": chance.maybe(chance.near(on, 3).isoformat()),
            "reported_on": chance.maybe((on + chance.random.randint(0, 12) * DAY).isoformat()),
            "recorded_on": chance.maybe((on + chance.random.randint(0, 6) * DAY).isoformat(), 0.8),
        })  # fmt: skip
        for member in chance.several(people, len(people)):
            status = chance.pick(("present", "present", "online", "excused", "absent"))
            attended.append({"activity": f"A{number}", "member": member, "status": status})
    rows["activities"], rows["attendance"] = found, attended


def _posts(chance: Chance, rows: Rows) -> None:
    bodies = [row["id"] for row in rows["organisations"]]
    people = [row["id"] for row in rows["members"]] + ["nobody"]
    found = []
    for number in range(chance.pick((0, 4, 8, 12))):
        since, until = chance.span(dt.date(2022, 6, 1))
        found.append({
            "id": f"P{number}", "member": chance.pick(people), "organisation": chance.pick(bodies),
            "post": chance.pick(POSTS), "since": chance.since(since), "until": chance.until(until),
            "manner": chance.pick(("elected", "designated", "")),
            "filed_on": chance.maybe(chance.near(since, 20).isoformat()),
            "filing_number": chance.maybe("1号"),
            "decided_by": chance.maybe(chance.pick([row["id"] for row in rows["activities"]] or [""])),
        })  # fmt: skip
    rows["posts"] = found


def _states_and_penalties(chance: Chance, rows: Rows) -> None:
    people = [row["id"] for row in rows["members"]]
    rows["states"], rows["penalties"] = [], []
    for table, column, names in (
        ("states", "state", ("stopped", "stopped", "lost", "floating")),
        ("penalties", "kind", PENALTIES),
    ):
        seen = set()
        for _ in range(chance.pick((0, 0, 1, 2))):
            since, until = chance.span()
            row = {"member": chance.pick(people), column: chance.pick(names), "since": since.isoformat(),
                   "until": until.isoformat() if until else ""}  # fmt: skip
            if (key := (row["member"], row[column], since)) not in seen:
                seen.add(key)
                rows[table].append(row)


def _papers(chance: Chance, rows: Rows) -> None:
    found = []
    for activity in rows["activities"]:
        for _ in range(chance.pick((0, 0, 1, 2))):
            on = chance.near(dt.date.fromisoformat(activity["on"]), 9)
            found.append({"id": f"D{len(found)}", "kind": chance.pick(("script", "signin")),
                          "on": on.isoformat(), "about": activity["id"], "for_period": ""})  # fmt: skip
    subjects = [row["id"] for name in ("organisations", "members") for row in rows[name]]
    for _ in range(chance.pick((0, 20, 60))):
        found.append({"id": f"D{len(found)}", "kind": chance.pick(PAPERS), "on": chance.day().isoformat(),
                      "about": chance.pick(subjects), "for_period": chance.pick(NAMES)})  # fmt: skip
    rows["papers"] = found


def _settings(chance: Chance, rows: Rows) -> None:
    bodies = [row["id"] for row in rows["organisations"]]
    if chance.often(0.6):
        found, seen = [], {("W", name, dt.date(2020, 1, 1)) for name in DIRECTIVES if chance.often(0.6)}
        for body, directive, since in sorted(seen):
            found.append({"organisation": body, "directive": directive, "since": since.isoformat(), "until": ""})
        for _ in range(chance.pick((1, 2, 3, 4))):
            since, until = (dt.date(2020, 1, 1), None) if chance.often(0.5) else chance.span()
            body = "W" if chance.often(0.4) else chance.pick(bodies)
            directive = chance.pick(DIRECTIVES)
            if (body, directive, since) not in seen:
                seen.add((body, directive, since))
                found.append({"organisation": body, "directive": directive, "since": since.isoformat(),
                              "until": until.isoformat() if until else ""})  # fmt: skip
        rows["adoptions"] = found
    subjects = [row["id"] for name in ("organisations", "members") for row in rows[name]]
    facts = [row["id"] for name in ("activities", "posts") for row in rows[name]]
    waivers = []
    for number in range(chance.pick((0, 4, 12))):
        since, until = (dt.date(2023, 1, 1), None) if chance.often(0.4) else chance.span()
        waivers.append({
            "directive": chance.pick(DIRECTIVES), "rule": f"R{chance.random.randint(0, 4)}",
            "subject": chance.pick(facts if facts and chance.often(0.5) else subjects),
            "since": since.isoformat(),
            "until": until.isoformat() if until else "", "reason": f"理由{number}", "approved_by": "B",
        })  # fmt: skip
    rows["waivers"] = waivers
    rows["terms"] = [
        {"name": "2023秋", "since": "2023-09-01", "until": "2024-01-20"},
        {"name": "2024春", "since": "2024-02-20", "until": "2024-07-07"},
        {"name": "2024秋", "since": "2024-09-01", "until": "2025-01-18"},
    ][: chance.pick((0, 2, 3))]
    rows["calendar"] = [{"date": "2024-05-06", "workday": "no"}, {"date": "2024-06-30", "workday": "yes"}]


def random_window(seed: int) -> tuple[dt.date, dt.date]:
    chance = Chance(seed ^ 0x5EED)
    as_of = chance.day(dt.date(2024, 1, 1), dt.date(2025, 1, 31))
    since = dt.date(as_of.year, 1, 1) if chance.often(0.7) else chance.day(FIRST, as_of)
    return since, as_of
