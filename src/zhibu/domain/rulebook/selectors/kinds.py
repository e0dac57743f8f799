"""Reads of activity types: what one says, which an organisation may hold, what is demanded, what to talk about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.inventing import PREFIX, latest
from zhibu.domain.rulebook.models import OwnType
from zhibu.domain.rulebook.selectors.in_force import in_force, in_force_each
from zhibu.domain.rulebook.selectors.words import activity_labels, paper_labels, rulebook
from zhibu.engine.comparing.meetings import (
    Demands,
    TopicTold,
    TypeAsked,
    demands_of,
    meetings_of,
    topics_of,
)
from zhibu.engine.language.activity_types import ActivityType, MinutesField
from zhibu.engine.language.ledger import LedgerColumn
from zhibu.engine.language.ledger import columns_of as ledger_columns
from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

_PLAIN = ("start", "place", "theme", "form", "host", "recorder", "recorded_on")


def activity_type(code: str) -> ActivityType:
    """What a type of activity is; of a code that nobody describes, a plain meeting with the code for a name."""
    found = rulebook().activity_types.get(code)
    if found is not None:
        return found
    contents = MinutesField(code="contents", label="内容", kind="text")
    return ActivityType(schema_="1", code=code, label=code, order=999, fields=_PLAIN, minutes=(contents,))


def activity_types_for(organisation: Organisation, on: dt.date) -> list[ActivityType]:
    """The types that an organisation may hold on a day, in their order: of the packs, and invented here or above."""
    left_out = _not_here(organisation, on)
    kinds = [kind for kind in rulebook().activity_types.values()
             if (not kind.held_by or organisation.kind in kind.held_by) and kind.code not in left_out]
    return sorted(kinds, key=lambda kind: (kind.order, kind.code))


def _not_here(organisation: Organisation, on: dt.date) -> set[str]:
    """The invented types that are not this organisation's, or not on that day."""
    if not any(code.startswith(f"{PREFIX}_") for code in rulebook().activity_types):
        return set()  # nobody invented any: no question to the database
    return {row.code for row in latest()
            if not organisation.path.startswith(row.owner.path)
            or on < row.since or (row.until is not None and on >= row.until)}


def own_types(actor: Actor) -> list[OwnType]:
    """The invented types that the actor's organisations may use, and those of organisations in his range."""
    if actor.everything:
        return latest()
    paths = [held.path for held in actor.roles]
    if not paths:
        paths = list(scope.organisations_named(actor).order_by().values_list("path", flat=True))
    return [row for row in latest()
            if any(path.startswith(row.owner.path) for path in paths) or actor.reaches(row.owner.path, "clerk")]


def own_type_get(actor: Actor, code: str) -> OwnType:
    """One of them, as it holds."""
    found = next((row for row in own_types(actor) if row.code == code), None)
    if found is None:
        raise NotFound("没有这种自己定的活动类型，或者它不在你能看的范围里。")
    return found


def own_type_codes() -> list[str]:
    """The codes of all invented types."""
    return [row.code for row in latest()]


def types_in_sight(actor: Actor) -> dict[str, str]:
    """Code -> name of the types to choose among, in their order: not those that organisations elsewhere invented."""
    foreign = set(own_type_codes()) - {row.code for row in own_types(actor)}
    return {code: label for code, label in activity_labels().items() if code not in foreign}


def own_type_words(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Label and short name of each invented activity type in sight, with its code: what workbooks may write."""
    kinds, seen = rulebook().activity_types, {row.code for row in own_types(actor)}
    return tuple((word, code) for code in sorted(seen) for word in (kinds[code].label, kinds[code].short) if word)


def book_for(organisation: Organisation) -> Rulebook:
    """The rulebook whose words one organisation chooses among: without the types invented elsewhere."""
    book = rulebook()
    foreign = {row.code for row in latest() if not organisation.path.startswith(row.owner.path)}
    return replace(book, activity_types={k: v for k, v in book.activity_types.items() if k not in foreign}) if foreign else book


def own_type_versions(code: str) -> list[OwnType]:
    """All that a type was, the latest first."""
    return list(OwnType.objects.filter(code=code).order_by("-version"))


def binding_directives(organisation: Organisation, on: dt.date) -> list[Directive]:
    """The installed directives in force for an organisation on a day, each once, from the top down."""
    found = {one.key: one.directive for one in in_force(organisation, on) if one.directive is not None}
    return [directive for directive in found.values() if _holds(directive, on)]


def _holds(directive: Directive, on: dt.date) -> bool:
    return directive.head.effective <= on and (directive.head.until is None or on < directive.head.until)


def step_days(asked: Sequence[tuple[Organisation, str, dt.date]], step: str) -> list[int | None]:
    """Within how many days each (organisation, type of activity, day) is to make a step; None where nobody names days.

    The same as `demanded(...).step(step).within` of each, in as many queries as of one.
    """
    binding = in_force_each([(organisation, on) for organisation, _, on in asked])
    told = []
    for (organisation, type, on), directives in zip(asked, binding, strict=True):
        days = [
            demand.within
            for directive in directives if _holds(directive, on)
            for demand in directive.meetings
            if demand.says == ("step", step) and demand.within is not None and demand.concerns(type, organisation.kind)
        ]  # fmt: skip
        told.append(min(days, default=None))
    return told


def demanded(organisation: Organisation, type: str, on: dt.date) -> Demands:
    """What the directives in force demand when the organisation holds a type of activity on a day.

    Those that disagree stand side by side, the strongest first; days are the strictest that one of them names.
    """
    kind = activity_type(type)
    return demands_of(kind, organisation.kind, binding_directives(organisation, on), paper_labels())


def demanded_each(asked: Sequence[tuple[Organisation, str, dt.date]]) -> list[Demands]:
    """The same of many (organisation, type of activity, day), in as many queries as of one."""
    binding, papers = in_force_each([(organisation, on) for organisation, _, on in asked]), paper_labels()
    return [
        demands_of(activity_type(type), organisation.kind, [one for one in directives if _holds(one, on)], papers)
        for (organisation, type, on), directives in zip(asked, binding, strict=True)
    ]


def topics_for(organisation: Organisation, type: str, month: int, on: dt.date) -> list[TopicTold]:
    """What directives in force on a day propose to talk about at a type of activity in a month (1 to 12)."""
    return topics_of(type, organisation.kind, month, binding_directives(organisation, on))


def columns_of(type: str) -> tuple[LedgerColumn, ...]:
    """The columns of the ledger of a type: what lists, workbooks and prints of its activities may show."""
    return ledger_columns(activity_type(type), paper_labels())


def meetings_said(directives: Iterable[str]) -> list[TypeAsked]:
    """What installed directives say of holding each type of activity, side by side."""
    return meetings_of(rulebook(), directives)
