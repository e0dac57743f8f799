"""Opens and revokes calendar feeds, and notes the day of their use."""

from __future__ import annotations

import secrets

from django.db import transaction

from zhibu.domain.accounts import scope
from zhibu.domain.audit.services import entry_record
from zhibu.domain.planning import policies
from zhibu.domain.planning.models import Feed
from zhibu.domain.planning.selectors.feeds import MOST, feed_digest, feeds_of
from zhibu.domain.planning.selectors.forecasts import require_few
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def feed_open(*, actor: Actor, organisation: str = "", member: str = "") -> tuple[Feed, str]:
    """Open a feed of an organisation, or of oneself; the secret is told here and never again.

    Who may: whoever sees the agenda; at most MOST feeds an account.
    """
    policies.feed_open(actor, member)
    body = scope.organisation_get(actor, organisation) if organisation else None
    own = scope.member_get(actor, member) if member else None
    if (body is None) == (own is None):
        raise Refused("订阅一个组织的，或者自己的日历。")
    if body is not None:
        require_few(body)
    if len(feeds_of(actor)) >= MOST:
        raise Refused(f"一个账号最多开 {MOST} 个日历订阅，先停用不用的。")
    secret = secrets.token_urlsafe(32)
    made = Feed.objects.create(
        secret_digest=feed_digest(secret), user_id=actor.user, organisation=body, member=own,
        opened_on=clock.today(),
    )  # fmt: skip
    _record(actor, "feed.open", made)
    return made, secret


@transaction.atomic
def feed_revoke(*, actor: Actor, feed: Feed) -> None:
    """Revoke a feed: its address answers no more from now on."""
    locked = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    policies.feed_revoke(actor, locked.user_id)
    if locked.revoked_on is not None:
        raise Refused(f"这个订阅在 {locked.revoked_on} 已经停用。")
    locked.revoked_on = clock.today()
    locked.save(update_fields=["revoked_on"])
    _record(actor, "feed.revoke", locked)


def feed_touch(*, feed: Feed) -> None:
    """Note the day of the latest use, once a day; nothing else of who fetched it is kept."""
    today = clock.today()
    if feed.used_on != today:
        Feed.objects.filter(pk=feed.pk).update(used_on=today)


def _record(actor: Actor, action: str, feed: Feed) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=str(feed.pk),
        organisation=feed.organisation_id or "",
        details={"member": feed.member_id or "", "opened_on": feed.opened_on},
    )
