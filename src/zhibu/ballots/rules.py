"""By what rule a vote is decided, as data: shares, quorum, seats, margin, each with the article it comes from.

Nothing here knows a directive: the room `voting` reads the numbers from the rules in force.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

BASES = {
    "entitled": "应到会有表决权的人数",
    "present": "实到会有表决权的人数",
    "issued": "发出的票数",
    "returned": "收回的票数",
    "valid": "有效票数",
}
EACH, SEATS, SUMS = "each", "seats", "sums"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of people and slips. By hands: all who are present are `issued`, `returned` and `valid`."""

    entitled: int
    present: int
    issued_paper: int = 0
    issued_electronic: int = 0
    returned_paper: int = 0
    returned_electronic: int = 0
    valid: int = 0
    void: int = 0

    @property
    def issued(self) -> int:
        """Slips given out, on paper and in browsers."""
        return self.issued_paper + self.issued_electronic

    @property
    def returned(self) -> int:
        """Slips that came back."""
        return self.returned_paper + self.returned_electronic

    @staticmethod
    def of_hands(entitled: int, present: int) -> Counts:
        """A vote by show of hands has no slips: everybody present counts as one."""
        return Counts(entitled, present, present, 0, present, 0, present, 0)

    def of(self, base: str) -> int:
        """The number that a share is taken of."""
        return {"entitled": self.entitled, "present": self.present, "issued": self.issued,
                "returned": self.returned, "valid": self.valid}[base]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a base: `strict` means more than the fraction (超过), else at least it (不少于)."""

    base: str
    fraction: Fraction
    strict: bool

    def __post_init__(self) -> None:
        if self.base not in BASES or not 0 <= self.fraction <= 1:
            raise ValueError(f"no share: {self.base} {self.fraction}")

    def least(self, counts: Counts) -> int:
        """The smallest number of votes (or people) that is enough."""
        exact = self.fraction * counts.of(self.base)
        return math.floor(exact) + 1 if self.strict else math.ceil(exact)

    def reached(self, part: int, counts: Counts) -> bool:
        """Whether `part` is enough; of nobody nothing is enough."""
        return counts.of(self.base) > 0 and part >= self.least(counts)

    def __str__(self) -> str:
        word = "超过" if self.strict else "不少于"
        return f"{word}{BASES[self.base]}的 {self.fraction.numerator}/{self.fraction.denominator}"

    def as_data(self) -> dict[str, Any]:
        """For storing and for the result: the fraction as text."""
        return {"base": self.base, "fraction": str(self.fraction), "strict": self.strict}

    @staticmethod
    def from_data(data: Mapping[str, Any] | None) -> Share | None:
        """The share that `as_data` wrote."""
        if data is None:
            return None
        return Share(data["base"], Fraction(data["fraction"]), data["strict"])


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a number comes from."""

    directive: str
    article: str
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a vote is decided.

    `decides`: EACH question on its own (resolutions, admission one by one), SEATS (an election), or
    only SUMS (measurement, survey). `passes`: the share of votes in favour that is needed; None where
    most votes win. `quorum`: the share of people who must be present. `returned_at_most`: `issued` or
    `present`, what slips that came back may not exceed ("" where nothing is asked). `margin`: by what
    part of the seats candidates must outnumber them. `sources` by the name of the field.
    """

    decides: str = EACH
    passes: Share | None = None
    quorum: Share | None = None
    seats: int | None = None
    returned_at_most: str = "issued"
    margin: Fraction | None = None
    sources: Mapping[str, Citation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.decides not in (EACH, SEATS, SUMS) or (self.decides == SEATS) != bool(self.seats):
            raise ValueError("seats belong to an election, and only to it")
        if self.decides == EACH and self.passes is None:
            raise ValueError("a question on its own needs a share to pass")
        if self.returned_at_most not in ("", "issued", "present"):
            raise ValueError(f"no base of slips: {self.returned_at_most}")

    def as_data(self) -> dict[str, Any]:
        """For storing and for the result."""
        sources = {
            name: {"directive": c.directive, "article": c.article, "gist": c.gist}
            for name, c in self.sources.items()
        }
        return {
            "decides": self.decides, "seats": self.seats, "returned_at_most": self.returned_at_most,
            "passes": self.passes.as_data() if self.passes else None,
            "quorum": self.quorum.as_data() if self.quorum else None,
            "margin": str(self.margin) if self.margin is not None else None, "sources": sources,
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Rule:
        """The rule that `as_data` wrote."""
        sources = {name: Citation(c["directive"], c["article"], c["gist"])
                   for name, c in data["sources"].items()}
        margin = data["margin"]
        return Rule(data["decides"], Share.from_data(data["passes"]), Share.from_data(data["quorum"]),
                    data["seats"], data["returned_at_most"],
                    Fraction(margin) if margin is not None else None, sources)


def candidates_least(seats: int, margin: Fraction | None) -> int:
    """How many candidates there must be for these seats (差额): 3 seats at 1/5 need 4."""
    return seats + (math.ceil(seats * margin) if margin else 0)
