"""What the rules in force say of a division: the engine's own verdicts on the facts as they would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhibu.domain.groups.dividing.people import Division, Person, Setting
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.copies import opened
from zhibu.engine.verdicts import Verdict, Window

Rows = dict[str, list[dict[str, object]]]
MISSES = ("unmet", "deviation", "advice")
UPPER, ELSEWHERE = "upper", "elsewhere"
TABLES = ("organisations", "members", "states", "memberships", "posts", "penalties", "checks", "adoptions", "waivers")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of the branch (`part` is None) or of one group of a division."""

    rule: Rule
    part: int | None
    verdict: Verdict

    @property
    def misses(self) -> bool:
        """Whether the division falls short of the rule."""
        return self.verdict.status in MISSES

    @property
    def hard(self) -> bool:
        """Whether it falls short of what must be."""
        return bool(self.verdict.status == "unmet")


def judged(
    rulebook: Rulebook, rules: Sequence[Rule], setting: Setting, divisions: Sequence[Division], on: dt.date,
    excused: Iterable[tuple[str, str]] = (),
) -> list[list[Answer]]:
    """The verdicts of composition rules on a branch divided in each of these ways, on a day.

    All divisions are judged in one run of the engine, each given to a twin of the branch. `excused` are
    (directive, rule) from which the branch is excused by a waiver on the day.
    """
    from zhibu.facts.bundle import Bundle

    found: list[list[Answer]] = [[] for _ in divisions]
    if not rules or not divisions:
        return found
    rows: Rows = {name: [] for name in TABLES}
    _around(rows, setting)
    for number, division in enumerate(divisions):
        _twin(rows, setting, division, str(number), on)
        for directive in sorted({rule.directive for rule in rules}):
            rows["adoptions"].append({"organisation": str(number), "directive": directive, "since": on.isoformat()})
        rows["waivers"] += [
            {"directive": directive, "rule": rule, "subject": str(number), "since": on.isoformat(),
             "reason": "-", "approved_by": "-"} for directive, rule in excused
        ]  # fmt: skip
    by_key = {rule.key: rule for rule in rules}
    with opened(Bundle.from_rows(rows), "sqlite") as source:
        for verdict in judge_rules(rulebook, list(rules), source, Window(on, on)):
            branch, _, part = verdict.subject.partition(":")
            if branch.isdigit():
                rule = by_key[verdict.directive, verdict.rule]
                found[int(branch)].append(Answer(rule, int(part) if part else None, verdict))
    return found


def _around(rows: Rows, setting: Setting) -> None:
    rows["organisations"] += [
        {"id": UPPER, "kind": setting.upper or "committee", "name": UPPER},
        {"id": ELSEWHERE, "kind": "committee", "name": ELSEWHERE},
    ]


def _twin(rows: Rows, setting: Setting, division: Division, twin: str, on: dt.date) -> None:
    """The branch with its people and groups, all ids beginning with the twin's number."""
    day, before = on.isoformat(), "1980-01-01"  # what counts is the day itself, not since when
    body = {"sector": setting.sector or None, "established": before}
    rows["organisations"].append({"id": twin, "parent": UPPER, "kind": "branch", "name": twin, **body})
    rows["checks"] += [
        {"organisation": twin, "checklist": "marks", "item": mark, "on": before, "ok": "yes"} for mark in setting.marks
    ]  # fmt: skip
    for post, number in setting.holders.items():
        rows["posts"] += [_post(f"{twin}-{post}-{n}", f"{twin}-holder-{n}", twin, post, before) for n in range(number)]
    for one in setting.people:
        _person(rows, one, twin, before, on)
    here = {one.id for one in setting.people}
    for number, part in enumerate(division.parts):
        group = f"{twin}:{number}"
        rows["organisations"].append({"id": group, "parent": twin, "kind": "party_group", "name": group, **body})
        rows["memberships"] += [
            {"member": f"{twin}-{member}", "organisation": group, "since": day}
            for member in part.members if member in here
        ]  # fmt: skip
        if part.leader:
            leader = f"{twin}-{part.leader}"
            rows["posts"].append(_post(f"{group}-leader", leader, group, "group_leader", day))


def _person(rows: Rows, one: Person, twin: str, before: str, on: dt.date) -> None:
    key = f"{twin}-{one.id}"
    full = before if one.full else None
    joined = before if one.full else (on - dt.timedelta(days=1)).isoformat()
    rows["members"].append({"id": key, "name": key, "joined": joined, "full_since": full})
    rows["memberships"].append({"member": key, "organisation": twin, "since": joined})
    rows["posts"] += [_post(f"{key}-{post}", key, ELSEWHERE, post, before) for post in sorted(one.posts)]
    rows["penalties"] += [{"member": key, "kind": kind, "since": before} for kind in sorted(one.penalties)]


def _post(key: str, member: str, organisation: str, post: str, since: str) -> dict[str, object]:
    return {"id": key, "member": member, "organisation": organisation, "post": post, "since": since}


def facts(setting: Setting, division: Division, directives: Iterable[str], on: dt.date) -> Rows:
    """The facts that are judged, for whoever wants to judge them in another way; the branch is `0`."""
    rows: Rows = {name: [] for name in TABLES}
    _around(rows, setting)
    _twin(rows, setting, division, "0", on)
    rows["adoptions"] += [{"organisation": "0", "directive": one, "since": on.isoformat()} for one in directives]
    return rows
