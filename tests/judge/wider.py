"""What the language has beyond the published rules, in the second reading: wider limits, any_of."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction

from tests.judge.periods import day_inside, due_day, plus_months
from tests.judge.verdicts import Rule, within
from tests.judge.world import DAY, World

Rows = list[dict[str, str]]
BOUNDS = ("at_least", "at_most", "more_than", "less_than")


# ---- limits of a composition


def groups_of_only(world: World, body: object, holders: set[object], day: dt.date) -> list[object]:
    """Groups that have members, every one of whom holds the post."""
    found = []
    for group in world.groups_on(body, day):
        members = world.counted_members(group, day)
        if members and members <= holders:
            found.append(group)
    return found


def keeps_to(limit: dict, number: Fraction | int, other: Fraction | int | None) -> bool:
    """Whether a count keeps to its limit; `other` is the count it is compared with."""
    bounds = {name: Fraction(str(limit[name])) for name in BOUNDS if name in limit}
    if other is not None:
        bounds = {name: share * other for name, share in bounds.items()}
    if limit.get("odd") and number != 0 and number % 2 == 0:
        return False
    return within(number, bounds)


# ---- any_of


class Alternative(Rule):
    """One of several requirements: its rows are not yet verdicts."""

    def row(  # type: ignore[override]  # a row of one alternative has fewer parts
        self, subject: object, days: tuple[dt.date, dt.date], satisfied: bool | None,
        actual: object = "", required: object = "", due: dt.date | None = None,
        evidence: Iterable[tuple[dt.date, str]] = (), part: str = "", subject_kind: str = "",
    ) -> dict:
        return {"key": (subject, days), "ok": satisfied, "actual": str(actual),
                "required": str(required), "due": due, "evidence": list(evidence)}  # fmt: skip


def any_of(rule: Rule, kinds: dict[str, Callable[[Rule], Rows]], neutral: dict) -> Rows:
    """A row for each subject and period that an alternative judges: met where one of them is."""
    alternatives = []
    for said in rule.params["of"]:
        params = {name: value for name, value in said.items() if name != "kind"}
        own = {**copy.deepcopy(neutral), "kind": said["kind"], "params": params}
        alternatives.append(Alternative(own, rule.world, rule.since))
    periodic = "period" in rule.params["of"][0] or rule.params["of"][0]["kind"] == "dues"
    dark = any(_not_there(alternative) for alternative in alternatives)
    found: dict[tuple, list[dict]] = {}
    for alternative in alternatives:
        if periodic:  # also what another alternative's due day may bring into the window
            alternative.since = plus_months(rule.since, -30)
        for row in kinds[alternative.kind](alternative):
            if row["key"][0] == "*":
                return rule.nobody_can_say()
            if row.get("status") == "pending":  # a warning
                row["ok"] = False
            found.setdefault(row["key"], []).append(row)
    rows = []
    for (subject, days), several in found.items():
        if not periodic or _in_window(rule, alternatives, *days):
            rows.append(_joined(rule, subject, days, several, dark))
    return rows


def _not_there(alternative: Alternative) -> bool:
    """Whether nobody can say who paid: also of those whom the dues of a month do not concern."""
    return alternative.kind == "dues" and bool(alternative.world.lacks("dues.paid", "dues.paid_on"))


def _in_window(rule: Rule, alternatives: list[Alternative], start: dt.date, last: dt.date) -> bool:
    latest = max(_due(a, start, last) for a in alternatives)
    period = alternatives[0].params.get("period", "month")
    if isinstance(period, str) and period != "term" and start < rule.since and latest <= last:
        return False
    return latest >= rule.since


def _due(alternative: Alternative, start: dt.date, last: dt.date) -> dt.date:
    params = alternative.params
    if alternative.kind == "dues":
        return last + params.get("days", 0) * DAY
    if alternative.kind == "deadline":
        return due_day(alternative.world, params["due"], start, last)
    return day_inside(alternative.world, params.get("by"), start, last)


def _joined(rule: Rule, subject: object, days: tuple, several: list[dict], dark: bool) -> dict[str, str]:
    known = [row for row in several if row["ok"] is not None]
    met = any(row["ok"] for row in known)
    if not met and (dark or len(known) < len(several)):
        return rule.row(subject, days, None)
    open_end = any(row["due"] is None for row in known if not row["ok"])
    dues = [row["due"] for row in known if row["due"] is not None]
    due = None if (open_end and not met) or not dues else max(dues)
    evidence = [fact for row in known for fact in row["evidence"]]
    return rule.row(
        subject, days, met, " | ".join(row["actual"] for row in known),
        " | ".join(row["required"] for row in known), due, evidence)  # fmt: skip


