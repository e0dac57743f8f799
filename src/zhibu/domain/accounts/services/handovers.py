"""Hands over what is open on the day rights end (交接): noted once, given to whoever holds the post next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhibu.domain.accounts import rights, selectors
from zhibu.domain.accounts.models import Handover, RoleGrant, User
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.open_work import OpenItem

BACK = dt.timedelta(days=60)  # how long ago rights may have ended that nobody has looked at yet
NARROW = ("clerk", "secretary")
Provider = Callable[[str, str, str], Iterable[OpenItem]]


@dataclass(frozen=True, slots=True)
class Ended:
    """A role that somebody held until a day."""

    source: str
    role: str
    organisation: Organisation
    user: str
    member: str
    name: str
    on: dt.date


def open_work(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is open at an organisation for an account and its member, as the rooms of config/wiring tell."""
    paths: tuple[str, ...] = import_string(settings.ZHIBU_OPEN_WORK)
    found: list[OpenItem] = []
    for path in paths:
        provider: Provider = import_string(path)
        found += provider(organisation, user, member)
    return found


@transaction.atomic
def handovers_make(*, actor: Actor, day: dt.date) -> int:
    """Note what was open where rights have ended by this day, and give it on; how many were given.

    What nobody can take yet waits: it is given on the first day on which somebody holds the post.
    """
    known = set(Handover.objects.filter(ended_on__gt=day - BACK).values_list("source", flat=True))
    for ended in _ended(day):
        if ended.source not in known and not _still(ended, day):
            _note(actor, ended)
    given = 0
    for row in Handover.objects.filter(taker=None).exclude(items=[]).select_related("organisation"):
        for taker in rights.holders(row.organisation_id, row.role, day)[:1]:
            row.taker, row.given_on = taker, day
            row.save(update_fields=["taker", "given_on"])
            given += 1
            entry_record(
                actor=actor, action="handover.make", subject=taker.pk,
                organisation=row.organisation_id,
                details={"from": row.giver, "to": taker.name, "role": row.role, "items": len(row.items)},
            )  # fmt: skip
    return given


@transaction.atomic
def handover_see(*, actor: Actor, key: int, day: dt.date) -> Handover:
    """The taker has seen what was given to him."""
    row = selectors.handover_get(actor, key)
    if row.taker_id != actor.user:
        raise Refused("由接的人自己点。")
    row.seen_on = row.seen_on or day
    row.save(update_fields=["seen_on"])
    entry_record(
        actor=actor, action="handover.see", subject=row.taker_id, organisation=row.organisation_id
    )
    return row


def _note(actor: Actor, ended: Ended) -> None:
    items = [
        item for item in open_work(ended.organisation.pk, ended.user, ended.member)
        if not item.narrow or ended.role in NARROW
    ]  # fmt: skip
    Handover.objects.create(
        organisation=ended.organisation, role=ended.role, source=ended.source, giver=ended.name,
        ended_on=ended.on,
        items=[
            {"kind": item.kind, "name": item.name, "address": item.address, "due": item.due.isoformat() if item.due else ""}
            for item in items
        ],
    )  # fmt: skip


def _still(ended: Ended, day: dt.date) -> bool:
    """Whether he holds the same role there again: elected anew, granted anew."""
    return any(
        holder.pk == ended.user
        for holder in rights.holders(ended.organisation.pk, ended.role, day)
    )


def _ended(day: dt.date) -> Iterator[Ended]:
    span = {"until__lte": day, "until__gt": day - BACK}
    posts = Post.objects.filter(organisation__kind__in=list(rights.BY_KIND), **span)
    rows = list(posts.select_related("organisation"))
    members = [row.member for row in rows]
    users = {user.member_id: user.pk for user in User.objects.filter(member__in=members)}
    names = dict(Member.objects.filter(pk__in=members).values_list("pk", "name"))
    for row in rows:
        role = rights.role_of(row.post, row.organisation.kind, row.acting)
        if role is not None and row.until is not None:
            user, name = users.get(row.member, ""), names.get(row.member, row.member)
            yield Ended(f"post:{row.pk}", role, row.organisation, user, row.member, name, row.until)
    for grant in RoleGrant.objects.filter(**span).select_related("organisation", "user"):
        if grant.until is not None:
            yield Ended(
                f"grant:{grant.pk}", grant.role, grant.organisation, grant.user_id,
                grant.user.member_id or "", grant.user.name, grant.until,
            )  # fmt: skip
