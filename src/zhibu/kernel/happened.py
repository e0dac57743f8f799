"""The day on which something was done: it does not lie ahead, nor before what it rests on."""

from __future__ import annotations

import datetime as dt

from zhibu.kernel import clock
from zhibu.kernel.errors import Refused


def require_happened(
    on: dt.date, what: str, *, after: dt.date | None = None, before: str = "前一步的日期", mend: str = "改成那天或以后"
) -> None:
    """Refused where `on`, the day of `what`, is still to come, or earlier than `after`, which is the day of `before`."""
    today = clock.today()
    if on > today:
        raise Refused(f"{what}日期读到 {on}，还没到；最晚填今天 {today}，办了再登记。")
    if after is not None and on < after:
        raise Refused(f"{what}日期读到 {on}，早于{before} {after}；{mend}。")
