"""Trials: what a change would do here, judged on a private copy; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.compliance.wording import period_words
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.planning.selectors.forecasts import require_few, source_for
from zhibu.domain.rulebook.selectors import directive_get, rulebook
from zhibu.engine.forecasting import Adopt, Burden, WhatIf, burden, what_if
from zhibu.engine.forecasting.burden import UNITS
from zhibu.engine.forecasting.what_if import FATES, Change, touched
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.drafting import texts_of, with_texts
from zhibu.engine.packs.loader import load
from zhibu.engine.verdicts import Verdict, Window
from zhibu.engine.wording import article_label
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.packs import installed_packs
from zhibu.kernel.telling import Tell

BODIES_SHOWN = 50
MISSED_SHOWN = 200
# Branches times rules: 5,000 branches by 49 rules (245,000) took 52 s of processor time and 1.5 GB.
MOST_JUDGED = 150_000


@dataclass(frozen=True, slots=True)
class RuleTurned:
    """A rule with how many of its verdicts fare how."""

    citation: Citation
    sentence: str
    source: str
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
    missed: list[Missed]
    weights: list[Weight]
    sentences: dict[tuple[str, str], str]  # (directive, rule) -> what it asks, as it would be


@dataclass(frozen=True, slots=True)
class Missed:
    """What one subject would miss of one rule: its periods, the first of them with its reason."""

    status: str
    name: str
    place: str
    sentence: str
    periods: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A trial that may be made: where, by which rules, which changes. Making one takes a while."""

    body: Organisation
    before: Rulebook
    after: Rulebook
    changes: tuple[Change, ...]
    today: dt.date

    def work(self) -> Callable[[Tell], WhatIf]:
        """The judging, on a copy of the facts that is taken now; it may run in any thread."""
        source = whole_copy()

        def judged(tell: Tell) -> WhatIf:
            return what_if(
                self.before, self.after, source, self.changes, Window.until(self.today), {self.body.pk},
                lambda done, of, what: tell(f"{what}（第 {done + 1} 步，共 {of + 1} 步）"),
            )  # fmt: skip

        return judged

    def shown(self, found: WhatIf) -> Trial:
        """What the judging found, with the names of who is concerned."""
        return _shown(self.body, found, self.after, self.today)


def trial_asked(
    *, actor: Actor, organisation: str, after: Rulebook, changes: Iterable[Change], today: dt.date
) -> Asked:
    """A trial of this year at an organisation and below; Refused where the actor may not see what is below."""
    body = scope.organisation_get(actor, organisation)
    if not actor.everything and not actor.reaches(body.path):
        raise Refused("试算看得到下级的结论，由党务工作者、书记、委员来做。")
    asked = Asked(body, rulebook(), after, tuple(changes), today)
    _require_bearable(asked)
    return asked


def _require_bearable(asked: Asked) -> None:
    """Refused where all verdicts before and after would take the memory of the site."""
    named = touched(asked.before, asked.after, asked.changes)
    rules = max(
        sum(len(book.rules([key])) for key in named & set(book.directives))
        for book in (asked.before, asked.after)
    )
    below = Organisation.objects.filter(path__under=asked.body.path, dissolved=None)
    branches = below.exclude(kind__in=UPPER_KINDS).exclude(kind="party_group").count()
    if branches * rules > MOST_JUDGED:
        raise Refused(
            f"这次试算太大：{asked.body}下面有 {branches} 个支部，改动牵涉 {rules} 条规则。"
            "选一个下级组织来试；要整个的，由管理员用 zhibu whatif 命令算。"
        )


def trial_made(asked: Asked) -> Trial:
    """The trial made at once, without telling how far it is."""
    return asked.shown(asked.work()(lambda text: None))


def _shown(body: Organisation, found: WhatIf, after: Rulebook, today: dt.date) -> Trial:
    bodies = found.by_body()[:BODIES_SHOWN]
    sentences = {
        (directive, rule): _sentence(after, directive, rule) for directive, rule, _ in found.by_rule()
    }
    missed = _missed(found, sentences, today)
    places = place_names({key for key, _ in bodies})
    return Trial(
        body,
        found,
        fates_of(found.fates),
        [
            RuleTurned(
                cite(directive, rule), sentences[directive, rule], _source(after, directive, rule), fates_of(counts)
            )
            for directive, rule, counts in found.by_rule()
        ],
        [(places.get(key, key), fates_of(counts)) for key, counts in bodies],
        missed,
        weights(found.before, found.after),
        sentences,
    )


def _missed(
    found: WhatIf, sentences: dict[tuple[str, str], str], today: dt.date
) -> list[Missed]:
    """Who would miss what, rule by rule; the periods of one subject stand together."""
    together: dict[tuple[str, str, str], list[Verdict]] = {}
    for one in found.turned:
        if one.fate == "newly_missed":
            key = (one.now.directive, one.now.rule, one.now.subject)
            together.setdefault(key, []).append(one.now)
    shown = list(together.items())[:MISSED_SHOWN]
    names = names_of((verdicts[0].subject_kind, verdicts[0].subject) for _, verdicts in shown)
    places = place_names({verdicts[0].organisation for _, verdicts in shown})
    return [
        Missed(
            verdicts[0].status, names.get(subject, subject),
            places.get(verdicts[0].organisation, verdicts[0].organisation), sentences[directive, rule],
            tuple(period_words(v.period_start, v.period_end, today.year) for v in verdicts), verdicts[0].reason,
        )
        for (directive, rule, subject), verdicts in shown
    ]  # fmt: skip


def _source(book: Rulebook, directive: str, rule: str) -> str:
    """The directive with the article of a rule, in the rulebook as it would be."""
    known = book.directives.get(directive)
    if known is None:
        return cite(directive, rule).source
    articles = [one.spec.article for one in known.rules for unit in one.units if unit.id == rule]
    return " ".join([known.head.number or known.head.title, *map(article_label, articles[:1])])


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
) -> Asked:
    """A draft as if it were in force for an organisation from a day on."""
    return trial_asked(
        actor=actor, organisation=organisation, after=book_with_draft(draft),
        changes=[Adopt(draft.directive, organisation, since)], today=today,
    )  # fmt: skip


def burden_of(*, actor: Actor, key: str, since: dt.date) -> tuple[Organisation, Burden]:
    """What twelve months from a day on ask of an organisation and all below it."""
    body = scope.organisation_get(actor, key)
    if not actor.everything:
        require_few(body)
    return body, burden(rulebook(), source_for(body), None, {body.pk}, since)
