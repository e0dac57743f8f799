"""When a notice goes out: at once or with the day's or week's others, never in the quiet hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.notices.choices import Rhythm
from zhibu.kernel.clock import SHANGHAI

DIGEST = dt.time(8, 0)
MONDAY = 0
SHORT = dt.timedelta(hours=24)  # a thing nearer to the digest than this does not wait for it
BACK_OFF = (1, 5, 30, 120, 480)  # minutes after each failed try; then it is given up


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often, and between which hours nothing; two equal hours are no quiet at all."""

    rhythm: str = Rhythm.DAILY
    quiet_from: dt.time = dt.time(21, 0)
    quiet_until: dt.time = dt.time(7, 30)


def out_at(now: dt.datetime, wanted: Wanted, when: dt.datetime | None) -> dt.datetime:
    """The moment at which it goes out. What is about to happen does not wait for the digest."""
    planned = next_digest(now, wanted.rhythm)
    if when is not None and when - planned < SHORT:
        planned = now
    return after_quiet(planned, wanted)


def next_digest(now: dt.datetime, rhythm: str) -> dt.datetime:
    """The next eight o'clock, or that of the next Monday; now where nothing is gathered."""
    if rhythm == Rhythm.AT_ONCE:
        return now
    there = now.astimezone(SHANGHAI)
    first = dt.datetime.combine(there.date(), DIGEST, SHANGHAI)
    if first <= there:
        first += dt.timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        first += dt.timedelta(days=(MONDAY - first.weekday()) % 7)
    return first


def after_quiet(moment: dt.datetime, wanted: Wanted) -> dt.datetime:
    """The moment itself, or the end of the quiet hours into which it falls."""
    there = moment.astimezone(SHANGHAI)
    since, until = wanted.quiet_from, wanted.quiet_until
    if since == until:
        return moment
    at = there.time()
    over_midnight = since > until
    quiet = (at >= since or at < until) if over_midnight else since <= at < until
    if not quiet:
        return moment
    day = there.date() + dt.timedelta(days=1) if over_midnight and at >= since else there.date()
    return dt.datetime.combine(day, until, SHANGHAI)


def try_again_at(now: dt.datetime, tries: int) -> dt.datetime | None:
    """When to try after so many failed tries; None where it is given up."""
    return now + dt.timedelta(minutes=BACK_OFF[tries - 1]) if tries <= len(BACK_OFF) else None
