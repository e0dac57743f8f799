"""Puts the roads of several directives together, step by step: the stricter holds, each asker is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhibu.engine.language.files import Procedure, ProcedureStep
from zhibu.engine.language.roads import WEIGHTS, Limit, Road, RoadStep
from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.engine.language.words import LEVELS

# From loose to strict: a person alone names no one, a vote of all binds most.
MANNERS = ("", "designated", "recommended", "elected")
FILINGS = ("none", "report", "file", "request", "review", "reply")


@dataclass(frozen=True, slots=True)
class Part:
    """One directive's road within a road put together."""

    directive: str
    title: str
    level: str
    road: Road

    @property
    def key(self) -> str:
        return f"{self.directive}/{self.road.id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which directive asks for something, by which article, how bindingly."""

    directive: str  # empty: the procedure's file itself
    title: str
    article: str
    strength: str
    gist: str = ""
    cure: str = ""

    @property
    def weight(self) -> int:
        return WEIGHTS[self.strength]


@dataclass(frozen=True, slots=True)
class After:
    """Steps that go before."""

    steps: tuple[str, ...]
    by: Asked


@dataclass(frozen=True, slots=True)
class Timed:
    """A time from another step: the earliest day (`latest` false) or the latest."""

    limit: Limit
    latest: bool
    by: Asked


@dataclass(frozen=True, slots=True)
class Papers:
    """Kinds of paper that must be there by the day."""

    kinds: tuple[str, ...]
    by: Asked


@dataclass(frozen=True, slots=True)
class Meeting:
    """Types of meeting of which one must have decided; the second where a branch has no committee."""

    types: tuple[str, ...]
    without_committee: tuple[str, ...]
    by: Asked

    def of(self, *, committee: bool) -> tuple[str, ...]:
        """The types that may decide in a branch with or without a committee."""
        return self.types if committee or not self.without_committee else self.without_committee


@dataclass(frozen=True, slots=True)
class MergedStep:
    """One step with what all directives in force ask of it; `strength` is the strictest."""

    code: str
    label: str
    stage: str
    doer: str  # in words, by the procedure's file
    strength: str
    repeated: bool
    usual_papers: tuple[str, ...]
    asked: tuple[Asked, ...]
    after: tuple[After, ...] = ()
    times: tuple[Timed, ...] = ()
    papers: tuple[Papers, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    by: tuple[str, ...] = ()  # kinds of organisation; empty: the one whose case it is
    ballot: str = ""
    filing: str = "none"
    silent: tuple[str, ...] = ()  # titles of directives whose road does not ask for the step

    @property
    def differs(self) -> bool:
        """Whether the directives together do not ask the same: shown with the articles of each."""
        strengths = {one.strength for one in self.asked}
        binding = any(one.weight >= WEIGHTS["usual"] for one in self.asked)
        return len(strengths) > 1 or bool(self.silent and binding)

    @property
    def demands(self) -> tuple[object, ...]:
        """What it asks, whoever asks: two roads that ask the same are one."""
        return (
            self.code, self.strength, frozenset(code for one in self.after for code in one.steps),
            frozenset((one.limit.said, one.latest) for one in self.times),
            frozenset(kind for one in self.papers for kind in one.kinds),
            frozenset(one.types for one in self.meetings), self.filing,
        )


@dataclass(frozen=True, slots=True)
class WholeRoad:
    """A road as it is gone where several directives hold: the leading one and what others add."""

    procedure: str
    lead: Part | None  # None: no directive in force lays one down, the procedure's file gives the steps
    parts: tuple[Part, ...]
    steps: tuple[MergedStep, ...]
    effects: tuple[str, ...]  # after all of these steps it is in force

    @property
    def key(self) -> str:
        return self.lead.key if self.lead else ""

    @property
    def label(self) -> str:
        return self.lead.road.label if self.lead else "按程序的步骤"

    @property
    def manner(self) -> str:
        """How a post comes about that is filled this way; the strictest of the parts."""
        return max((part.road.manner or "" for part in self.parts), key=MANNERS.index, default="")

    def step(self, code: str) -> MergedStep | None:
        """The step of a code."""
        return next((step for step in self.steps if step.code == code), None)


def whole_roads(
    book: Rulebook, procedure: str, directives: Iterable[str], decided: Mapping[str, str] | None = None
) -> list[WholeRoad]:
    """The roads on offer where these directives are in force: the nearest text first, teaching material last.

    `decided`: matter -> the directive that an interpretation chose; the others' roads on it then say nothing.
    """
    found = book.procedures[procedure]
    laid = _laid(book, procedure, directives, decided or {})
    leads = [part for part in laid if part.road.leads]
    if not leads:
        return [_whole(found, None, laid)]
    offers: list[WholeRoad] = []
    for part in leads:
        whole = _together(found, part, laid)
        if not any(whole.key == one.key or _same(whole, one) for one in offers):
            offers.append(whole)
    return offers


def whole_road(
    book: Rulebook, procedure: str, directives: Iterable[str], decided: Mapping[str, str], key: str
) -> WholeRoad:
    """The road of a key; where it is no longer on offer, the first that is."""
    offers = whole_roads(book, procedure, directives, decided)
    for whole in offers:
        if whole.key == key:
            return whole
    for whole in offers:
        if key in {part.key for part in whole.parts}:
            return whole
    return offers[0]


def _laid(
    book: Rulebook, procedure: str, directives: Iterable[str], decided: Mapping[str, str]
) -> list[Part]:
    levels = list(LEVELS)
    named = [book.directives[name] for name in dict.fromkeys(directives) if name in book.directives]

    def rank(one: Directive) -> tuple[int, str]:
        level = one.head.level or "unit"
        return (len(levels) if level == "material" else -levels.index(level), one.id)

    chosen = {matter: name for matter, name in decided.items()
              if any(road.procedure == procedure and road.matter == matter
                     for one in named if one.id == name for road in one.roads)}
    return [
        Part(one.id, one.head.title, one.head.level, road)
        for one in sorted(named, key=rank) for road in one.roads
        if road.procedure == procedure and chosen.get(road.matter or "", one.id) == one.id
    ]


def _together(procedure: Procedure, lead: Part, laid: Sequence[Part]) -> WholeRoad:
    """The road of one directive with, of each other one, what only adds and the road most like it."""
    parts = [lead]
    others = dict.fromkeys(part.directive for part in laid if part.directive != lead.directive)
    for name in others:
        own = [part for part in laid if part.directive == name and part.road.leads]
        if own:
            parts.append(_counterpart(lead, own))
    parts += [part for part in laid if not part.road.leads]
    strictest = max(parts, key=lambda p: (p.road.leads, MANNERS.index(p.road.manner or ""), p is lead))
    return _whole(procedure, strictest, sorted(parts, key=laid.index))


def _counterpart(lead: Part, own: Sequence[Part]) -> Part:
    for part in own:
        if lead.road.manner is not None and part.road.manner == lead.road.manner:
            return part
    return next((part for part in own if part.road.id == lead.road.id), own[0])


def _same(one: WholeRoad, other: WholeRoad) -> bool:
    return [step.demands for step in one.steps] == [step.demands for step in other.steps]


def _whole(procedure: Procedure, lead: Part | None, parts: Sequence[Part]) -> WholeRoad:
    before = _before(procedure) if lead is None else {}
    steps = tuple(_step(one, parts, before.get(one.code, ""), led=lead is not None) for one in procedure.steps)
    effects = {part.road.effect_after for part in parts if part.road.leads and part.road.effect_after}
    if lead is None:
        effects = {next(one.code for one in reversed(procedure.steps) if not one.optional)}
    order = [code for code in procedure.codes if code in effects]
    return WholeRoad(procedure.code, lead, tuple(parts), steps, tuple(order))


def _before(procedure: Procedure) -> dict[str, str]:
    """Each step that every case has -> the one before it."""
    plain = [one.code for one in procedure.steps if not one.optional]
    return {then: first for first, then in pairwise(plain)}


def _step(spec: ProcedureStep, parts: Sequence[Part], before: str, *, led: bool) -> MergedStep:
    named = [(part, found) for part in parts if (found := part.road.step(spec.code)) is not None]
    asked = tuple(
        _asked(part, step, step.strength, step.article or part.road.article) for part, step in named)
    own = _own(spec, led=led)
    ordered = (After((before,), own),) if before else ()
    if not asked:
        return MergedStep(
            spec.code, spec.label, spec.stage, spec.by, own.strength, spec.repeated, spec.papers, (own,), after=ordered)
    return MergedStep(
        spec.code, spec.label, spec.stage, spec.by,
        max((one.strength for one in asked), key=WEIGHTS.__getitem__), spec.repeated, spec.papers, asked,
        after=(*(After(step.after, _gate(part, step)) for part, step in named if step.after), *ordered),
        times=tuple(_times(named)),
        papers=tuple(Papers(step.papers, _gate(part, step)) for part, step in named if step.papers),
        meetings=tuple(Meeting(step.decided_by, step.without_committee, _gate(part, step))
                       for part, step in named if step.decided_by),
        by=next((step.by for _, step in named if step.by), ()),
        ballot=next((step.ballot for _, step in named if step.ballot), ""),
        filing=max((step.filing for _, step in named), key=FILINGS.index),
        silent=tuple(dict.fromkeys(
            part.title for part in parts if part.road.leads and part.road.step(spec.code) is None)),
    )


def _own(spec: ProcedureStep, *, led: bool) -> Asked:
    """What the procedure's file says of a step: where no road leads, its steps are usual, in their order."""
    strength = "may" if spec.optional else "encouraged" if led else "usual"
    return Asked("", "程序的步骤", spec.article, strength)


def _times(named: Sequence[tuple[Part, RoadStep]]) -> Iterable[Timed]:
    for part, step in named:
        for latest, limits in ((False, step.not_before), (True, step.within)):
            for limit in limits:
                article = limit.article or step.article or part.road.article
                yield Timed(limit, latest, _asked(part, step, limit.strength or step.gates, article))


def _gate(part: Part, step: RoadStep) -> Asked:
    return _asked(part, step, step.gates, step.article or part.road.article)


def _asked(part: Part, step: RoadStep, strength: str, article: str) -> Asked:
    return Asked(part.directive, part.title, article, strength, step.gist, step.cure)
