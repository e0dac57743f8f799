"""What directives in force demand about talks: the rules of frequency whose type it is, as the rulebook has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.members.choices import PostKind
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.domain.talks.choices import COMMITTEE, TYPE

ANYBODY, COMMITTEE_WORD = "其他党员", "支委会"


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule that counts talks of each member: with holders of which posts (none: with anybody)."""

    directive: str
    rule: str
    posts: tuple[str, ...]

    @property
    def partner(self) -> str:
        """With whom, in words."""
        if not self.posts:
            return ANYBODY
        if set(self.posts) <= set(COMMITTEE):
            return COMMITTEE_WORD
        return "、".join(PostKind(post).label for post in self.posts)

    @property
    def citation(self) -> Citation:
        """Its words and article."""
        return cite(self.directive, self.rule)


def rules_of_talks() -> list[Demand]:
    """All rules of all installed directives that count a member's talks."""
    found = []
    for directive in rulebook().directives.values():
        for rule in directive.rules:
            spec: Any = rule.spec
            if spec.kind == "frequency" and spec.subject == "member" and TYPE in spec.types:
                found.append(Demand(rule.directive, rule.id, tuple(spec.where.attendee_post or ())))
    return found


def demands_over(members: list[str], year: int) -> tuple[list[Demand], dict[str, dict[Demand, Verdict]]]:
    """Which of them are in force for these members in the year, and what was found for each."""
    rules = {(one.directive, one.rule): one for one in rules_of_talks()}
    verdicts = Verdict.objects.filter(
        subject_kind="member", subject__in=members, rule__in={rule for _, rule in rules}, period_start__year=year
    )
    found: dict[str, dict[Demand, Verdict]] = {}
    for verdict in verdicts:
        demand = rules.get((verdict.directive, verdict.rule))
        if demand is not None:
            found.setdefault(verdict.subject, {})[demand] = verdict
    there = {demand for of_one in found.values() for demand in of_one}
    return [one for one in rules.values() if one in there], found
