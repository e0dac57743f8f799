"""The words that packs add: activity types, kinds of paper, procedures, checklists, matters of ballots.

These lists are open: an unknown word in a rule is no error, but where the packs bring words of that sort it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhibu.engine.language import files
from zhibu.engine.language.activity_types import ActivityType, MinutesField, MinutesFieldsFile
from zhibu.engine.language.ballot_ways import BallotWay, VotingDefaultsFile
from zhibu.engine.language.checklists import Checklist
from zhibu.engine.language.holders import DutyHoldersFile
from zhibu.engine.language.matters import Matter, MattersFile
from zhibu.engine.language.reading import Reading
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.language.scalars import nearest

# Where a rule uses which words; `steps` are read apart, for they belong to a procedure.
_TYPES, _PAPERS, _MATTERS, _PROCEDURES = "活动类型", "材料种类", "表决事项", "程序"
_CHECKLISTS, _MARKS = "检查清单", "marks"
_KEYS = {
    "types": _TYPES, "attended": _TYPES, "papers": _PAPERS, "paper": _PAPERS,
    "matters": _MATTERS, "procedure": _PROCEDURES, "procedures": _PROCEDURES,
    "checklist": _CHECKLISTS,
}


@dataclass
class Vocabulary:
    """All words read, by code."""

    activity_types: dict[str, ActivityType] = field(default_factory=dict)
    paper_kinds: dict[str, files.PaperKind] = field(default_factory=dict)
    ballot_matters: dict[str, files.BallotMatter] = field(default_factory=dict)
    procedures: dict[str, files.Procedure] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    checklists: dict[str, Checklist] = field(default_factory=dict)
    holders: list[DutyHoldersFile] = field(default_factory=list)
    voting_defaults: list[BallotWay] = field(default_factory=list)
    minutes_fields: dict[str, MinutesField] = field(default_factory=dict)

    def read(self, reading: Reading, folder: Path) -> None:
        """Take in the words of every file below a folder; a code may stand only once."""
        for path in sorted(folder.glob("**/minutes_fields.yaml")):
            self._read_list(reading, path, MinutesFieldsFile, "minutes_fields", self.minutes_fields)
        for path in sorted(folder.glob("**/activity_types/*.yaml")):
            self._read_type(reading, path)
        for path in sorted(folder.glob("**/procedures/*.yaml")):
            self._read_one(reading, path, files.Procedure, self.procedures)
        for path in sorted(folder.glob("**/checklists/*.yaml")):
            self._read_one(reading, path, Checklist, self.checklists)
        for path in sorted(folder.glob("**/paper_kinds.yaml")):
            self._read_list(reading, path, files.PaperKindsFile, "paper_kinds", self.paper_kinds)
        for path in sorted(folder.glob("**/ballot_matters.yaml")):
            self._read_list(
                reading, path, files.BallotMattersFile, "ballot_matters", self.ballot_matters)
        for path in sorted(folder.glob("**/matters.yaml")):
            self._read_list(reading, path, MattersFile, "matters", self.matters, "matter")
        for path in sorted(folder.glob("**/voting_defaults.yaml")):
            document, defaults = reading.read(path, VotingDefaultsFile)
            self.voting_defaults += defaults.voting_defaults if defaults is not None else ()
            reading.take(document)
        for path in sorted(folder.glob("**/duty_holders.yaml")):
            document, found = reading.read(path, DutyHoldersFile)
            self.holders += [found] if found is not None else []
            reading.take(document)

    def _read_one(self, reading: Reading, path: Path, model: Any, into: dict[str, Any]) -> None:
        document, found = reading.read(path, model)
        if found is not None and found.code in into:
            document.problem(("code",), found.code, "没有用过的代码")
        if found is not None:
            into[found.code] = found
        reading.take(document)

    def _read_type(self, reading: Reading, path: Path) -> None:
        """A type of activity, the fields that it only names filled in from the list of fields."""
        document, found = reading.read(path, ActivityType)
        if found is not None and found.code in self.activity_types:
            document.problem(("code",), found.code, "没有用过的代码")
        for index, one in enumerate(found.minutes if found is not None else ()):
            if not one.label and one.code not in self.minutes_fields:
                document.problem(("minutes", index), one.code, "minutes_fields.yaml 里的代码，或者写全 label 和 kind",
                                 nearest(one.code, self.minutes_fields))
        if found is not None:
            self.activity_types[found.code] = with_fields(found, self.minutes_fields)
        reading.take(document)

    def _read_list(
        self, reading: Reading, path: Path, model: Any, name: str, into: dict[str, Any],
        key: str = "code",
    ) -> None:
        document, found = reading.read(path, model)
        for index, item in enumerate(getattr(found, name) if found is not None else ()):
            code = getattr(item, key)
            if code in into:
                document.problem((name, index, key), code, "没有用过的代码")
            into[code] = item
        reading.take(document)

    def warn(self, reading: Reading, directive: Directive) -> None:
        """Tell of every word of the directive's rules that is in none of the lists."""
        known: dict[str, Collection[str]] = {
            _TYPES: self.activity_types, _PAPERS: self.paper_kinds,
            _MATTERS: self.ballot_matters, _PROCEDURES: self.procedures,
            _CHECKLISTS: self.checklists,
        }
        for rule in directive.rules:
            said = rule.spec.model_dump(mode="json", exclude_none=True)
            used = [(what, word, known[what]) for what, word in _words(said)]
            used += [(f"程序 {name} 的步骤", step, self.procedures[name].codes)
                     for name, step in _steps(said) if name in self.procedures]
            used += [(f"检查清单 {name} 的检查项", item, self.checklists[name].codes)
                     for name, item in _items(said) if name in self.checklists]
            for what, word, words in used:
                if words and word not in words:
                    hint = nearest(word, words)
                    reading.warnings.append(
                        f"{rule.where}：{what} {word} 不在制度包里。" + (f"{hint}。" if hint else ""))


def with_fields(kind: ActivityType, known: Mapping[str, MinutesField]) -> ActivityType:
    """The type, the fields of its record that it only names filled in; of those nobody knows the code stays."""
    told = tuple(one if one.label else known.get(one.code, one) for one in kind.minutes)
    return kind.model_copy(update={"minutes": told})


def _words(said: Any) -> Iterator[tuple[str, str]]:
    """What sort of word, and the word, wherever in a rule one stands."""
    if isinstance(said, list):
        for item in said:
            yield from _words(item)
    if not isinstance(said, dict):
        return
    for key, value in said.items():
        given = [value] if isinstance(value, str) else value
        if key in _KEYS and isinstance(given, list):
            yield from ((_KEYS[key], word) for word in given if isinstance(word, str))
        else:
            yield from _words(value)


def _steps(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Procedure and step, for each step that a rule on a procedure names."""
    for one in (said, *(found for found in said.get("of") or () if isinstance(found, dict))):
        for constraint in one.get("constraints") or ():
            every = constraint.get("every") or {}
            named = [*(constraint.get("order") or ()), *(every.get(k) for k in ("step", "from", "from_", "until")),
                     *(constraint.get(key) for key in ("first", "then", "step"))]
            yield from ((one["procedure"], step) for step in named if isinstance(step, str))


def _items(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Checklist and item, for each item that a rule names; marks are items too."""
    for one in (said, *(found for found in said.get("of") or () if isinstance(found, dict))):
        if "checklist" in one:
            yield from ((one["checklist"], item["item"]) for item in one["items"])
    yield from ((_MARKS, mark) for mark in (said.get("when") or {}).get("marked") or ())
