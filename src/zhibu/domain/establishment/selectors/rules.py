"""What the directives in force say of the size of a body that would come about (规模)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

from zhibu.domain.compliance.choices import Strength
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import in_force
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.wording import article_label

HOLDS = {"at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}
SAID = {"at_least": "不少于", "more_than": "多于", "at_most": "不多于", "less_than": "少于"}
COUNTED = {"members": "党员", "full_members": "正式党员", "probationary_members": "预备党员"}


@dataclass(frozen=True, slots=True)
class Size:
    """How many would belong to a body of this kind and sector."""

    name: str
    kind: str
    sector: str
    members: int
    full: int


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule in force that the new state would miss: a warning, not a lock."""

    name: str
    words: str
    sentence: str
    source: str
    strength: str


def objections(above: Organisation | None, sizes: list[Size], on: dt.date) -> list[Objection]:
    """The composition rules in force below this body that the sizes would miss."""
    if above is None:
        return []
    found = []
    for one in in_force(above, on):
        if one.directive is None:
            continue
        head = one.directive.head
        for rule in one.directive.rules:
            for size in sizes:
                words = _missed(rule, size)
                if words:
                    source = f"{head.number or head.title} {article_label(rule.spec.article)}"
                    found.append(Objection(size.name, words, rule.spec.sentence, source, Strength(rule.spec.strength).label))
    return found


def _missed(rule: Rule, size: Size) -> str:
    """In which words the size misses a rule; empty where it does not, or the rule is not about such a body."""
    spec: Any = rule.spec
    if spec.kind != "composition" or not _binds(spec.when, size):
        return ""
    counts = {"members": size.members, "full_members": size.full, "probationary_members": size.members - size.full}
    said = []
    for limit in spec.limits:
        if limit.count not in counts or limit.compared_with:
            continue
        have = counts[limit.count]
        for name, holds in HOLDS.items():
            bound = getattr(limit, name)
            if bound is not None and not holds(have, Fraction(bound)):
                said.append(f"{COUNTED[limit.count]} {have} 人，要{SAID[name]} {bound} 人")
    return "；".join(said)


def _binds(when: Any, size: Size) -> bool:
    kinds, sectors = getattr(when, "kind", None), getattr(when, "sector", None)
    if kinds and size.kind not in kinds:
        return False
    if sectors and size.sector not in sectors:
        return False
    others = set(when.given()) - {"kind", "sector", "members", "full_members"}
    if others:
        return False  # asks what a preview does not know
    for name, have in (("members", size.members), ("full_members", size.full)):
        bounds = getattr(when, name, None)
        for sign, number in bounds.pairs() if bounds else ():
            if not {">=": ge, ">": gt, "<=": le, "<": lt}[sign](have, number):
                return False
    return True
