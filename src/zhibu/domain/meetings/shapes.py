"""What programs read of a meeting."""

from __future__ import annotations

import datetime as dt

from zhibu.kernel.actions import Shape


class MeetingTold(Shape):
    """One meeting; `next`: the code of the step to be made now, of a single one."""

    id: str
    organisation: str
    type: str
    label: str
    on: dt.date
    start: str
    place: str
    theme: str
    status: str
    host: list[str]
    recorder: list[str]
    speaker: list[str]
    agenda: list[str]
    part_of: str
    joint_of: str
    consulted_on: dt.date | None
    approved_on: dt.date | None
    returned_on: dt.date | None
    notice_on: dt.date | None
    recorded_on: dt.date | None
    reported_on: dt.date | None
    late_entry: bool
    version: int
