"""The row of a verdict and its status, in the second reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from tests.judge.world import DAY, World

MISSES = {"must": "unmet", "usual": "deviation", "encouraged": "advice"}
COLUMNS = (
    "directive", "rule", "article", "strength", "subject_kind", "subject", "period_start",
    "period_end", "status", "actual", "required", "due", "evidence",
)  # fmt: skip


class Rule:
    """One rule of the neutral form with the days of the window."""

    def __init__(self, neutral: dict, world: World, since: dt.date) -> None:
        self.world = world
        self.since = since
        self.as_of = world.as_of
        self.id: str = neutral["rule"]
        self.directive: str = neutral["directive"]
        self.effective = dt.date.fromisoformat(neutral["effective"])
        self.article: str = neutral["article"]
        self.strength: str = neutral["strength"]
        self.kind: str = neutral["kind"]
        self.subject: str = neutral["subject"]
        self.when: dict = neutral["when"]
        self.params: dict = neutral["params"]
        own = neutral["in_force"]
        self.own_since = dt.date.fromisoformat(own["since"]) if "since" in own else dt.date.min
        self.own_until = dt.date.fromisoformat(own["until"]) if "until" in own else dt.date.max

    # ---- in force

    def own_day(self, day: dt.date) -> bool:
        return self.own_since <= day < self.own_until

    def directive_day(self, organisation: object, day: dt.date) -> bool:
        """In force for the organisation that day, whether or not it exists."""
        return self.own_day(day) and self.world.adopted(
            self.directive, self.effective, organisation, day
        )

    def on_body(self, organisation: object, day: dt.date) -> bool:
        return self.world.body_exists(organisation, day) and self.directive_day(organisation, day)

    def on_member(self, member: object, day: dt.date) -> bool:
        branch = self.world.branch_of(member, day)
        exists = self.world.member_exists(member, day)
        return exists and branch is not None and self.directive_day(branch, day)

    def in_window(self) -> bool:
        """Whether it is in force for anybody on some day of the window."""
        world = self.world
        for number in range((self.as_of - self.since).days + 1):
            day = self.since + number * DAY
            if not self.own_day(day):
                continue
            if "adoptions" not in world.columns:
                if day >= self.effective:
                    return True
            elif any(
                row["directive"] == self.directive and world.holds(row, day)
                for row in world.rows("adoptions")
            ):
                return True
        return False

    # ---- rows

    def row(
        self,
        subject: object,
        days: tuple[dt.date, dt.date],
        satisfied: bool | None,
        actual: object = "",
        required: object = "",
        due: dt.date | None = None,
        evidence: Iterable[tuple[dt.date, str]] = (),
        part: str = "",
        subject_kind: str = "",
    ) -> dict[str, str]:
        """One verdict; `satisfied` None: nobody can say. Evidence is (day, id)."""
        unknown = satisfied is None
        if unknown:
            status, actual, required, due, evidence = "unknown", "", "", None, ()
        elif satisfied:
            status = "met"
        elif due is None or due > self.as_of:
            status = "pending"
        else:
            rules = (self.id, f"{self.id}.{part}") if part else (self.id,)
            waived = self.world.waived(self.directive, rules, subject, due)
            if waived and self.world.lacks("waivers.until"):
                # It began, and nobody can say whether it still held on the due day.
                status, actual, required, due, evidence = "unknown", "", "", None, ()
            else:
                status = "waived" if waived else MISSES[self.strength]
        listed = " ".join(dict.fromkeys(name for _, name in sorted(set(evidence))))
        return {
            "directive": self.directive,
            "rule": f"{self.id}.{part}" if part else self.id,
            "article": self.article,
            "strength": self.strength,
            "subject_kind": subject_kind or self.subject,
            "subject": str(subject),
            "period_start": days[0].isoformat(),
            "period_end": days[1].isoformat(),
            "status": status,
            "actual": str(actual),
            "required": str(required),
            "due": due.isoformat() if due else "",
            "evidence": listed,
        }

    def nobody_can_say(self) -> list[dict[str, str]]:
        """The one row where there is no saying which rows there are."""
        if not self.in_window():
            return []
        return [self.row("*", (self.since, self.as_of), None)]


def within(number: Fraction | int, bounds: dict) -> bool:
    """Whether a number keeps to at_least, at_most, more_than, less_than."""
    return (
        number >= Fraction(str(bounds.get("at_least", number)))
        and number <= Fraction(str(bounds.get("at_most", number)))
        and ("more_than" not in bounds or number > Fraction(str(bounds["more_than"])))
        and ("less_than" not in bounds or number < Fraction(str(bounds["less_than"])))
    )


def bounds_text(bounds: dict, label: str = "") -> str:
    signs = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
    return " ".join(f"{label}{sign}{bounds[key]}" for key, sign in signs.items() if key in bounds)
