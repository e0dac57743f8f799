"""How many may be graded best at most: the share that a directive in force names, of the full members graded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhibu.domain.appraisals.choices import Grade
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import in_force
from zhibu.domain.voting.terms import Cited, citation
from zhibu.engine.language.words import STRENGTHS

MATTER = "appraisal"
USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Limit:
    """A share of the best grade with its article; `must` refuses, `usual` wants a reason, else it is only said."""

    share: str
    strength: str
    cited: Cited

    def most(self, graded: int) -> int:
        """How many of so many: the whole number below."""
        return int(Fraction(self.share) * graded)

    @property
    def strength_label(self) -> str:
        return STRENGTHS[self.strength]


def limits(organisation: Organisation, on: dt.date) -> list[Limit]:
    """Every share that holds here that day, the smallest first."""
    return sorted(_said(organisation, on), key=lambda one: Fraction(one.share))


def over(appraisal: Appraisal, rows: Collection[Appraisee], on: dt.date) -> list[Limit]:
    """The shares that the grades go beyond, counted on the full members graded."""
    graded = sum(row.graded for row in rows)
    best = sum(row.grade == Grade.BEST for row in rows)
    return [one for one in limits(appraisal.organisation, on) if best > one.most(graded)]


def _said(organisation: Organisation, on: dt.date) -> Iterator[Limit]:
    for one in in_force(organisation, on):
        for way in one.directive.voting if one.directive is not None else ():
            if MATTER in way.matters and way.best_share is not None and one.directive is not None:
                share, strength = str(way.best_share), way.best_strength or USUAL
                yield Limit(share, strength, citation(one.directive, way.article or ""))
