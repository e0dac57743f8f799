"""A loaded rulebook: directives with their articles, rules and cases; frozen."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from zhibu.engine.language.activity_types import ActivityType, MinutesField
from zhibu.engine.language.ballot_ways import BallotWay
from zhibu.engine.language.branch_forms import BranchForm
from zhibu.engine.language.checklists import Checklist
from zhibu.engine.language.files import (
    Article,
    BallotMatter,
    Case,
    Clause,
    DirectiveFile,
    PaperKind,
    Parameter,
    Procedure,
)
from zhibu.engine.language.holders import DutyHoldersFile
from zhibu.engine.language.matters import Matter, Position
from zhibu.engine.language.meetings import MeetingDemand, Topic
from zhibu.engine.language.needs import Needs
from zhibu.engine.language.roads import Road
from zhibu.engine.language.rule import RuleBase
from zhibu.engine.language.score_cases import ScoreCase
from zhibu.engine.language.scorecards import Scorecard
from zhibu.kernel.errors import InputError, Problem


@dataclass(frozen=True)
class Rule:
    """One rule within its directive; `spec` is what the file says."""

    directive: str
    spec: RuleBase
    where: str = ""  # file:line
    parameters: tuple[str, ...] = ()  # names of the parameters whose values stand in it
    whole: str = ""  # the rule in the file, where this is one constraint of it: RULE of RULE.CONSTRAINT

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def names(self) -> tuple[str, ...]:
        """The ids by which a waiver may name it."""
        return (self.id, self.whole) if self.whole else (self.id,)

    @functools.cached_property
    def text(self) -> str:
        """All that the file says of it, as one text: what is compiled of it is kept by this."""
        return self.spec.model_dump_json(by_alias=True)

    @functools.cached_property
    def needs(self) -> Needs:
        """What it needs to be known."""
        return self.spec.needs()

    @functools.cached_property
    def units(self) -> tuple[Rule, ...]:
        """The rules that give its verdicts: itself, or one for each constraint of a procedure."""
        found = (self.spec,) if self.whole else self.spec.units()
        if found == (self.spec,):
            return (self,)
        return tuple(replace(self, spec=spec, whole=self.id) for spec in found)

    @property
    def key(self) -> tuple[str, str]:
        return self.directive, self.spec.id

    @property
    def judges(self) -> bool:
        """Whether it gives verdicts at all: what only may be done gives none."""
        return bool(self.spec.strength != "may")


@dataclass(frozen=True)
class Directive:
    """One directive (制度) as its folder says it."""

    head: DirectiveFile
    rules: tuple[Rule, ...] = ()
    articles: tuple[Article, ...] = ()
    cases: tuple[Case, ...] = ()
    folder: Path | None = None
    clauses: tuple[Clause, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)  # of the parameters, as they are used
    positions: tuple[Position, ...] = ()
    digest: str = ""  # of the texts of all its files: the version of the pack
    scorecards: tuple[Scorecard, ...] = ()
    score_cases: tuple[ScoreCase, ...] = ()
    score_parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by card
    roads: tuple[Road, ...] = ()
    voting: tuple[BallotWay, ...] = ()  # how matters are voted
    forms: tuple[BranchForm, ...] = ()  # what it says of joint, temporary and other special branches
    meetings: tuple[MeetingDemand, ...] = ()  # how activities are held
    topics: tuple[Topic, ...] = ()  # what they talk about

    @property
    def id(self) -> str:
        return self.head.id

    def article(self, number: str) -> Article | None:
        """The article of a number, where the pack has it."""
        return next((a for a in self.articles if a.article == number), None)

    def parameters_of(self, rule: Rule) -> list[tuple[Parameter, str]]:
        """The parameters whose values stand in a rule, each with the value used here."""
        named = {found.name: found for found in self.head.parameters}
        return [(named[name], self.values[name]) for name in rule.parameters if name in named]


@dataclass(frozen=True)
class Rulebook:
    """All directives loaded together, by id; and the words that packs add."""

    directives: dict[str, Directive] = field(default_factory=dict)
    activity_types: dict[str, ActivityType] = field(default_factory=dict)
    paper_kinds: dict[str, PaperKind] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    procedures: dict[str, Procedure] = field(default_factory=dict)
    ballot_matters: dict[str, BallotMatter] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)  # questions on which directives differ
    checklists: dict[str, Checklist] = field(default_factory=dict)
    holders: tuple[DutyHoldersFile, ...] = ()  # who has to see to what; of several the last
    borrowed: Mapping[str, str] = field(default_factory=dict)  # labels of words that its own packs lack
    voting_defaults: tuple[BallotWay, ...] = ()  # how matters are voted where no directive says more
    minutes_fields: dict[str, MinutesField] = field(default_factory=dict)  # that many records have

    def rules(self, directives: Iterable[str] | None = None) -> list[Rule]:
        """The rules of the named directives (all: None) that give verdicts, in order of their ids.

        A rule on a procedure is there once for each constraint, as RULE.CONSTRAINT.
        """
        named = sorted(self.directives if directives is None else set(directives))
        unknown = [name for name in named if name not in self.directives]
        if unknown:
            known = "、".join(sorted(self.directives)) or "（没有）"
            raise InputError(Problem("制度", name, f"已装入的制度之一：{known}") for name in unknown)
        found = [unit for name in named for rule in self.directives[name].rules if rule.judges
                 for unit in rule.units]
        return sorted(found, key=lambda rule: rule.key)

    def rule(self, directive: str, rule: str) -> Rule:
        """One rule, or one constraint of it (RULE.CONSTRAINT); InputError where there is none."""
        self.rules([directive])
        rules = self.directives[directive].rules
        units = [unit for found in rules for unit in found.units]
        for found in (*rules, *units):
            if found.id == rule:
                return found
        known = "、".join(r.id for r in units)
        raise InputError([Problem(f"制度 {directive}", rule, f"它的规则之一：{known}")])

    def scorecard(self, directive: str, card: str) -> Scorecard:
        """One scorecard; InputError where there is none."""
        self.rules([directive])
        cards = {found.id: found for found in self.directives[directive].scorecards}
        if card not in cards:
            known = "、".join(cards) or "（没有）"
            raise InputError([Problem(f"制度 {directive}", card, f"它的计分表之一：{known}")])
        return cards[card]

    def words(self) -> dict[str, str]:
        """The Chinese labels of the words that packs add.

        Activity types and kinds of paper by their code; matters of ballots as `matter.CODE`,
        procedures as `procedure.CODE`, their steps as `PROCEDURE.STEP`; checklists as
        `checklist.CODE`, their items as `checklist.CODE.ITEM`.
        """
        found = dict(self.borrowed)
        found |= {code: kind.label for code, kind in self.activity_types.items()}
        found |= {code: paper.label for code, paper in self.paper_kinds.items()}
        found |= {f"matter.{code}": one.label for code, one in self.ballot_matters.items()}
        for code, procedure in self.procedures.items():
            found[f"procedure.{code}"] = procedure.label
            found |= {f"{code}.{step.code}": step.label for step in procedure.steps}
        for code, checklist in self.checklists.items():
            found[f"checklist.{code}"] = checklist.label
            found |= {f"checklist.{code}.{item.code}": item.label for item in checklist.items}
        return found

    def effective(self, directive: str) -> tuple[dt.date, dt.date | None]:
        """The first day a directive is in force and the first on which it no longer is."""
        head = self.directives[directive].head
        return head.effective, head.until
