"""Reads of the room for doors: agendas, feeds, burden, what a change would do."""

from zhibu.domain.planning.selectors.agenda import Agenda, Entry, Month, agenda
from zhibu.domain.planning.selectors.feeds import feed_get, feed_of, feed_of_secret, feeds_of
from zhibu.domain.planning.selectors.forecasts import (
    forecast_of_member,
    forecast_of_organisation,
)
from zhibu.domain.planning.selectors.trials import (
    Asked,
    Trial,
    book_with_draft,
    book_with_rules,
    book_with_value,
    burden_of,
    trial_asked,
    trial_made,
    trial_of_draft,
    weights,
)
from zhibu.domain.planning.selectors.waivers import (
    Subject,
    WaiverShown,
    days_back,
    subject_get,
    waiver_get,
    waivers,
)

__all__ = [
    "Agenda",
    "Asked",
    "Entry",
    "Month",
    "Subject",
    "Trial",
    "WaiverShown",
    "agenda",
    "book_with_draft",
    "book_with_rules",
    "book_with_value",
    "burden_of",
    "days_back",
    "feed_get",
    "feed_of",
    "feed_of_secret",
    "feeds_of",
    "forecast_of_member",
    "forecast_of_organisation",
    "subject_get",
    "trial_asked",
    "trial_made",
    "trial_of_draft",
    "waiver_get",
    "waivers",
    "weights",
]
