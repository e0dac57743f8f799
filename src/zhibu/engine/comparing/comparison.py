"""Compares directives: for every matter what each says, how they stand to each other, what holds by default."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhibu.engine.comparing.relations import RELATIONS, REVERSED, Said, relation, together
from zhibu.engine.language.matters import REASONS, Matter
from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
from zhibu.engine.language.words import LEVELS

_WORDS = ("types", "posts", "post", "paper", "procedure", "matters", "checklist", "thing")


@dataclass(frozen=True)
class Pair:
    """How the first of two directives stands to the second on one matter."""

    one: str
    other: str
    relation: str

    @property
    def chinese(self) -> str:
        return RELATIONS[self.relation]


@dataclass(frozen=True)
class Compared:
    """One matter: what is said, pair by pair how it differs, and which reading holds by default."""

    matter: str
    question: str
    said: tuple[Said, ...]
    pairs: tuple[Pair, ...]
    reading: str
    reason: str
    holds: tuple[Said, ...]  # what the default reading rests on
    doubtful: bool

    @property
    def differs(self) -> bool:
        """Whether the directives do not simply say the same."""
        return any(pair.relation != "same" for pair in self.pairs)

    def of(self, directive: str) -> list[Said]:
        """What one directive says to it."""
        return [said for said in self.said if said.directive == directive]


def compare(rulebook: Rulebook, directives: Iterable[str]) -> list[Compared]:
    """Every matter that at least one of the directives speaks to, in the order of the list of matters.

    InputError names a directive that is not loaded.
    """
    names = list(dict.fromkeys(directives))
    rulebook.rules(names)  # tells of unknown names
    grouped: dict[str, list[Said]] = defaultdict(list)
    written = _written(rulebook)
    for name in names:
        for matter, said in _said(rulebook, rulebook.directives[name], written):
            grouped[matter].append(said)
    order = [*rulebook.matters, *sorted(grouped.keys() - rulebook.matters.keys())]
    return [_compared(rulebook, key, grouped[key]) for key in order if key in grouped]


def _said(
    rulebook: Rulebook, directive: Directive, written: Mapping[str, str]
) -> Iterator[tuple[str, Said]]:
    for rule in directive.rules:
        checked = any(parameter.check for parameter, _ in directive.parameters_of(rule))
        matter = matter_of(rule)
        yield written.get(matter, matter), Said(
            directive.id, rule.spec.article, rule.spec.strength, rule.spec.sentence, rule, checked)
    for position in directive.positions:
        label = rulebook.matters[position.matter].label(position.says)
        yield position.matter, Said(
            directive.id, position.article, position.strength, f"{label}：{position.gist}", position)


def matter_of(rule: Rule) -> str:
    """The matter a rule speaks to: as written, else by what it is about, so that like meets like."""
    return str(rule.spec.matter) if rule.spec.matter else _about(rule)


def _written(rulebook: Rulebook) -> dict[str, str]:
    """What rules are about -> the matter that all rules about it carry that carry one.

    So a rule whose writer named no matter still meets those of other directives on the same thing.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for rule in itertools.chain.from_iterable(one.rules for one in rulebook.directives.values()):
        if rule.spec.matter and rule.spec.kind != "sequence":  # a procedure raises many questions
            found[_about(rule)].add(str(rule.spec.matter))
    return {about: next(iter(matters)) for about, matters in found.items() if len(matters) == 1}


def _about(rule: Rule) -> str:
    about = [rule.spec.kind, rule.spec.subject]
    for name in _WORDS:
        value = getattr(rule.spec, name, None)
        if value:
            about.append("+".join(value) if isinstance(value, tuple) else str(value))
    limits = getattr(rule.spec, "limits", ())
    about += [limit.label for limit in limits]
    return ":".join(about)


def _compared(rulebook: Rulebook, key: str, said: list[Said]) -> Compared:
    matter = rulebook.matters.get(key)
    names = list(dict.fromkeys(found.directive for found in said))
    pairs = tuple(
        Pair(one, other, _related(said, one, other, matter))
        for one, other in itertools.combinations(names, 2)
    )
    ranked = sorted(said, key=lambda found: (_rank(rulebook, found.directive), -found.weight))
    holds = _holding(ranked, matter)
    reading, reason = "；".join(dict.fromkeys(found.text for found in holds)), _reason(pairs)
    if matter is not None:
        reading, reason = matter.reading, REASONS[matter.reason]
    question = matter.question if matter is not None else said[0].text
    doubtful = any(found.doubtful for found in said) or bool(matter and matter.check)
    return Compared(key, question, tuple(said), pairs, reading, reason, holds, doubtful)


def _related(said: list[Said], one: str, other: str, matter: Matter | None) -> str:
    """How all that one directive says stands to all that the other says.

    A demand that nothing on the other side speaks to says nothing about strictness.
    """
    found = {
        relation(left, right, matter)
        for left in said if left.directive == one
        for right in said if right.directive == other
    }
    return together(found if found == {"both"} else found - {"both"})


def _rank(rulebook: Rulebook, directive: str) -> int:
    """Whose word goes before: 党章 first, teaching material last; a level that is not told before that."""
    order = list(LEVELS)
    level = rulebook.directives[directive].head.level
    return order.index(level) if level else order.index("unit")


def _holding(ranked: list[Said], matter: Matter | None) -> tuple[Said, ...]:
    """What holds together by default: no contradiction to a higher word, nothing that another implies.

    A national must beats a looser local text; a local text may be stricter or fill a gap; 可以 is no duty.
    """
    kept: list[Said] = []
    for found in ranked:
        if found.weight == 0 or any(relation(above, found, matter) == "contradictory" for above in kept):
            continue
        kept.append(found)
    return tuple(
        found for found in kept
        if not any(
            relation(other, found, matter) == "stricter"
            or (relation(other, found, matter) == "same" and kept.index(other) < kept.index(found))
            for other in kept if other is not found
        )
    )


def _reason(pairs: tuple[Pair, ...]) -> str:
    found = {pair.relation for pair in pairs}
    if "contradictory" in found:
        return REASONS["national_holds"]
    return REASONS["strictest" if found & {"stricter", "looser", "same"} else "both"]


def reversed_pair(pair: Pair) -> Pair:
    """The same pair seen from the other directive."""
    return Pair(pair.other, pair.one, REVERSED.get(pair.relation, pair.relation))
