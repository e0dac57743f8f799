"""Writes of the room: calendar feeds, waivers."""

from zhibu.domain.planning.services.feeds import feed_open, feed_revoke, feed_touch
from zhibu.domain.planning.services.waivers import waiver_end, waiver_record

__all__ = ["feed_open", "feed_revoke", "feed_touch", "waiver_end", "waiver_record"]
