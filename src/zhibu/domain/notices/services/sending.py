"""Tells persons of things: one notice a person and thing, one batch for whatever is sent in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from django.db import transaction
from django.urls import reverse

from zhibu.domain.audit.services import entry_record
from zhibu.domain.notices import policies
from zhibu.domain.notices.choices import DeliveryState
from zhibu.domain.notices.models import Batch, Delivery, Notice
from zhibu.domain.notices.services.outbox import deliveries_of
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id
from zhibu.kernel.masking import masked_numbers

MOST = 5_000  # persons in one batch
MOST_THINGS = 100


@dataclass(frozen=True, slots=True)
class About:
    """One thing of which is told: the name of its address and its key, when it is, what it is called (no contents)."""

    name: str
    key: str
    when: dt.datetime | None
    text: str

    def address(self) -> str:
        """Its page, without the site."""
        return reverse(self.name, args=[self.key] if self.key else [])


@transaction.atomic
def notice_send(
    *,
    actor: Actor,
    organisation: Organisation,
    to: Iterable[str],
    kind: str,
    about: tuple[str, str],
    when: dt.datetime | dt.date | None,
    text: str,
    users: Iterable[str] = (),
) -> Batch:
    """Tell members (`to`: their ids; `users`: accounts of others) of one thing: what it is called, when, where its page is.

    `kind` and `about` (name of the address, key) say what is told; who has been told the same with the same time is
    not told again, and a new time takes the place of the old, which is not sent any more. Never contents: `text` is
    what such a thing is called (党小组会), without names.
    """
    thing = About(about[0], about[1], _moment(when), text)
    return notices_send(actor=actor, organisation=organisation, to=to, kind=kind, things=[thing], users=users)


@transaction.atomic
def notices_send(
    *,
    actor: Actor,
    organisation: Organisation,
    to: Iterable[str],
    kind: str,
    things: Sequence[About],
    users: Iterable[str] = (),
) -> Batch:
    """The same of several things in one batch (a month's meetings): outside the site each person gets one message."""
    policies.notice_send(actor, organisation)
    members, accounts = sorted(set(to)), sorted(set(users))
    _require(members, accounts, things)
    now = clock.now()
    known = _known(members, accounts, kind, things)
    batch = Batch(
        id=new_id("bat"), organisation=organisation, made_by_id=actor.user or None, made_at=now,
        lines=[[line(thing), thing.name, thing.key] for thing in things],
    )  # fmt: skip
    made, old = _made(batch, members, accounts, kind, things, known)
    if not made:
        return Batch.objects.get(pk=max(known.values(), key=lambda one: one.made_at).batch_id)
    _supersede(old, now)
    batch.save(force_insert=True)
    Notice.objects.bulk_create(made, batch_size=500)
    Delivery.objects.bulk_create(deliveries_of(batch, made, organisation, now), batch_size=500)
    details = {"kind": kind, "people": len(members) + len(accounts), "notices": len(made), "things": len(things)}
    entry_record(actor=actor, action="notice.send", subject=batch.pk, organisation=organisation.pk, details=details)
    return batch


@transaction.atomic
def notice_cancel(*, actor: Actor, organisation: Organisation, about: tuple[str, str], kind: str = "") -> int:
    """Take back what was told of a thing (it is cancelled): what has not gone out does not; how many notices."""
    policies.notice_send(actor, organisation)
    found = Notice.objects.filter(about_name=about[0], about_key=about[1], superseded_at=None)
    found = found.filter(batch__organisation__path__under=organisation.path)
    if kind:
        found = found.filter(kind=kind)
    rows = list(found.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not rows:
        return 0
    now = clock.now()
    _supersede(rows, now)
    waiting = Delivery.objects.filter(batch__notices__in=rows, state=DeliveryState.WAITING)
    still = Notice.objects.filter(superseded_at=None).values("batch")
    waiting = waiting.exclude(batch__in=still)
    Delivery.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(state=DeliveryState.DROPPED)
    details = {"kind": kind, "notices": len(rows), "about": "/".join(about)}
    entry_record(actor=actor, action="notice.cancel", organisation=organisation.pk, details=details)
    return len(rows)


def line(thing: About) -> str:
    """What can be pasted into a group chat, without the link: 11月28日 15:00 党小组会."""
    if thing.when is None:
        return thing.text
    at = thing.when.astimezone(SHANGHAI)
    hour = f" {at:%H:%M}" if (at.hour, at.minute) != (0, 0) else ""
    return f"{at.month}月{at.day}日{hour} {thing.text}"


def _moment(when: dt.datetime | dt.date | None) -> dt.datetime | None:
    """A day without an hour is its midnight, which is told as a day."""
    if when is None or isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time(), SHANGHAI)


def _require(members: list[str], accounts: list[str], things: Sequence[About]) -> None:
    if not members and not accounts:
        raise Refused("没有要通知的人。")
    if len(members) + len(accounts) > MOST or not 1 <= len(things) <= MOST_THINGS:
        raise Refused(f"一批最多通知 {MOST} 人、{MOST_THINGS} 件事，分开发。")
    for thing in things:
        require_fits(Notice, text=thing.text)
        if not thing.text.strip() or masked_numbers(thing.text) != thing.text:
            raise Refused("通知里只写是什么事，如“党小组会”；不写号码，不写内容。")
        thing.address()  # an address that does not exist is a mistake of the caller's


Key = tuple[str, str, str, str]


def _known(members: list[str], accounts: list[str], kind: str, things: Sequence[About]) -> dict[Key, Notice]:
    """What holds already of these things for these persons."""
    names, keys = {thing.name for thing in things}, {thing.key for thing in things}
    found = Notice.objects.filter(kind=kind, about_name__in=names, about_key__in=keys, superseded_at=None).select_for_update()
    wanted = {("m", one) for one in members} | {("u", one) for one in accounts}
    return {
        (*_person(row), row.about_name, row.about_key): row for row in found if _person(row) in wanted
    }  # fmt: skip


def _person(row: Notice) -> tuple[str, str]:
    return ("m", row.member_id) if row.member_id else ("u", row.user_id or "")


def _made(
    batch: Batch, members: list[str], accounts: list[str], kind: str, things: Sequence[About], known: dict[Key, Notice]
) -> tuple[list[Notice], list[str]]:
    """The new notices, and the ids of those whose place they take."""
    made, old = [], []
    people = [("m", one) for one in members] + [("u", one) for one in accounts]
    for (sort, person), thing in product(people, things):
        before = known.get((sort, person, thing.name, thing.key))
        day = thing.when.astimezone(SHANGHAI).date() if thing.when else batch.made_at.astimezone(SHANGHAI).date()
        if before is not None:
            if before.when == thing.when and before.day == day:
                continue
            old.append(before.pk)
        made.append(Notice(
            id=new_id("not"), batch=batch, member_id=person if sort == "m" else None, user_id=person if sort == "u" else None,
            kind=kind, text=thing.text.strip(), about_name=thing.name, about_key=thing.key, when=thing.when, day=day,
            made_at=batch.made_at,
        ))  # fmt: skip
    return made, old


def _supersede(rows: list[str], now: dt.datetime) -> None:
    """They hold no more, and what has not gone out of them does not."""
    Notice.objects.filter(pk__in=rows).update(superseded_at=now)
    Delivery.objects.filter(notice__in=rows, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
