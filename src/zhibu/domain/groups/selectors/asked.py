"""The rules in force that a division of a branch answers to, and what they say of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.groups.dividing.demands import (
    Demand,
    demands,
    permissions,
    unread,
    waits_for_leader,
)
from zhibu.domain.groups.dividing.judging import Answer, judged
from zhibu.domain.groups.dividing.people import Division, Setting
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Waiver
from zhibu.domain.rulebook.selectors import in_force, on_day, rulebook
from zhibu.engine.language.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules on the make-up of a branch and its groups in force on a day."""

    on: dt.date
    demands: tuple[Demand, ...]
    may: tuple[Rule, ...]  # what only may be done, as the branch stands
    excused: frozenset[tuple[str, str]]  # (directive, rule) waived for the branch

    @property
    def rules(self) -> list[Rule]:
        """Each rule once."""
        found = {one.rule.key: one.rule for one in self.demands}
        return [found[key] for key in sorted(found)]


def asked_of(branch: Organisation, setting: Setting, on: dt.date) -> Asked:
    """What the directives in force at the branch on the day ask of its division."""
    found = in_force(branch, on)
    names = sorted({one.key for one in found if one.directive is not None})
    rules = rulebook().rules(names)
    may = [rule for name in names for rule in rulebook().directives[name].rules if not rule.judges]
    waived = Waiver.objects.filter(on_day(on), subject=branch.pk).values_list("directive", "rule")
    excused = frozenset(waived)
    asked = [one for one in demands(rules, on) if one.rule.key not in excused]
    return Asked(on, tuple(asked), tuple(permissions(may, setting)), excused)


def answers(asked: Asked, setting: Setting, divisions: Sequence[Division]) -> list[list[Answer]]:
    """What the rules say of each division."""
    return judged(rulebook(), asked.rules, setting, divisions, asked.on, asked.excused)


def answers_to_drafts(
    asked: Asked, setting: Setting, divisions: Sequence[Division]
) -> list[list[Answer]]:
    """The same of drafts: what is asked of leaders waits until there are groups."""
    later = {one.rule.key for one in asked.demands if waits_for_leader(one)}
    return [
        [one for one in told if one.part is None or one.rule.key not in later]
        for told in answers(asked, setting, divisions)
    ]


def cited(rule: Rule) -> Citation:
    """The rule with its article, as a page shows it."""
    return cite(rule.directive, rule.id)


def left_out(asked: Asked) -> list[tuple[Citation, str]]:
    """Rules that the solver did not use, each with the reason."""
    return [(cited(one.rule), unread(one)) for one in asked.demands if unread(one)]
