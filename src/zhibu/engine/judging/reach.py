"""From how far the facts come on which a kind's verdicts rest, and how its verdicts move with the as-of day.

Whoever keeps verdicts judges anew only what a change can reach; a further kind has its line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibu.engine.language.parts import COUNTS, AnniversaryPeriod
from zhibu.engine.language.rule import RuleBase

LOWER = ("branch", "party_group")  # kinds of organisation whose facts are all their own or their branch's


@dataclass(frozen=True, slots=True)
class Reach:
    """What one kind reads and how its rows move; the organisation's own facts are read by all."""

    below: bool = False  # of an upper body: facts of the organisations below it (members, activities)
    elsewhere: bool = False  # facts of the same persons in other organisations
    above: bool = False  # posts in the bodies above
    end: bool = False  # the last day of a row may be the as-of day itself …
    start: bool = False  # … its first day too …
    due: bool = False  # … and its due day


# kind -> what its verdicts rest on; `elsewhere` and `above` are widened for all kinds alike, see
# domain/compliance/services/widening.py, and stand here so that they can be looked up.
KINDS: dict[str, Reach] = {
    "frequency": Reach(below=True, elsewhere=True, above=True),
    "composition": Reach(below=True, elsewhere=True, end=True, start=True, due=True),
    "eligibility": Reach(below=True, elsewhere=True, end=True),
    "vacancy": Reach(end=True),
    "term": Reach(above=True, end=True),
    "notice": Reach(above=True),
    "record": Reach(above=True),
    "attendance": Reach(below=True, elsewhere=True, above=True),
    "deadline": Reach(elsewhere=True),
    "streak": Reach(elsewhere=True, end=True, start=True),
    "vote": Reach(above=True),
    "sequence": Reach(end=True),
    "checklist": Reach(end=True, start=True, due=True),
    "dues": Reach(elsewhere=True),
}


def reach(spec: RuleBase) -> Reach:
    """The reach of a rule: of one that leaves a choice, all that its alternatives read."""
    found = [KINDS[part.kind] for part in spec.parts()]
    return Reach(**{
        name: any(getattr(one, name) for one in found)
        for name in ("below", "elsewhere", "above", "end", "start", "due")
    })


def judges_above(spec: RuleBase) -> bool:
    """Whether the rule may judge bodies above the branches."""
    if spec.subject == "member":
        return False
    return spec.when.kind is None or not set(spec.when.kind) <= set(LOWER)


def reads_below(spec: RuleBase) -> bool:
    """Whether its verdict on a body above the branches may rest on facts of the branches below."""
    if not judges_above(spec):
        return False
    if any(getattr(spec.when, name) is not None for name in COUNTS):
        return True
    return any(KINDS[part.kind].below and _below(part) for part in spec.parts())


def _below(part: Any) -> bool:
    if part.kind == "frequency":
        return bool(getattr(part, "in_", "self") == "subtree")
    if part.kind == "eligibility":
        return True  # the persons are members of branches
    return True


def changes_daily(kind: str, status: str, at_end: bool) -> bool:
    """Whether a row says something else each day: an open gap of a post grows by a day."""
    return kind == "vacancy" and at_end and status != "met"


def anniversaries(spec: RuleBase) -> list[tuple[str, int]]:
    """(the date they are counted from, days of tolerance) of periods that begin on a date of the subject."""
    periods = [getattr(part, "period", None) for part in spec.parts()]
    return [(str(one.anniversary.of), one.anniversary.tolerance) for one in periods
            if isinstance(one, AnniversaryPeriod)]


def pairings(spec: RuleBase) -> list[tuple[tuple[str, ...], int]]:
    """(posts, days) of terms that go with the post held so many days after they began."""
    parts: list[Any] = [part for part in spec.parts() if part.kind == "term"]
    return [(part.posts, part.together_with.days) for part in parts
            if part.together_with is not None]


def turns(book_rules: list[Any]) -> set[Any]:
    """The days on which a rule itself begins or ends to be in force."""
    days = set()
    for rule in book_rules:
        own = rule.spec.in_force
        days |= {day for day in (own.since, own.until) if day is not None}
    return days
