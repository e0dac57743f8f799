"""How two things said on one matter stand to each other: stricter, looser, contradictory, ambiguous."""

from __future__ import annotations

from dataclasses import dataclass

from zhibu.engine.comparing.demands import contradict, implies
from zhibu.engine.language.matters import EVERYWHERE, Matter, Position
from zhibu.engine.language.rulebook import Rule

RELATIONS = {
    "same": "相同", "stricter": "更严", "looser": "更宽", "contradictory": "矛盾",
    "mixed": "宽严不一", "both": "各有要求",
}
REVERSED = {"stricter": "looser", "looser": "stricter"}
_WEIGHTS = {"may": 0, "encouraged": 1, "usual": 2, "must": 3}


@dataclass(frozen=True)
class Said:
    """What one directive says to a matter: one of its rules, or a position that no rule can judge."""

    directive: str
    article: str
    strength: str
    text: str
    source: Rule | Position
    doubtful: bool = False  # it rests on a value that was not compared with an official copy

    @property
    def rule(self) -> str:
        """The id of the rule; empty for a position."""
        return self.source.id if isinstance(self.source, Rule) else ""

    @property
    def weight(self) -> int:
        """How binding it is, from 可以 (0) to 应当 (3)."""
        return _WEIGHTS[self.strength]


def relation(one: Said, other: Said, matter: Matter | None) -> str:
    """How `one` stands to `other`, a word of RELATIONS. `relation(b, a)` is its reverse."""
    if isinstance(one.source, Position) and isinstance(other.source, Position):
        assert matter is not None
        return _between_positions(one, other, matter)
    if isinstance(one.source, Position) or isinstance(other.source, Position):
        return "both"
    return _between_rules(one, other, one.source, other.source)


def _between_positions(one: Said, other: Said, matter: Matter) -> str:
    left, right = one.source, other.source
    assert isinstance(left, Position)
    assert isinstance(right, Position)
    if matter.contradicts(left.says, right.says):
        return "contradictory"
    if left.says == right.says:
        return weighed(0, one.weight - other.weight)
    if not matter.ordered or {left.says, right.says} & EVERYWHERE.keys():
        return "both"
    return weighed(matter.place(left.says) - matter.place(right.says), one.weight - other.weight)


def _between_rules(one: Said, other: Said, left: Rule, right: Rule) -> str:
    if min(one.weight, other.weight) > 0 and contradict(left.spec, right.spec):
        return "contradictory"
    forth, back = implies(left.spec, right.spec), implies(right.spec, left.spec)
    if not forth and not back:
        return "both"
    return weighed(int(forth) - int(back), one.weight - other.weight)


def weighed(amount: int, strength: int) -> str:
    """A difference in what is asked and one in how bindingly, together."""
    if amount == 0 and strength == 0:
        return "same"
    if amount >= 0 and strength >= 0:
        return "stricter"
    return "looser" if amount <= 0 and strength <= 0 else "mixed"


def together(found: set[str]) -> str:
    """One word for several relations between two directives on one matter."""
    for word in ("contradictory", "mixed"):
        if word in found:
            return word
    if {"stricter", "looser"} <= found:
        return "mixed"
    for word in ("stricter", "looser"):
        if word in found:
            return word
    return "both" if "both" in found or not found else "same"
