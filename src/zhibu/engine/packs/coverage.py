"""What answers each clause of the sources: a rule with cases, a part of the system, a person, or nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.engine.language.words import CLAUSE_ANSWERS


@dataclass(frozen=True)
class Answered:
    """One clause and its answer; `lacking` says what is still missing, empty where nothing is."""

    directive: str
    clause: str
    place: str
    gist: str
    answer: str  # a word of CLAUSE_ANSWERS
    by: str  # rule ids, or the name of what answers it
    lacking: str

    @property
    def how(self) -> str:
        """The answer in Chinese."""
        return CLAUSE_ANSWERS[self.answer]


def coverage(rulebook: Rulebook) -> list[Answered]:
    """Every clause of every loaded directive, in the order of its file."""
    return [row for directive in rulebook.directives.values() for row in _clauses(directive)]


def _clauses(directive: Directive) -> Iterator[Answered]:
    shown = _in_cases(directive)
    for clause in directive.clauses:
        lacking = "" if clause.built else "还没有做"
        bare = [name for name in clause.rules if name not in shown]
        if bare and clause.built:
            lacking = f"没有样例：{'、'.join(bare)}"
        by = clause.by or "、".join(clause.rules)
        yield Answered(directive.id, clause.clause, clause.place, clause.gist, clause.answer, by, lacking)


def _in_cases(directive: Directive) -> set[str]:
    """The rules that some case shows at work, or, for those that only allow, shows giving no verdict."""
    found: set[str] = set()
    for case in directive.cases:
        found |= {expected.rule.partition(".")[0] for expected in case.expect}
        found |= {rule.id for rule in directive.rules if not rule.judges and rule.id in case.none}
    return found
