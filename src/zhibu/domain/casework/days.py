"""Days reckoned from other days as a road says it: calendar days, working days, months, years."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import CalendarDay
from zhibu.domain.rulebook.selectors import on_day
from zhibu.engine.calendar.days import WorkingDays, after
from zhibu.engine.language.procedure import Duration
from zhibu.kernel.dates import day_number, from_day_number

# Beside the secretary; a branch too small for a committee may have a deputy secretary, so he makes none.
COMMITTEE_POSTS = (
    "organisation_commissioner", "publicity_commissioner", "discipline_commissioner", "committee_member",
)  # fmt: skip


class Reckoning:
    """Adds times to days; the own working days are read once, and only where working days are asked for."""

    def __init__(self) -> None:
        self._calendar: WorkingDays | None = None

    @property
    def calendar(self) -> WorkingDays:
        """The public calendar with the days set here on top."""
        if self._calendar is None:
            own = CalendarDay.objects.values_list("date", "workday")
            self._calendar = WorkingDays({day_number(day): workday for day, workday in own})
        return self._calendar

    def after(self, day: dt.date, time: Duration) -> dt.date:
        """The day so long after another."""
        unit, count = time.span
        if unit == "days":
            return day + dt.timedelta(days=count)
        return from_day_number(after(day_number(day), unit, count, self.calendar if unit == "workdays" else _NONE))

    def workdays_after(self, day: dt.date, count: int) -> dt.date:
        """The `count`th working day after a day."""
        return from_day_number(self.calendar.after(day_number(day), count))


_NONE = WorkingDays({})


def has_committee(body: Organisation, on: dt.date) -> bool:
    """Whether a branch has a committee on a day: somebody holds a post that only committees have."""
    return Post.objects.filter(on_day(on), organisation=body, post__in=COMMITTEE_POSTS).exists()
