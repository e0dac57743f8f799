"""How an invitation is found by its code, without telling anything about the others."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from zhibu.domain.accounts.models import Invitation
from zhibu.kernel import clock
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.errors import NotFound

LIFETIME = dt.timedelta(days=14)
UNKNOWN = (
    "这个邀请码打不开：写错了、过了期、用过了，或者已经换发了新的。核对一遍；还不行，找发给你的人再发一张。"
)


def code_digest(code: str) -> str:
    """What is stored of a code: keyed, and blind to case, blanks and hyphens."""
    plain = "".join(sign for sign in code if sign.isalnum())
    return blind_index(settings.ZHIBU_SECRETS["index_key"], "invitation", plain)


def invitation_find(code: str, *, lock: bool = False) -> Invitation:
    """The invitation that a code opens now. One error for all that it may be wrong for."""
    rows: QuerySet[Invitation] = Invitation.objects.select_related("user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(
        digest=code_digest(code), used_at=None, revoked_at=None, expires_at__gt=clock.now(),
        user__is_active=True,
    ).first()  # fmt: skip
    if found is None or not code.strip():
        raise NotFound(UNKNOWN)
    return found
