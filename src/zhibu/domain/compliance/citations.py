"""From a rule to its words: what it demands, how to mend a miss, which article says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibu.domain.compliance.choices import Strength
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook
from zhibu.engine.language.files import Parameter
from zhibu.engine.language.rulebook import Rule
from zhibu.engine.wording import article_label


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule with its article; empty words where the pack is no longer installed."""

    directive: str
    rule: str
    article: str
    title: str = ""
    number: str = ""
    gist: str = ""
    sentence: str = ""
    cure: str = ""
    strength: str = ""
    spec: Any = None
    issuer: str = ""
    level: str = ""
    note: str = ""  # what users must know of the copy that the pack was made from
    parameters: tuple[tuple[Parameter, str], ...] = ()  # whose values stand in the rule, as used here
    within: str = ""  # of one demand on a procedure: what the whole rule says

    @property
    def short(self) -> str:
        """第五条, or the article's name as the pack gives it."""
        return article_label(self.article)

    @property
    def source(self) -> str:
        """娄直发〔2023〕8号 第五条."""
        return f"{self.number or self.title or self.directive} {self.short}"

    @property
    def is_material(self) -> bool:
        """Whether it is teaching material, which binds nobody by itself."""
        return self.level == "material"

    @property
    def strength_word(self) -> str:
        return Strength(self.strength).label if self.strength else ""


def cite(directive: str, rule: str, article: str = "") -> Citation:
    """The words of one rule, or of one constraint of a procedure (`RULE.CONSTRAINT`)."""
    book = rulebook.rulebook()
    known = _known.get(directive, rule, article, book)
    if known is None:
        known = _cited(book, directive, rule, article)
        _known.keep(directive, rule, article, known)
    return known


class _Known:
    """What was looked up in the packs as they lie now; forgotten when they are loaded anew."""

    def __init__(self) -> None:
        self.book: Rulebook | None = None
        self.found: dict[tuple[str, str, str], Citation] = {}

    def get(self, directive: str, rule: str, article: str, book: Rulebook) -> Citation | None:
        if self.book is not book:
            self.book, self.found = book, {}
        return self.found.get((directive, rule, article))

    def keep(self, directive: str, rule: str, article: str, citation: Citation) -> None:
        self.found[directive, rule, article] = citation


_known = _Known()


def _cited(book: Rulebook, directive: str, rule: str, article: str) -> Citation:
    found = book.directives.get(directive)
    if found is None:
        return Citation(directive, rule, article)
    units = [unit for known in found.rules for unit in known.units]
    rules = {known.id: known for known in (*found.rules, *units)}
    own = rules.get(rule) or rules.get(rule.partition(".")[0])
    spec: Any = own.spec if own else None
    if own and own.whole:  # what one demand on a procedure says, also where only its spec is at hand
        spec = own.spec.model_copy(update={"sentence": _sentence(own, rules, book)})
    number = article or (spec.article if spec else "")
    text = found.article(number)
    return Citation(
        directive=directive,
        rule=rule,
        article=number,
        title=found.head.title,
        number=found.head.number,
        gist=text.gist if text else "",
        sentence=spec.sentence if spec else "",
        cure=spec.cure if spec else "",
        strength=spec.strength if spec else "",
        spec=spec,
        issuer=found.head.issuer,
        level=found.head.level,
        note=found.head.note,
        parameters=tuple(found.parameters_of(own)) if own else (),
        within=_within(own, rules, spec) if own else "",
    )


def _within(rule: Rule, rules: Mapping[str, Rule], spec: Any) -> str:
    """What the whole rule says, where its demand says something else."""
    whole = rules.get(rule.whole)
    said = whole.spec.sentence if whole else ""
    return "" if said == spec.sentence else said


def _sentence(rule: Rule, rules: Mapping[str, Rule], book: Rulebook) -> str:
    """What it demands; a demand on a procedure without words of its own is put into words."""
    sentence = rule.spec.sentence
    whole = rules.get(rule.whole)
    if whole is None or len(whole.units) == 1 or sentence != whole.spec.sentence:
        return sentence
    wanted: Any = getattr(rule.spec, "wanted", None)
    return str(wanted(book.words())) if wanted else sentence
