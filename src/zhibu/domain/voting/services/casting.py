"""A slip falls into the box. The one write without an actor and without an audit entry, on purpose.

Nothing that is written here says who cast or when: no time, no running number. The slip takes any one of
the places that were there from the start, by chance.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhibu.ballots.box import Cast, cast_check, cast_read
from zhibu.ballots.slips import Form
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll, Slot
from zhibu.domain.voting.services.giving import public_keys
from zhibu.kernel.errors import NotFound, Refused


def slip_check(*, poll: str, data: Any) -> None:
    """Whether it is a slip of an open poll, refused as by casting; nothing is locked or written.

    So whoever sends what is no slip keeps no voter waiting.
    """
    _checked(Poll.objects.all(), poll, data)


def _checked(polls: QuerySet[Poll], poll: str, data: Any) -> tuple[Poll, Cast]:
    cast = cast_read(data)
    found = polls.filter(pk=poll, public__has_key="keys").first()
    if found is None:
        raise NotFound("没有这场投票。")
    if found.state != State.OPEN:
        raise Refused("已经封箱，不再收票。")
    cast_check(public_keys(found), Form.from_data(found.public["form"]), cast)
    return found, cast


@transaction.atomic
def slip_cast(*, poll: str, data: Any) -> None:
    """Put a sealed slip into the box of an open poll.

    Refused: not a slip, not signed by this poll, box closed, another slip under the same token. The same
    slip once more (the answer was lost on the way) is taken as what it is.
    """
    locked, cast = _checked(Poll.objects.select_for_update(), poll, data)
    there = Slot.objects.filter(poll=locked, token=cast.token).first()
    if there is not None:
        if there.sealed != cast.sealed:
            raise Refused("这张票已经投过，一张票只算一次。")
        return
    free = list(Slot.objects.filter(poll=locked, token__isnull=True).values_list("pk", flat=True))
    if not free:
        raise Refused("票箱里的票已经和名册上的人一样多，没有收下。")
    _put(secrets.choice(free), cast)


def _put(place: int, cast: Cast) -> None:
    Slot.objects.filter(pk=place).update(
        token=cast.token, prefix=cast.prefix, signature=cast.signature,
        public_key=cast.public_key, sealed=cast.sealed, bound=cast.bound,
    )  # fmt: skip
