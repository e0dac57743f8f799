"""Opens and revokes keys; the secret is told once and never again."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from zhibu.domain.audit.services import Announcement, entry_record
from zhibu.domain.gateway import policies
from zhibu.domain.gateway.models import ApiKey
from zhibu.domain.gateway.selectors import LONGEST, MOST, keys_of, secret_digest
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def key_open(*, actor: Actor, label: str, until: dt.date) -> tuple[ApiKey, str]:
    """Open a key of one's own account up to a day, at most a year ahead; the row and the secret."""
    policies.key_open(actor)
    today = clock.today()
    if not label.strip():
        raise Refused("写明这把密钥给哪个程序用，停用时才认得出。")
    require_fits(ApiKey, label=label)
    if not today < until <= today + LONGEST:
        raise Refused(f"到期日读到 {until}，应在 {today} 以后、{today + LONGEST} 以前（含）。")
    if sum(key.revoked_on is None and key.until > today for key in keys_of(actor)) >= MOST:
        raise Refused(f"一个账号最多开 {MOST} 把接口密钥，先停用不用的。")
    secret = secrets.token_urlsafe(32)
    made = ApiKey.objects.create(
        user_id=actor.user, label=label.strip(), secret_digest=secret_digest(secret), opened_on=today,
        until=until,
    )  # fmt: skip
    _record(actor, "key.open", made)
    return made, secret


@transaction.atomic
def key_revoke(*, actor: Actor, key: ApiKey) -> ApiKey:
    """Revoke a key: it opens nothing from now on."""
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    policies.key_revoke(actor, locked.user_id)
    if locked.revoked_on is not None:
        raise Refused(f"这把密钥在 {locked.revoked_on} 已经停用。")
    locked.revoked_on = clock.today()
    locked.save(update_fields=["revoked_on"])
    _record(actor, "key.revoke", locked)
    return locked


def keys_end(told: Announcement) -> None:
    """An invitation that was taken up again takes the account back: keys that somebody else opened go with it."""
    for key in ApiKey.objects.select_for_update().filter(user=told.subject, revoked_on=None):
        key.revoked_on = clock.today()
        key.save(update_fields=["revoked_on"])
        _record(told.actor, "key.revoke", key)


def key_touch(*, key: ApiKey, on: dt.date) -> None:
    """Note the day of its use; of what was asked nothing is kept here."""
    if key.used_on != on:
        ApiKey.objects.filter(pk=key.pk).update(used_on=on)


def _record(actor: Actor, action: str, key: ApiKey) -> None:
    details = {"label": key.label, "until": key.until}
    entry_record(actor=actor, action=action, subject=key.user_id, details=details)
