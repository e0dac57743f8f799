"""Directives that lie in no folder: joined to a rulebook as texts, and rules made field by field.

One reader and one checker for all: what a form makes is written as YAML and loaded like any pack, and
one rule is checked against the same model, with the place of each fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from zhibu.engine.kinds import MODELS
from zhibu.engine.language.checking import checked
from zhibu.engine.language.files import DirectiveFile
from zhibu.engine.language.parameters import put_in
from zhibu.engine.language.reader import Document, Place, read_text
from zhibu.engine.language.reading import Own, Reading
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.engine.language.scalars import nearest
from zhibu.engine.language.texts import TextPack
from zhibu.engine.language.writer import yaml_text
from zhibu.engine.packs.loader import add_directive
from zhibu.engine.packs.vocabulary import Vocabulary
from zhibu.engine.scoring.loading import check_references
from zhibu.kernel.errors import InputError, Problem

LISTS = {"rules": "rules.yaml", "articles": "articles.yaml", "cases": "cases.yaml",
         "clauses": "clauses.yaml", "positions": "positions.yaml",
         "scorecards": "scorecard.yaml", "score_cases": "scorecard_cases.yaml", "roads": "roads.yaml", "voting": "voting.yaml",
         "forms": "branch_forms.yaml", "meetings": "meetings.yaml", "topics": "topics.yaml"}


class Fault(NamedTuple):
    """One thing that is wrong in a form: the place of the value within the data, and what to tell."""

    place: Place
    problem: Problem


@dataclass
class _FormDocument(Document):
    """A form's data as a document: its problems know the place, not a line."""

    faults: list[Fault] = field(default_factory=list)

    def problem(self, place: Place, read: str, expected: str, mend: str = "") -> None:
        if expected.startswith("有键 ") and "，" not in expected:
            place, read, expected, mend = (*place, expected.removeprefix("有键 ")), "", "填好的一项", ""
        super().problem(place, read, expected, mend)
        self.faults.append(Fault(place, self.problems[-1]))


def rule_of(data: Mapping[str, Any], values: Mapping[str, str]) -> tuple[RuleBase | None, list[Fault]]:
    """One rule of plain data as its model, with the parameters' values put in; or all its faults."""
    document = _FormDocument(Path(), "", {"rule": _copied(data)})
    model = MODELS.get(str(data.get("kind", "")))
    if model is None:
        document.problem(("rule", "kind"), str(data.get("kind", "")), f"规则种类之一：{'、'.join(MODELS)}")
        return None, [Fault(("kind",), fault.problem) for fault in document.faults]
    put_in(document, ("rule",), values)
    spec = None if document.faults else checked(model, document, ("rule",))
    return spec, [Fault(place[1:], problem) for place, problem in document.faults]


def head_of(data: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the data of `directive.yaml`."""
    document = _FormDocument(Path(), "", {"head": {"schema": "1", **_copied(data)}})
    checked(DirectiveFile, document, ("head",))
    return [Fault(place[1:], problem) for place, problem in document.faults]


def part_of(
    model: type[BaseModel], data: Mapping[str, Any], values: Mapping[str, str] | None = None
) -> tuple[Any, list[Fault]]:
    """One article, case or scorecard of plain data as its model, or None with all its faults."""
    document = _FormDocument(Path(), "", {"part": _copied(data)})
    put_in(document, ("part",), values or {})
    made = None if document.faults else checked(model, document, ("part",))
    return made, [Fault(place[1:], problem) for place, problem in document.faults]


def rule_from_text(text: str, values: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """One rule written as YAML: its plain data, and what is wrong, each with its line of the text."""
    document = read_text(text, "规则")
    data = document.value
    if isinstance(data, list) and len(data) == 1:  # as it stands in rules.yaml
        data = document.value = data[0]
        document.lines = {place[1:]: line for place, line in document.lines.items() if place}
    if not isinstance(data, dict):
        if not document.problems:
            document.problem((), "不是一组“键: 值”", "一条规则")
        return {}, document.problems
    kept = _copied(data)
    model = MODELS.get(str(data.get("kind", "")))
    if model is None:
        kind = str(data.get("kind", ""))
        document.problem(("kind",), kind, f"规则种类之一：{'、'.join(MODELS)}", nearest(kind, MODELS))
    else:
        put_in(document, (), values)
        if not document.problems:
            checked(model, document)
    return kept, document.problems


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """The files of a pack from its plain data: `head` and the lists of `LISTS`; empty lists give no file."""
    texts = {"directive.yaml": yaml_text({"schema": "1", **content.get("head", {})})}
    for name, file in LISTS.items():
        if content.get(name) or name == "rules":
            texts[file] = yaml_text({"schema": "1", name: content.get(name) or []})
    return texts


def content_of(files: Mapping[str, str]) -> dict[str, Any]:
    """The plain data of a pack from its files, the inverse of `texts_of`; InputError where YAML is broken."""
    content: dict[str, Any] = {"head": {}}
    problems: list[Problem] = []
    for name, file in {"head": "directive.yaml", **LISTS}.items():
        if file not in files:
            continue
        document = read_text(files[file], file)
        data = document.value if isinstance(document.value, dict) else {}
        if not document.problems and not isinstance(document.value, dict):
            document.problem((), "不是一组“键: 值”", "schema 和内容")
        problems += document.problems
        found = {key: value for key, value in data.items() if key != "schema"}
        content[name] = found if name == "head" else found.get(name, [])
    if problems:
        raise InputError(problems)
    return content


def with_texts(book: Rulebook, packs: Iterable[TextPack], own: Own | None = None) -> Rulebook:
    """A rulebook joined by packs that lie in no folder; InputError lists everything that is wrong.

    A pack takes the place of one of the same id that lies in no folder either (its former version).
    """
    reading = Reading(Path(), own or {})
    words = Vocabulary(
        book.activity_types, book.paper_kinds, book.ballot_matters, book.procedures, book.matters,
        book.checklists, minutes_fields=book.minutes_fields)
    found: dict[str, Directive] = {}
    fixed = {key: one for key, one in book.directives.items() if one.folder is not None}
    for pack in packs:
        add_directive(reading, found, pack, words, fixed)
    check_references(reading, {**book.directives, **found})
    for directive in found.values():
        words.warn(reading, directive)
    if reading.problems:
        raise InputError(reading.problems)
    return replace(book, directives={**book.directives, **found},
                   warnings=(*book.warnings, *reading.warnings))
