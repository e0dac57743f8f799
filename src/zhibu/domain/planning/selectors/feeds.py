"""Calendar feeds: one's own, and the one behind a secret address."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.selectors import record_end
from zhibu.domain.compliance.selectors.names import place_names
from zhibu.domain.planning.models import Feed
from zhibu.domain.planning.selectors.forecasts import (
    forecast_of_member,
    forecast_of_organisation,
)
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine.forecasting import together
from zhibu.engine.forecasting.calendars import Appointment, calendar_file
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

MOST = 20  # feeds of one account
KEPT = 24 * 3600  # seconds for which a calendar is kept


def feed_digest(secret: str) -> str:
    """What is stored of a secret: it is long and random, so a plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feeds_of(actor: Actor) -> list[Feed]:
    """The actor's feeds that are not revoked, the latest first."""
    found = Feed.objects.filter(user=actor.user or None, revoked_on__isnull=True)
    return list(found.select_related("organisation", "member").order_by("-pk"))


def feed_get(actor: Actor, pk: int) -> Feed:
    """One of the actor's own feeds."""
    found = Feed.objects.filter(pk=pk)
    if not actor.everything:
        found = found.filter(user=actor.user or None)
    feed = found.first()
    if feed is None:
        raise NotFound("找不到这个日历订阅。")
    return feed


def feed_of_secret(secret: str) -> Feed:
    """The feed behind an address; NotFound where there is none or it was revoked."""
    found = Feed.objects.filter(secret_digest=feed_digest(secret), revoked_on__isnull=True)
    feed = found.select_related("user", "organisation", "member").first()
    if feed is None or not feed.user.is_active:
        raise NotFound("没有这个日历，或者它已经停用。")
    return feed


def feed_of(feed: Feed, today: dt.date) -> bytes:
    """The calendar of a feed, as far as whoever opened it may still see it; no names of members.

    Programs ask many times a day: rights are asked each time, the text is made once for each day and
    state of the record, since nothing that it says changes without an entry there.
    """
    actor = actor_of(user=feed.user, door="web", on=today)
    if feed.organisation_id:
        scope.organisation_get(actor, feed.organisation_id)
    else:
        scope.member_get(actor, feed.member_id or "")
    name = f"calendar:{feed.pk}:{today}:{record_end()}"
    text: bytes | None = cache.get(name)
    if text is None:
        text = _calendar(feed, actor, today)
        cache.set(name, text, KEPT)
    return text


def _calendar(feed: Feed, actor: Actor, today: dt.date) -> bytes:
    if feed.organisation_id:
        found = forecast_of_organisation(actor=actor, key=feed.organisation_id, today=today)
        title = f"{feed.organisation}要办的事"
    else:
        found = forecast_of_member(actor=actor, key=feed.member_id or "", today=today)
        title = "我要办的事"
    wanted = together(found.of("overdue", "due"))
    places = place_names({duty.organisation for duty in wanted})
    return calendar_file(wanted, rulebook(), str(feed.pk), title, today, places, appointments(feed, actor, today))


def appointments(feed: Feed, actor: Actor, today: dt.date) -> list[Appointment]:
    """Meetings to come that rooms have for this feed (config/wiring CALENDAR), of its organisation or member."""
    paths: tuple[str, ...] = import_string(settings.ZHIBU_CALENDAR)
    found: list[Appointment] = []
    for path in paths:
        found += import_string(path)(actor, feed.organisation_id or "", feed.member_id or "", today)
    return found
