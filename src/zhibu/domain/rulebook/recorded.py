"""When waivers were recorded here: one that begins earlier excuses what was missed before anybody approved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.domain.audit.selectors import done_on
from zhibu.domain.rulebook.models import Waiver


@dataclass(frozen=True, slots=True)
class Recorded:
    """A waiver and the day on which it was recorded; None where it came with a bundle of facts."""

    waiver: Waiver
    on: dt.date | None

    @property
    def days_back(self) -> int:
        """How many days before it was recorded it begins; 0 where it begins later, or nobody can say."""
        return max(0, (self.on - self.waiver.since).days) if self.on is not None else 0

    def covers(self, day: dt.date | None) -> bool:
        """Whether it holds on a day."""
        until = self.waiver.until
        return bool(day and self.waiver.since <= day and (until is None or day < until))


def recorded(waivers: Iterable[Waiver]) -> list[Recorded]:
    """Each waiver with the day on which it was recorded, by the record, which nobody can backdate."""
    found = list(waivers)
    days = done_on("waiver.record", [str(waiver.pk) for waiver in found])
    return [Recorded(waiver, days.get(str(waiver.pk))) for waiver in found]
