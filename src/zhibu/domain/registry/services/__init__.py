"""Writes of the file of a member."""

from zhibu.domain.registry.services.clearing import (
    clearing_keep,
    clearings_approve,
    clearings_find,
)
from zhibu.domain.registry.services.corrections import (
    correction_ask,
    correction_decide,
    correction_object,
    correction_review,
    correction_withdraw,
)
from zhibu.domain.registry.services.looking import (
    look_note,
    member_print,
    member_reveal,
    roster_export,
)
from zhibu.domain.registry.services.merging import (
    distinct_record,
    member_merge,
    member_separate,
)
from zhibu.domain.registry.services.records import (
    care_record,
    care_withdraw,
    hardship_end,
    hardship_record,
    reward_record,
    reward_withdraw,
)

__all__ = [
    "care_record",
    "care_withdraw",
    "clearing_keep",
    "clearings_approve",
    "clearings_find",
    "correction_ask",
    "correction_decide",
    "correction_object",
    "correction_review",
    "correction_withdraw",
    "distinct_record",
    "hardship_end",
    "hardship_record",
    "look_note",
    "member_merge",
    "member_print",
    "member_reveal",
    "member_separate",
    "reward_record",
    "reward_withdraw",
    "roster_export",
]
