"""A forecast as pages show it: what is overdue, then month by month, with words, names and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import names_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine.forecasting import Duty, Forecast, Step, together
from zhibu.engine.forecasting.duties import PLACES
from zhibu.engine.wording import article_label

KEEP = ("overdue", "due")


@dataclass(frozen=True, slots=True)
class Around:
    """A step around a duty, in words."""

    place: str
    text: str
    source: str
    earliest: dt.date | None
    latest: dt.date | None
    conditional: bool
    strength: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an agenda; `names`: of whom, where it is not the organisation itself."""

    duty: Duty
    citation: Citation
    place: str
    names: tuple[str, ...]
    holder: str
    steps: tuple[Around, ...]
    also: tuple[Citation, ...] = ()  # what the same meeting answers too
    bodies: tuple[str, ...] = ()  # of several with the same duty: each, with whoever sees to it

    @property
    def directive(self) -> str:
        return self.duty.directive

    @property
    def rule(self) -> str:
        return self.duty.rule

    @property
    def subject(self) -> str:
        return self.duty.subject

    @property
    def period_start(self) -> dt.date:
        return self.duty.period_start


@dataclass(slots=True)
class Month:
    """A month with the duties that are due in it."""

    first: dt.date
    entries: list[Entry] = field(default_factory=list)
    count: int = 0  # of each organisation by itself


@dataclass(slots=True)
class Agenda:
    """All that a page of an agenda shows."""

    forecast: Forecast
    overdue: list[Entry]
    months: list[Month]
    done: int
    waived: int
    unknown: list[tuple[Citation, str]]
    lines: list[Entry]  # one for each organisation; the months join those that say the same

    @property
    def ahead(self) -> int:
        """How many are still to come."""
        return sum(entry.duty.state == "due" for entry in self.lines)

    def entries(self) -> list[Entry]:
        """All lines in their order, each organisation by itself."""
        return [*self.overdue, *(entry for entry in self.lines if entry.duty.state == "due")]


def agenda(found: Forecast) -> Agenda:
    """The agenda of a forecast; the caller has asked the scope."""
    lines = _entries(together(found.of(*KEEP)), found.today)
    months: dict[dt.date, Month] = {}
    for entry in lines:
        if entry.duty.state == "due":
            first = entry.duty.latest.replace(day=1)
            months.setdefault(first, Month(first)).entries.append(entry)
    for month in months.values():
        month.count, month.entries = len(month.entries), _of_many(month.entries)
    return Agenda(
        found,
        [entry for entry in lines if entry.duty.state == "overdue"],
        [months[first] for first in sorted(months)],
        len(together(found.of("done"))),
        len(found.of("waived")),
        [(cite(directive, rule), why) for directive, rule, why in found.unknown],
        lines,
    )


def _of_many(entries: list[Entry]) -> list[Entry]:
    """The same duty of several organisations by the same day as one line that names them."""
    found: dict[tuple[object, ...], list[Entry]] = {}
    for number, entry in enumerate(entries):
        duty = entry.duty
        key: tuple[object, ...] = (number,)
        if duty.subject_kind == "organisation":
            key = (duty.directive, duty.rule, duty.earliest, duty.latest, duty.what, duty.who)
        found.setdefault(key, []).append(entry)
    return [_one_for(some) if len(some) > 1 else some[0] for some in found.values()]


def _one_for(some: list[Entry]) -> Entry:
    bodies = tuple(one.place + (f"（{one.holder}）" if one.holder else "") for one in some)
    kind = "党小组" if some[0].duty.who == "group_leader" else "组织"
    return replace(some[0], place=f"{len(some)} 个{kind}", holder="", bodies=bodies)


def _entries(duties: Iterable[Duty], today: dt.date) -> list[Entry]:
    duties = list(duties)
    names = _names(duties)
    holders = _holders({duty.organisation for duty in duties}, today)
    return [
        Entry(
            duty,
            cite(duty.directive, duty.rule, duty.article),
            names.get(duty.organisation, duty.organisation),
            tuple(
                names.get(key, key) for key in duty.subjects if duty.subject_kind != "organisation"
            ),
            holders.get((duty.organisation, duty.who), ""),
            tuple(_around(step) for step in duty.steps),
            tuple(cite(*other) for other in duty.also),
        )
        for duty in duties
    ]


def _around(step: Step) -> Around:
    head = rulebook().directives[step.directive].head
    return Around(
        PLACES[step.place], step.text, f"{head.number or head.title} {article_label(step.article)}",
        step.earliest, step.latest, step.conditional, step.strength,
    )  # fmt: skip


def _names(duties: list[Duty]) -> dict[str, str]:
    """Names of organisations, members, posts and cases, by their ids."""
    kinds = {(duty.subject_kind, key) for duty in duties for key in duty.subjects}
    kinds |= {("organisation", duty.organisation) for duty in duties}
    return names_of(kinds)


def _holders(bodies: set[str], today: dt.date) -> dict[tuple[str, str], str]:
    """(organisation, post) -> the names of those who hold it today."""
    now = Q(until__isnull=True) | Q(until__gt=today)
    posts = list(Post.objects.filter(now, organisation__in=bodies, since__lte=today))
    people = dict(
        Member.objects.filter(pk__in={post.member for post in posts}).values_list("pk", "name")
    )
    found: dict[tuple[str, str], list[str]] = {}
    for post in posts:
        name = people.get(post.member)
        if name:
            found.setdefault((post.organisation_id, post.post), []).append(name)
    return {key: "、".join(names) for key, names in found.items()}
