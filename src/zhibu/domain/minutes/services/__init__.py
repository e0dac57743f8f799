"""Writes of the room: drafts, versions, confirmation, lock, correction; templates; signals and inspections."""

from zhibu.domain.minutes.services.finishing import TO, minutes_finish
from zhibu.domain.minutes.services.saving import (
    Saved,
    draft_drop,
    minutes_choose,
    minutes_draft,
    minutes_restore,
    minutes_save,
)
from zhibu.domain.minutes.services.settling import (
    change_follow,
    minutes_confirm,
    minutes_correct,
    minutes_follow,
    minutes_hand,
    minutes_lock,
    minutes_reopen,
    minutes_return,
)
from zhibu.domain.minutes.services.signals import (
    inspection_open,
    signal_answer,
    signal_pass,
    signals_look,
    signals_look_all,
)
from zhibu.domain.minutes.services.templates import minutes_template_add, minutes_template_withdraw

__all__ = [
    "TO",
    "Saved",
    "change_follow",
    "draft_drop",
    "inspection_open",
    "minutes_choose",
    "minutes_confirm",
    "minutes_correct",
    "minutes_draft",
    "minutes_finish",
    "minutes_follow",
    "minutes_hand",
    "minutes_lock",
    "minutes_reopen",
    "minutes_restore",
    "minutes_return",
    "minutes_save",
    "minutes_template_add",
    "minutes_template_withdraw",
    "signal_answer",
    "signal_pass",
    "signals_look",
    "signals_look_all",
]  # fmt: skip
