"""Organisational life in the demo branch, room by room: one list, one small file a room (`life_<room>.py`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from zhibu.domain.compliance.services import refresh_left
from zhibu.domain.demo.life_appraisals import appraisals_make
from zhibu.domain.demo.life_bylaws import bylaws_make
from zhibu.domain.demo.life_meetings import meetings_make
from zhibu.domain.demo.life_minutes import minutes_make
from zhibu.domain.demo.life_talks import (
    answers_make,
    commitments_make,
    member_reports_make,
    study_make,
    talks_make,
)
from zhibu.domain.demo.life_tasks import opinions_make, reports_make, tasks_make

LIFE: tuple[Callable[..., int], ...] = (
    meetings_make, minutes_make, bylaws_make, tasks_make, opinions_make, reports_make, appraisals_make,
    talks_make, member_reports_make, study_make, commitments_make, answers_make,
)  # in the order in which they are made


def life_make(*, on: dt.date) -> int:
    """Make what the pages of organisational life show; how many things."""
    made = 0
    for make in LIFE:
        with refresh_left(), transaction.atomic():  # the county is judged as a whole at the end
            made += make(on=on)
    return made
