"""Reads of activity types: what one says, which an organisation may hold, what is demanded, what to talk about."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors.in_force import in_force
from zhibu.domain.rulebook.selectors.words import paper_labels, rulebook
from zhibu.engine.comparing.meetings import Demands, TopicTold, demands_of, topics_of
from zhibu.engine.language.activity_types import ActivityType, MinutesField
from zhibu.engine.language.rulebook import Directive

_PLAIN = ("start", "place", "theme", "form", "host", "recorder", "recorded_on")


def activity_type(code: str) -> ActivityType:
    """What a type of activity is; of a code that nobody describes, a plain meeting with the code for a name."""
    found = rulebook().activity_types.get(code)
    if found is not None:
        return found
    contents = MinutesField(code="contents", label="内容", kind="text")
    return ActivityType(schema_="1", code=code, label=code, order=999, fields=_PLAIN, minutes=(contents,))


def activity_types_for(organisation: Organisation, on: dt.date) -> list[ActivityType]:
    """The types that an organisation may hold on a day, in their order."""
    kinds = [kind for kind in rulebook().activity_types.values()
             if not kind.held_by or organisation.kind in kind.held_by]
    return sorted(kinds, key=lambda kind: (kind.order, kind.code))


def binding_directives(organisation: Organisation, on: dt.date) -> list[Directive]:
    """The installed directives in force for an organisation on a day, each once, from the top down."""
    found = {one.key: one.directive for one in in_force(organisation, on) if one.directive is not None}
    return [directive for directive in found.values()
            if directive.head.effective <= on and (directive.head.until is None or on < directive.head.until)]


def demanded(organisation: Organisation, type: str, on: dt.date) -> Demands:
    """What the directives in force demand when the organisation holds a type of activity on a day.

    Those that disagree stand side by side, the strongest first; days are the strictest that one of them names.
    """
    kind = activity_type(type)
    return demands_of(kind, organisation.kind, binding_directives(organisation, on), paper_labels())


def topics_for(organisation: Organisation, type: str, month: int, on: dt.date) -> list[TopicTold]:
    """What directives in force on a day propose to talk about at a type of activity in a month (1 to 12)."""
    return topics_of(type, organisation.kind, month, binding_directives(organisation, on))
