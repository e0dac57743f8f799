"""Types of activity as the room asks them: the words of one, which there are for a body."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import activity_type, activity_types_for, rulebook
from zhibu.engine.language.activity_types import ActivityType
from zhibu.kernel.errors import NotFound

MADE_ELSEWHERE = frozenset({"heart_to_heart_talk", "member_report"})  # rooms of their own, with rights of their own
PACKAGED = frozenset({"organisational_life_meeting", "democratic_life_meeting", "democratic_appraisal"})  # papers in `appraisals`


def kind_of(code: str) -> ActivityType:
    """The type; of a code that no pack knows (any more) a plain meeting."""
    return activity_type(code)


def kind_get(code: str) -> ActivityType:
    """The type, or NotFound in words: what is planned anew must be known."""
    if code not in rulebook().activity_types:
        raise NotFound(f"没有叫“{code}”的活动类型，从清单里选一个。")
    return kind_of(code)


def label_of(code: str) -> str:
    """Its Chinese name."""
    return kind_of(code).label


def kinds_for(organisation: Organisation, on: dt.date) -> list[ActivityType]:
    """The types that this body can hold and that are worked on here, in their order."""
    return [one for one in activity_types_for(organisation, on) if one.code not in MADE_ELSEWHERE]
