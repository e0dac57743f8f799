"""What stands in the way of a step on a day, by which article, and how it is mended. Pure of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhibu.domain.casework.days import Reckoning
from zhibu.engine.comparing.roads import Asked, MergedStep, Timed, WholeRoad
from zhibu.engine.language.roads import OPENED, WEIGHTS
from zhibu.engine.wording import article_label


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that stands in the way of a step: why, by which article, how binding, how to mend it."""

    why: str
    directive: str
    title: str
    article: str
    strength: str  # must: refused; usual: a recorded reason is enough; else only said
    cure: str = ""
    form: str = "order"  # order, early, late, papers, meeting

    @property
    def refuses(self) -> bool:
        return self.strength == "must"

    @property
    def wants_reason(self) -> bool:
        return self.strength == "usual"

    @property
    def cited(self) -> str:
        """With whose word it is."""
        return f"{self.why}（{self.title}{f' {article_label(self.article)}' if self.article else ''}）"


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that was recorded, with what was said then."""

    code: str
    on: dt.date
    outcome: str = ""
    by: str = ""
    decided_by: str = ""
    reason: str = ""
    papers: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    filing: str = ""
    vote: str = ""  # the vote whose result this is, and its figures in words
    figures: str = ""


@dataclass(slots=True)
class CaseFacts:
    """Steps of a case in the order of their days, and papers about it with theirs."""

    steps: list[StepDone] = field(default_factory=list)
    papers: list[tuple[str, dt.date]] = field(default_factory=list)
    filed: dict[str, dt.date] = field(default_factory=dict)  # steps for which a filing is under way -> sent on

    def first(self, code: str) -> dt.date | None:
        """The day a step was first done."""
        return next((step.on for step in self.steps if step.code == code), None)

    def of(self, code: str) -> tuple[StepDone, ...]:
        """All of one step."""
        return tuple(step for step in self.steps if step.code == code)

    def papers_by(self, day: dt.date) -> set[str]:
        """Kinds of paper that are there by a day."""
        return {kind for kind, on in self.papers if on <= day}


def weaker(one: str, other: str) -> str:
    """The less binding of two strengths."""
    return min(one, other, key=WEIGHTS.__getitem__)


def step_demands(
    road: WholeRoad, step: MergedStep, facts: CaseFacts, opened: dt.date, on: dt.date, reckoning: Reckoning
) -> list[Demand]:
    """What stands in the way of doing a step on a day, as to order and time."""
    found = [*_order(road, step, facts, on), *_behind(road, step, facts, on)]
    found += [one for time in step.times for one in _time(road, step, time, facts, opened, on, reckoning)]
    return _told_once(found)


def paper_demands(step: MergedStep, there: set[str], labels: dict[str, str]) -> list[Demand]:
    """Kinds of paper that a step asks for and that are not there."""
    found = []
    for asked in step.papers:
        missing = [labels.get(kind, kind) for kind in asked.kinds if kind not in there]
        if missing:
            found.append(_demand(f"还缺材料：{'、'.join(missing)}", asked.by, asked.by.strength, "papers"))
    return _told_once(found)


def _order(road: WholeRoad, step: MergedStep, facts: CaseFacts, on: dt.date) -> Iterator[Demand]:
    """Steps that go before: there at all, and no later than the day."""
    for after in step.after:
        for code in after.steps:
            before, day = road.step(code), facts.first(code)
            if before is None:
                continue
            if day is None:
                strength = weaker(after.by.strength, before.strength)
                if WEIGHTS[strength] >= WEIGHTS["usual"] or before.strength == "encouraged":
                    yield _demand(f"还没有{before.label}", after.by, strength)
            elif day > on:
                yield _demand(f"{before.label}在 {day}，这一步不能早于那天", after.by, after.by.strength)


def _behind(road: WholeRoad, step: MergedStep, facts: CaseFacts, on: dt.date) -> Iterator[Demand]:
    """Steps already done that come after this one: it cannot be dated behind them."""
    if facts.first(step.code) is not None:
        return  # done again: the first time counts
    for later in road.steps:
        day = facts.first(later.code)
        for after in later.after:
            if step.code in after.steps and day is not None and on > day:
                yield _demand(f"{later.label}已经在 {day} 办了，{step.label}应当在那以前", after.by, after.by.strength)


def _time(
    road: WholeRoad, step: MergedStep, time: Timed, facts: CaseFacts, opened: dt.date, on: dt.date, reckoning: Reckoning
) -> Iterator[Demand]:
    start = road.step(time.limit.from_)
    base = opened if time.limit.from_ == OPENED else facts.first(time.limit.from_)
    name = "开始办理" if start is None else start.label
    if base is None:
        if not time.latest and start is not None and start.strength == "must":
            yield _demand(f"还没有{name}", time.by, time.by.strength, "early")
        return
    limit = reckoning.after(base, time.limit)
    said = f"从{name}（{base}）起 {time.limit.chinese}"
    if not time.latest and on < limit:
        yield _demand(f"{said}以后才能{step.label}，最早 {limit}", time.by, time.by.strength, "early")
    if time.latest and on > limit:  # what is late is still to be done: it is said, not refused
        yield _demand(f"{said}以内，最晚 {limit}，这一天晚了", time.by, weaker(time.by.strength, "encouraged"), "late")


def _demand(why: str, by: Asked, strength: str, form: str = "order") -> Demand:
    return Demand(why, by.directive, by.title, by.article, strength, by.cure, form)


def _told_once(found: list[Demand]) -> list[Demand]:
    """The same thing asked by several directives is told once, by the most binding."""
    ordered = sorted(found, key=lambda one: -WEIGHTS[one.strength])
    return list({one.why: one for one in reversed(ordered)}.values())[::-1]

