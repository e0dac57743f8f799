"""Writes of the room: judge everything, judge one organisation, react to writes of facts."""

from zhibu.domain.compliance.services.judging import (
    judge_all,
    judge_organisation,
    verdicts_refresh,
)

__all__ = ["judge_all", "judge_organisation", "verdicts_refresh"]
