"""A notice on paper for those who read none on a phone: a slip each, time and what it is, to be handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.notices.models import Batch
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Slip, Slips

PER_PAGE = 4


def notice_slips(batch: Batch, names: Sequence[str], on: dt.date) -> Slips:
    """A slip for each name; with no name one for a board."""
    lines = [text for text, _, _ in batch.lines]
    signed = f"{batch.organisation.name}　{chinese_day(on)}"
    slips = [
        Slip("通知", body=[f"{name}同志：" if name else "全体党员：", *lines, "到时参加；来不了的，提前向组长请假。"], foot=signed)
        for name in (names or [""])
    ]
    return Slips("通知单", slips, per_page=PER_PAGE if names else 1, on=on)
