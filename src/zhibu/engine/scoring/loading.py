"""Reads the scorecards of a pack and their cases, and holds them against the rules they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.engine.language.checking import checked
from zhibu.engine.language.parameters import put_in
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.reading import Reference
from zhibu.engine.language.scalars import nearest
from zhibu.engine.language.score_cases import ScoreCase, ScoreCasesFile
from zhibu.engine.language.scorecards import Scorecard, ScorecardsHead
from zhibu.facts.contract import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from zhibu.engine.language.reading import File, Reading
    from zhibu.engine.language.rulebook import Directive
    from zhibu.engine.language.texts import TextPack


@dataclass(frozen=True)
class Read:
    """The scorecards of one pack, their cases, the parameters in each card."""

    cards: tuple[Scorecard, ...] = ()
    cases: tuple[ScoreCase, ...] = ()
    parameters: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_scorecards(
    reading: Reading, folder: Path | TextPack, directive: str, values: Mapping[str, str], articles: set[str]
) -> Read:
    """`scorecard.yaml` and `scorecard_cases.yaml` of a pack's folder, where they are."""
    path = folder / "scorecard.yaml"
    if not path.is_file():
        if (folder / "scorecard_cases.yaml").is_file():
            document, _ = reading.read(folder / "scorecard_cases.yaml", ScoreCasesFile)
            document.problem((), "没有 scorecard.yaml", "同一文件夹里有 scorecard.yaml")
            reading.take(document)
        return Read()
    document, head = reading.read(path, ScorecardsHead)
    cards: list[Scorecard] = []
    used: list[tuple[str, tuple[str, ...]]] = []
    for index in range(len(head.scorecards) if head is not None else 0):
        place: Place = ("scorecards", index)
        names = put_in(document, place, values)
        card = checked(Scorecard, document, place)
        if card is None:
            continue
        if card.id in [other.id for other in cards]:
            document.problem((*place, "id"), card.id, "本制度里没有用过的编号")
        if articles and card.article not in articles:
            document.problem((*place, "article"), card.article, "articles.yaml 里的条款",
                             nearest(card.article, articles))
        cards.append(card)
        used.append((card.id, names))
        reading.references += _references(document, place, directive, card)
    reading.take(document)
    return Read(tuple(cards), _cases(reading, folder / "scorecard_cases.yaml", cards), tuple(used))


def _references(
    document: Document, place: Place, directive: str, card: Scorecard
) -> list[Reference]:
    found = []
    for number, section in enumerate(card.sections):
        for position, item in enumerate(section.items):
            here = (*place, "sections", number, "items", position)
            key = "rule" if item.rule is not None else "rules"
            found += [Reference(document, (*here, key), directive, name, item.late is not None)
                      for name in item.references]
    return found


def _never_late(reading: Reading, directives: Mapping[str, Directive]) -> None:
    """Note every item that counts what was late and names no rule that sets a time."""
    timed: dict[tuple[int, Place], bool] = {}
    first: dict[tuple[int, Place], Reference] = {}
    for one in (one for one in reading.references if one.late):
        where, _, name = one.name.rpartition("/")
        directive = directives.get(where or one.directive)
        rules = directive.rules if directive is not None else ()
        known = [rule for rule in rules if any(name in unit.names for unit in rule.units)]
        key = id(one.document), one.place[:-1]
        can = not known or any(rule.spec.can_be_late() for rule in known)
        timed[key] = timed.get(key, False) or can
        first.setdefault(key, one)
    for key, one in first.items():
        if not timed[key]:
            one.document.problem((*key[1], "late"), one.name, "有期限、迟了也能补的规则",
                                 "deadline、dues，有 within 或 before 的 record，有 at_most 的 sequence；"
                                 "别的规则过了期间就补不了，删去 late")


def check_references(reading: Reading, directives: Mapping[str, Directive]) -> None:
    """Note every item that names a rule that is not there, or that gives no verdicts."""
    _never_late(reading, directives)
    for one in reading.references:
        where, _, name = one.name.rpartition("/")
        directive = directives.get(where or one.directive)
        if directive is None:
            if where:  # its own directive failed to load, which is told elsewhere
                one.document.problem(one.place, one.name, "已装入的制度编号/规则编号",
                                     nearest(where, directives))
                reading.take(one.document)
            continue
        known = {known for rule in directive.rules for unit in rule.units for known in unit.names}
        silent = {rule.id for rule in directive.rules if not rule.judges}
        if name not in known:
            one.document.problem(one.place, one.name, "rules.yaml 里的规则", nearest(name, known))
        elif name in silent:
            one.document.problem(one.place, one.name, "会出结论的规则",
                                 "这条规则的力度是 may（可以），不出结论，不能计分")
        reading.take(one.document)
    reading.references = []


def _cases(reading: Reading, path: File, cards: Sequence[Scorecard]) -> tuple[ScoreCase, ...]:
    if not path.is_file():
        return ()
    document, found = reading.read(path, ScoreCasesFile)
    named = {card.id: card for card in cards}
    for index, case in enumerate(found.score_cases if found is not None else ()):
        place: Place = ("score_cases", index)
        card = named.get(case.scorecard)
        if card is None:
            document.problem((*place, "scorecard"), case.scorecard, "scorecard.yaml 里的计分表",
                             nearest(case.scorecard, named))
            continue
        _check_items(document, place, case, card)
        for table in case.given:
            if table not in TABLES:
                document.problem((*place, "given", table), table, f"表名之一：{'、'.join(TABLES)}",
                                 nearest(table, TABLES))
    reading.take(document)
    return found.score_cases if found is not None else ()


def _check_items(document: Document, place: Place, case: ScoreCase, card: Scorecard) -> None:
    known = [item.id for item in card.items]
    for number, mark in enumerate(case.marks):
        item = card.item(mark.item)
        if item is None or item.mark is None:
            entered = [item.id for item in card.items if item.mark is not None]
            document.problem((*place, "marks", number, "item"), mark.item, "计分表里录入的项",
                             nearest(mark.item, entered))
    for name in case.expect.items:
        if name not in known:
            document.problem((*place, "expect", "items", name), name, "计分表里的项",
                             nearest(name, known))
