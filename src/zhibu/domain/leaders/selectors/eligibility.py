"""Whether somebody may lead a group on a day, by each rule in force, with the article.

The engine judges posts that are held, day by day. Before anybody is appointed there is no post to judge,
so the conditions of the same rules are read here; a test holds both answers to each other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.members.choices import PenaltyKind
from zhibu.domain.members.models import Member, Membership, Penalty
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.rulebook.selectors import in_force, rulebook
from zhibu.engine.kinds.eligibility import EligibilityRule
from zhibu.engine.language.parts import When

POST = "group_leader"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of one rule, and whether somebody fulfils it on the day."""

    citation: Citation
    says: str
    holds: bool
    why: str  # what is so, where it does not hold


@dataclass(frozen=True, slots=True)
class Eligible:
    """A member and every condition."""

    member: Member
    in_group: bool
    conditions: tuple[Condition, ...]

    @property
    def barred(self) -> list[Condition]:
        """Conditions of what must be that he does not fulfil."""
        return [one for one in self.conditions if not one.holds and one.citation.strength == "must"]

    @property
    def doubtful(self) -> list[Condition]:
        """Conditions of lesser strength that he does not fulfil."""
        return [one for one in self.conditions if not one.holds and one.citation.strength != "must"]


def rules_for(group: Organisation, on: dt.date) -> list[tuple[Citation, EligibilityRule]]:
    """The rules on who may lead the group that are in force on the day."""
    branch = group.parent or group
    names = sorted({one.key for one in in_force(branch, on) if one.directive is not None})
    found = []
    for rule in rulebook().rules(names):
        spec, force = rule.spec, rule.spec.in_force
        if not isinstance(spec, EligibilityRule) or POST not in spec.posts or not _concerns(spec.when, group):
            continue
        if (force.since is None or force.since <= on) and (force.until is None or on < force.until):
            found.append((cite(rule.directive, rule.id), spec))
    return found


def _concerns(when: When, group: Organisation) -> bool:
    """As far as it can be said of the body alone; conditions on numbers are left to the engine."""
    return (when.kind is None or group.kind in when.kind) and (when.sector is None or group.sector in when.sector)


def eligible(group: Organisation, on: dt.date, members: Iterable[str] | None = None) -> list[Eligible]:
    """Everybody in the branch (or some of them), those of the group first, with each condition answered."""
    there = Membership.objects.filter(covering(on), organisation=group.parent).select_related("member")
    if members is not None:
        there = there.filter(member__in=list(members))
    people = [one.member for one in there.order_by("member__name", "member")]
    keys = [one.pk for one in people]
    inside = set(
        Membership.objects.filter(covering(on), organisation=group, member__in=keys).values_list("member", flat=True)
    )
    penalties: dict[str, list[Penalty]] = defaultdict(list)
    for penalty in Penalty.objects.filter(covering(on), member__in=keys):
        penalties[penalty.member_id].append(penalty)
    rules = rules_for(group, on)
    found = [
        Eligible(one, one.pk in inside, tuple(
            condition for citation, spec in rules
            for condition in _conditions(citation, spec, one, on, penalties[one.pk], one.pk in inside)
        ))
        for one in people
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.in_group)


def _conditions(
    citation: Citation, spec: EligibilityRule, member: Member, on: dt.date, penalties: list[Penalty], inside: bool
) -> Iterable[Condition]:
    if spec.full_member:
        full = is_full(member, on) and member.joined <= on and (member.left is None or member.left > on)
        yield Condition(citation, "是正式党员", full, "" if full else "还是预备党员")
    if spec.free_of:
        words = "、".join(PenaltyKind(kind).label for kind in spec.free_of)
        bad = next((one for one in penalties if one.kind in spec.free_of), None)
        why = f"{bad.get_kind_display()}，从 {bad.since} 起" if bad else ""
        yield Condition(citation, f"没有受{words}", bad is None, why)
    if spec.member_of == "organisation":
        yield Condition(citation, "是本组的党员", inside, "" if inside else "不在这个党小组")
    elif spec.member_of == "branch":
        yield Condition(citation, "是本支部的党员", True, "")
