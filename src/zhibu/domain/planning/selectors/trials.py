"""Trials: what a change would do here, judged on a private copy; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.planning.selectors.forecasts import require_few, source_for
from zhibu.domain.rulebook.selectors import directive_get, rulebook
from zhibu.engine.drafting import texts_of, with_texts
from zhibu.engine.forecasting import Adopt, Burden, WhatIf, burden, what_if
from zhibu.engine.forecasting.burden import UNITS
from zhibu.engine.forecasting.what_if import FATES, Change, Turned
from zhibu.engine.loader import load
from zhibu.engine.packs import installed_packs
from zhibu.engine.rulebook import Rulebook
from zhibu.engine.texts import TextPack
from zhibu.engine.verdicts import Window
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

BODIES_SHOWN = 50
MISSED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RuleTurned:
    """A rule with how many of its verdicts fare how."""

    citation: Citation
    sentence: str
    fates: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Weight:
    """One unit of work a year, before and after."""

    unit: str
    label: str
    before: int
    after: int

    @property
    def more(self) -> int:
        """How much is added; less than nothing where it is taken away."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Trial:
    """What a page shows of a trial."""

    organisation: Organisation
    found: WhatIf
    fates: list[tuple[str, str, int]]
    rules: list[RuleTurned]
    bodies: list[tuple[str, list[tuple[str, str, int]]]]
    missed: list[tuple[Turned, str, str]]
    weights: list[Weight]


def trial(
    *, actor: Actor, organisation: str, after: Rulebook, changes: Iterable[Change], today: dt.date
) -> Trial:
    """The verdicts of this year at an organisation and below, as they are and as they would be."""
    body = scope.organisation_get(actor, organisation)
    if not actor.everything and not actor.reaches(body.path):
        raise Refused("试算看得到下级的结论，由党务工作者、书记、委员来做。")
    found = what_if(rulebook(), after, whole_copy(), list(changes), Window.until(today), {body.pk})
    return _shown(body, found, after)


def _shown(body: Organisation, found: WhatIf, after: Rulebook) -> Trial:
    bodies = found.by_body()[:BODIES_SHOWN]
    missed = [one for one in found.turned if one.fate == "newly_missed"][:MISSED_SHOWN]
    names = names_of((one.now.subject_kind, one.now.subject) for one in missed)
    places = place_names({key for key, _ in bodies} | {one.now.organisation for one in missed})
    return Trial(
        body,
        found,
        fates_of(found.fates),
        [
            RuleTurned(cite(directive, rule), _sentence(after, directive, rule), fates_of(counts))
            for directive, rule, counts in found.by_rule()
        ],
        [(places.get(key, key), fates_of(counts)) for key, counts in bodies],
        [
            (one, names.get(one.now.subject, one.now.subject),
             places.get(one.now.organisation, one.now.organisation))
            for one in missed
        ],
        weights(found.before, found.after),
    )  # fmt: skip


def _sentence(book: Rulebook, directive: str, rule: str) -> str:
    """What a rule asks, in the rulebook as it would be; the words of today where it would be gone."""
    known = book.directives.get(directive)
    for one in known.rules if known is not None else ():
        for unit in one.units:
            if unit.id == rule:
                return unit.spec.sentence
    return cite(directive, rule).sentence or rule


def fates_of(counts: Counter[str]) -> list[tuple[str, str, int]]:
    """(fate, its word, how many), in their order."""
    return [(fate, word, counts[fate]) for fate, word in FATES.items() if counts[fate]]


def weights(before: Burden, after: Burden) -> list[Weight]:
    """The units of work that either year has."""
    old, new = before.totals, after.totals
    return [
        Weight(unit, label, old[unit], new[unit])
        for unit, label in UNITS.items()
        if old[unit] or new[unit]
    ]


def book_with_value(directive: str, parameter: str, value: str) -> Rulebook:
    """The rulebook with another value of one parameter; InputError where it cannot be used."""
    known = directive_get(directive)
    if known.folder is None:
        raise Refused("本单位自己写的制度，在草稿里改了参数再试算。")
    if parameter not in known.values:
        raise Refused(f"《{known.head.title}》没有这个参数。")
    read = load(installed_packs(), {directive: {**known.values, parameter: value}})
    return replace(
        rulebook(), directives={**rulebook().directives, directive: read.directives[directive]}
    )


def book_with_rules(directive: str, rules: str) -> Rulebook:
    """The rulebook with another text of a directive's rules.yaml; InputError lists what is wrong."""
    known = directive_get(directive)
    if known.folder is None:
        raise Refused("本单位自己写的制度，在草稿里改了再试算。")
    head = (known.folder / "directive.yaml").read_text(encoding="utf-8")
    return _joined(directive, {"directive.yaml": head, "rules.yaml": rules})


def book_with_draft(draft: DraftDirective) -> Rulebook:
    """The rulebook with a draft in use."""
    return _joined(draft.directive, texts_of(draft.content))


def _joined(directive: str, texts: dict[str, str]) -> Rulebook:
    book = rulebook()
    others = {key: one for key, one in book.directives.items() if key != directive}
    return with_texts(replace(book, directives=others), [TextPack(texts)], {})


def trial_of_draft(
    *, actor: Actor, draft: DraftDirective, organisation: str, since: dt.date, today: dt.date
) -> Trial:
    """A draft as if it were in force for an organisation from a day on."""
    return trial(
        actor=actor, organisation=organisation, after=book_with_draft(draft),
        changes=[Adopt(draft.directive, organisation, since)], today=today,
    )  # fmt: skip


def burden_of(*, actor: Actor, key: str, since: dt.date) -> tuple[Organisation, Burden]:
    """What twelve months from a day on ask of an organisation and all below it."""
    body = scope.organisation_get(actor, key)
    if not actor.everything:
        require_few(body)
    return body, burden(rulebook(), source_for(body), None, {body.pk}, since)
