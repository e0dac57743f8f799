"""Reads of the room: one's own notices, and of a batch only to whoever sent it who has seen it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.notices.models import Notice
from zhibu.kernel.actor import Actor


def notices(actor: Actor) -> QuerySet[Notice]:
    """His own that hold, the latest first; nobody reads another's."""
    mine = Q(member=actor.member) if actor.member else Q(pk__in=[])
    if actor.user:
        mine |= Q(user=actor.user)
    return Notice.objects.filter(mine, superseded_at=None).order_by("-made_at", "-pk")


def notice_get(actor: Actor, pk: str) -> Notice:
    """One of his own."""
    return scope.row_get(notices(actor), pk, "这条通知")


def unread_count(actor: Actor) -> int:
    """The number at the bell."""
    if not (actor.member or actor.user):
        return 0
    return notices(actor).filter(seen_on=None).order_by().count()


def people_told(kind: str, about: tuple[str, str]) -> list[str]:
    """Ids of the members whose notice of a thing holds, for a room that is to tell them more of it."""
    found = Notice.objects.filter(kind=kind, about_name=about[0], about_key=about[1], superseded_at=None)
    return list(found.exclude(member=None).order_by("member").values_list("member_id", flat=True))
