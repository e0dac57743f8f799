"""The one way from a door to an action: once, on the version that the caller has seen."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from zhibu.domain.audit.services import record_hold
from zhibu.domain.gateway.models import Call
from zhibu.domain.gateway.registry import single_get
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

KEPT = dt.timedelta(days=2)


class Stale(Refused):
    """Somebody changed the row since the caller read it."""


class OtherCall(Refused):
    """The same key was given with other content."""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer as JSON text; `again`: it was done before and only told once more."""

    answer: str
    again: bool = False


def version_of(answer: str) -> str:
    """The mark of a row as it is told: equal rows, equal marks."""
    return hashlib.sha256(answer.encode()).hexdigest()[:32]


@transaction.atomic
def act(
    *, actor: Actor, action: Action[Any, Any], given: Given, version: str = "", once: str = ""
) -> Done:
    """Do it. `version`: refuse unless the row is still the one that was read. `once`: a name of the call.

    Stale where the version is another; OtherCall where the name was used for something else.
    """
    if once and action.fresh:
        raise Refused("这一项每次都要重新核对权限、写明理由，答复不留存，不能带幂等键。")
    digest = _given_digest(action.name, given)
    if version or once:
        record_hold()  # until the end of the transaction nobody else writes: what is compared stays so
    if once:
        known = Call.objects.filter(user_id=actor.user, key=once).first()
        if known is not None and known.given_digest != digest:
            raise OtherCall("这个幂等键已经用在别的内容上，换一个新的。")
        if known is not None:
            return Done(known.answer, again=True)
    if version:
        _require_version(actor, action, given, version)
    answer = action.do(actor, given).model_dump_json()
    if once:
        Call.objects.create(
            user_id=actor.user, key=once, action=action.name, given_digest=digest, answer=answer,
            at=clock.now(),
        )  # fmt: skip
    return Done(answer)


def _given_digest(name: str, given: Given) -> str:
    """By what a call is known again. Keyed: what was given may be a number of a person or a few marks of a
    paper slip, which whoever has the database could find out by trying."""
    content = f"call\0{name}\0{given.model_dump_json()}".encode()
    return hmac.new(settings.ZHIBU_SECRETS["index_key"].encode(), content, hashlib.sha256).hexdigest()


def _require_version(actor: Actor, action: Action[Any, Any], given: Given, version: str) -> None:
    if action.about is None:
        raise Refused("这个操作不改已有的记录，不能带版本号。")
    field, noun = action.about
    row = single_get(noun).get(actor, str(getattr(given, field)))
    if version_of(row.model_dump_json()) != version:
        raise Stale("你读了以后，这条记录被人改过。重新读一遍，看看变化再提交；刚才的内容没有写入。")


@transaction.atomic
def calls_expire(*, now: dt.datetime) -> int:
    """Forget calls whose answer nobody will ask for again; their number."""
    count, _ = Call.objects.filter(at__lt=now - KEPT).delete()
    return count
