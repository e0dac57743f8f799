"""Reads of the room: one's own keys, whose key a secret is, one page of a listing."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import QuerySet

from zhibu.domain.gateway.models import ApiKey
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

MOST = 10  # keys that an account may have open
LONGEST = dt.timedelta(days=366)


def secret_digest(secret: str) -> str:
    """What of a secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keys_of(actor: Actor) -> QuerySet[ApiKey]:
    """The keys of the actor's account, the latest first."""
    return ApiKey.objects.filter(user=actor.user or None).order_by("-pk")


def key_get(actor: Actor, pk: int) -> ApiKey:
    """One of his own keys."""
    found = keys_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("找不到这把接口密钥。")
    return found


def key_of(secret: str) -> ApiKey | None:
    """The key behind a secret, if it opens anything today."""
    found = ApiKey.objects.select_related("user").filter(
        secret_digest=secret_digest(secret), revoked_on=None, until__gt=clock.today(),
        user__is_active=True,
    )  # fmt: skip
    return found.first()
