"""Writes of the room: judge everything or some, react to writes of facts and to days that pass."""

from zhibu.domain.compliance.services.judging import judge_organisation, judge_some
from zhibu.domain.compliance.services.touching import (
    refresh_left,
    refresh_now,
    touched_note,
    touched_work_off,
    verdicts_refresh,
)
from zhibu.domain.compliance.services.turning import day_turn
from zhibu.domain.compliance.services.warming import rules_compile
from zhibu.domain.compliance.services.whole import judge_all

__all__ = [
    "day_turn",
    "judge_all",
    "judge_organisation",
    "judge_some",
    "refresh_left",
    "refresh_now",
    "rules_compile",
    "touched_note",
    "touched_work_off",
    "verdicts_refresh",
]
