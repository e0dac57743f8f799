"""How long a term lasts for an organisation, by the rules in force there (任期)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import InForce, in_force, in_force_for
from zhibu.engine.wording import article_label
from zhibu.kernel.dates import add_months


@dataclass(frozen=True, slots=True)
class Length:
    """A rule on the length of a term: so many years, how strongly, where it is said."""

    years: int
    strength: str
    sentence: str
    source: str


def lengths(organisation: Organisation, on: dt.date) -> list[Length]:
    """The rules in force on the terms of its committee, the shortest first."""
    return _lengths(organisation, in_force(organisation, on))


def _lengths(organisation: Organisation, rules: Iterable[InForce]) -> list[Length]:
    found = []
    for one in rules:
        for rule in one.directive.rules if one.directive else ():
            spec: Any = rule.spec
            if spec.kind != "term" or not set(spec.posts) & set(COMMITTEE):
                continue
            when = spec.when
            if (when.kind and organisation.kind not in when.kind) or (
                when.sector and organisation.sector not in when.sector
            ):
                continue
            assert one.directive is not None
            head = one.directive.head
            source = f"{head.number or head.title} {article_label(spec.article)}"
            found.append(Length(spec.years, spec.strength, spec.sentence, source))
    return sorted(found, key=lambda one: one.years)


def term_length(organisation: Organisation, on: dt.date) -> Length | None:
    """How long a term lasts: the shortest that a rule in force says; None where none says anything."""
    return next(iter(lengths(organisation, on)), None)


def term_lengths(organisations: Sequence[Organisation], on: dt.date) -> dict[str, Length | None]:
    """The same of many by their ids, in as many queries as of one."""
    rules = in_force_for(organisations, on)
    return {one.pk: next(iter(_lengths(one, rules[one.pk])), None) for one in organisations}


def latest_end(rules: list[Length], since: dt.date) -> tuple[dt.date, Length] | None:
    """The last day to which a term may be put off, by the longest rule that binds without exception."""
    firm = [one for one in rules if one.strength == "must"]
    return (add_months(since, 12 * firm[-1].years), firm[-1]) if firm else None
