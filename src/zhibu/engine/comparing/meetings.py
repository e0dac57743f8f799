"""What the directives in force demand of one activity, put together: the strictest first, none hides another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.engine.language.activity_types import DERIVED, STEPS, ActivityType, MinutesField
from zhibu.engine.language.meetings import CONDUCT, MeetingDemand, Topic
from zhibu.engine.language.roads import WEIGHTS
from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.engine.language.words import STRENGTHS
from zhibu.facts.choices import POSTS
from zhibu.facts.contract import TABLES

BINDING = ("must", "usual")


@dataclass(frozen=True, slots=True)
class Citation:
    """Who demands it, where, how strongly, and within how many days."""

    directive: str
    title: str
    demand: MeetingDemand

    @property
    def article(self) -> str:
        return self.demand.article

    @property
    def strength(self) -> str:
        return str(self.demand.strength)

    @property
    def strength_label(self) -> str:
        """应当, 一般, 鼓励 or 可以."""
        return STRENGTHS[self.demand.strength]

    @property
    def gist(self) -> str:
        return self.demand.gist

    @property
    def days(self) -> str:
        """The days as people say them: 提前 3 天, 7 天以内; nothing where it names none."""
        said = []
        if self.demand.earliest is not None:
            said.append(f"提前 {self.demand.before} 到 {self.demand.earliest} 天")
        elif self.demand.before is not None:
            said.append(f"提前 {self.demand.before} 天" if self.demand.before else "事先")
        if self.demand.within is not None:
            said.append(f"{self.demand.within} 天以内")
        return "，".join(said)


@dataclass(frozen=True, slots=True)
class Demanded:
    """One step, column, field of the record, paper, chair or manner; without citations nobody demands it."""

    code: str
    label: str
    citations: tuple[Citation, ...] = ()  # the strongest first

    @property
    def strength(self) -> str:
        """The strongest that a citation says; "" where nobody demands it."""
        return self.citations[0].strength if self.citations else ""

    @property
    def binding(self) -> bool:
        """Whether it is to be done (应当, 一般), not only welcome or allowed."""
        return self.strength in BINDING

    @property
    def before(self) -> int | None:
        """At least so many days before the activity: the most that is asked; None where no day is named."""
        return max((one.demand.before for one in self.citations if one.demand.before is not None), default=None)

    @property
    def within(self) -> int | None:
        """At the latest so many days after it: the fewest that are given; None where no day is named."""
        return min((one.demand.within for one in self.citations if one.demand.within is not None), default=None)


@dataclass(frozen=True, slots=True)
class Demands:
    """All that is demanded of a type of activity of one organisation on one day.

    `steps`, `fields`, `minutes` and `papers` list what the type has, in its order, and what is demanded besides;
    `chairs`, `speakers` and `conduct` only what somebody says.
    """

    type: ActivityType
    steps: tuple[Demanded, ...]
    fields: tuple[Demanded, ...]
    minutes: tuple[Demanded, ...]
    papers: tuple[Demanded, ...]
    chairs: tuple[Demanded, ...]  # their codes are posts, several joined by a blank
    speakers: tuple[Demanded, ...]  # likewise
    conduct: tuple[Demanded, ...]

    def step(self, code: str) -> Demanded | None:
        """One step; None where the type has no such and nobody demands it."""
        return _one(self.steps, code)

    def field(self, code: str) -> Demanded | None:
        return _one(self.fields, code)

    def minute(self, code: str) -> Demanded | None:
        return _one(self.minutes, code)

    def paper(self, code: str) -> Demanded | None:
        return _one(self.papers, code)

    def goes(self, code: str) -> Demanded | None:
        """One manner in which it is held (`CONDUCT`); None where nobody says it."""
        return _one(self.conduct, code)

    def asked_of(self, field: MinutesField) -> bool:
        """Whether a field of the record has to be filled in."""
        found = self.minute(field.code)
        return found is not None and found.binding

    @property
    def demanded(self) -> tuple[Demanded, ...]:
        """Whatever somebody demands, of all sorts."""
        everything = (*self.steps, *self.fields, *self.minutes, *self.papers, *self.chairs,
                      *self.speakers, *self.conduct)
        return tuple(one for one in everything if one.citations)


def _one(found: tuple[Demanded, ...], code: str) -> Demanded | None:
    return next((one for one in found if one.code == code), None)


def demands_of(
    kind: ActivityType, held_by: str, directives: Iterable[Directive], papers: dict[str, str]
) -> Demands:
    """What directives demand of a type when a kind of organisation holds it; `papers`: their labels by code.

    `held_by` empty: whoever holds it.
    """
    said: dict[str, dict[str, list[Citation]]] = {}
    for directive in directives:
        for demand in directive.meetings:
            if demand.concerns(kind.code, held_by):
                what, code = demand.says
                found = said.setdefault(what, {}).setdefault(code, [])
                found.append(Citation(directive.id, directive.head.title, demand))
    columns = {column.name: column.chinese for column in TABLES["activities"].columns}
    minutes = {field.code: field.label or field.code for field in kind.minutes}
    return Demands(
        kind,
        _told(said.get("step", {}), STEPS, kind.life, list(STEPS)),
        _told(said.get("field", {}), columns, kind.fields),
        _told(said.get("minutes", {}), DERIVED | minutes, tuple(minutes)),
        _told(said.get("paper", {}), papers, kind.papers),
        _told_posts(said.get("chair", {})),
        _told_posts(said.get("speaker", {})),
        _told(said.get("conduct", {}), CONDUCT, (), list(CONDUCT)),
    )


def posts_label(codes: str) -> str:
    """Posts joined by a blank as people say them: 书记、副书记."""
    return "、".join(POSTS.get(code, code) for code in codes.split())


def _told_posts(said: dict[str, list[Citation]]) -> tuple[Demanded, ...]:
    return _told(said, {code: posts_label(code) for code in said}, ())


def _told(
    said: dict[str, list[Citation]], labels: dict[str, str], own: tuple[str, ...], order: list[str] | None = None
) -> tuple[Demanded, ...]:
    codes = dict.fromkeys((*own, *said))
    listed = sorted(codes, key=order.index) if order else list(codes)
    return tuple(
        Demanded(code, labels.get(code, code),
                 tuple(sorted(said.get(code, ()), key=lambda one: -WEIGHTS[one.strength])))
        for code in listed
    )


@dataclass(frozen=True, slots=True)
class TopicTold:
    """A topic that a directive names for an activity, with where it stands."""

    directive: str
    title: str
    topic: Topic


def topics_of(type: str, held_by: str, month: int, directives: Iterable[Directive]) -> list[TopicTold]:
    """The topics for a type, a kind of organisation and a month: those of the month first, then those of any month."""
    found = [TopicTold(directive.id, directive.head.title, topic)
             for directive in directives for topic in directive.topics if topic.concerns(type, held_by, month)]
    return sorted(found, key=lambda one: (not one.topic.months, -WEIGHTS[one.topic.strength]))


WHATS = {"step": "步骤", "field": "登记", "minutes": "记录里写", "paper": "材料", "chair": "主持", "speaker": "主讲", "conduct": "开法"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that directives say of a type of activity: what, and who says it."""

    what: str  # 步骤, 登记, 记录里写 …
    label: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TypeAsked:
    """All that directives say of holding one type of activity."""

    type: ActivityType
    asked: tuple[Asked, ...]

    @property
    def directives(self) -> frozenset[str]:
        """Who says anything."""
        return frozenset(cited.directive for one in self.asked for cited in one.citations)


def meetings_of(book: Rulebook, directives: Iterable[str]) -> list[TypeAsked]:
    """What directives say of each type of activity, whoever holds it; types of which none speaks are left out."""
    chosen = [book.directives[key] for key in directives]
    papers = {code: kind.label for code, kind in book.paper_kinds.items()}
    found = []
    for kind in sorted(book.activity_types.values(), key=lambda one: (one.order, one.code)):
        demands = demands_of(kind, "", chosen, papers)
        sorts = zip(WHATS, (demands.steps, demands.fields, demands.minutes, demands.papers, demands.chairs,
                            demands.speakers, demands.conduct), strict=True)
        asked = tuple(Asked(WHATS[what], one.label, one.citations) for what, several in sorts
                      for one in several if one.citations)
        if asked:
            found.append(TypeAsked(kind, asked))
    return found
