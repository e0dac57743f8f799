"""Writing: a rule is added, its draft written, a model of the office above taken over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from zhibu.domain.bylaws import policies
from zhibu.domain.bylaws.choices import State
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.bylaws.selectors import bylaw_get
from zhibu.domain.bylaws.services.noting import noted
from zhibu.domain.bylaws.systems import systems
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

LONGEST = 100_000


@transaction.atomic
def bylaw_add(*, actor: Actor, organisation: Organisation, code: str = "", title: str = "", body: str = "") -> Bylaw:
    """A rule with its first draft: one of the systems by its code, with the starting text, or one of its own."""
    policies.bylaw_write(actor, organisation)
    known = systems().get(code)
    if code and known is None:
        raise Refused(f"没有叫“{code}”的制度，可选：{'、'.join(systems())}。")
    name = (title or (known.title if known else "")).strip()
    if not name:
        raise Refused("还没有写制度的名称。")
    require_fits(Bylaw, title=name)
    if code and Bylaw.objects.filter(organisation=organisation, code=code).exists():
        raise Refused(f"{organisation}已经有{name}，打开它写新的一版。")
    order = list(systems()).index(code) if code else 100
    made = Bylaw.objects.create(id=new_id("byl"), organisation=organisation, code=code, title=name, order=order, made_at=clock.now())
    noted(actor, made, "add", {"code": code, "title": name})
    _draft_of(actor, made, body or (known.body if known else ""), None)
    return made


@transaction.atomic
def bylaw_draft(*, actor: Actor, bylaw: Bylaw, body: str, base: str = "") -> Version:
    """Write the draft of the next version: the one there is, or a new one beginning with what is given.

    `base`: when the draft was read (its `changed_at`, ISO); refused where somebody changed it since.
    """
    held = _held(actor, bylaw)
    if not body.strip():
        raise Refused("正文是空的。")
    if len(body) > LONGEST:
        raise Refused(f"正文最多 {LONGEST} 个字，读到 {len(body)} 个。")
    draft = held.versions.filter(state=State.DRAFT).first()
    if draft is None:
        return _draft_of(actor, held, body, None)
    if base and draft.changed_at.isoformat() != base:
        raise Refused("刚才有人改过这份草稿。你写的还在下面，对照着合并以后再存。")
    draft.body, draft.changed_at = _tidy(body), clock.now()
    draft.save(update_fields=["body", "changed_at"])
    noted(actor, held, "draft", {"version": draft.number})
    return draft


@transaction.atomic
def bylaw_take(*, actor: Actor, organisation: Organisation, model: Version) -> Version:
    """Take a model of an office above over as the draft: a rule is added where there is none of that kind."""
    policies.bylaw_write(actor, organisation)
    source = Bylaw.objects.select_related("organisation").get(pk=model.bylaw_id)
    if not (source.offered and model.state == State.ENACTED and organisation.path.startswith(source.organisation.path)):
        raise Refused(f"{source.organisation}没有把“{source.title}”给下级作样本。")
    if organisation.pk == source.organisation_id:
        raise Refused("这是自己的制度，不用照搬。")
    mine = Bylaw.objects.filter(organisation=organisation)
    there = mine.filter(code=source.code).first() if source.code else mine.filter(title=source.title).first()
    if there is None:
        there = Bylaw.objects.create(
            id=new_id("byl"), organisation=organisation, code=source.code, title=source.title, order=source.order,
            made_at=clock.now(),
        )  # fmt: skip
        noted(actor, there, "add", {"code": source.code, "title": source.title})
    if there.versions.filter(state=State.DRAFT).exists():
        raise Refused(f"“{there.title}”有一份没有定下来的草稿，先定下来或者放弃。")
    return _draft_of(actor, there, model.body, model)


@transaction.atomic
def bylaw_rename(*, actor: Actor, bylaw: Bylaw, title: str) -> Bylaw:
    """Another title; versions in force keep what they say."""
    held = _held(actor, bylaw)
    if not title.strip():
        raise Refused("还没有写制度的名称。")
    require_fits(Bylaw, title=title)
    before, held.title = held.title, title.strip()
    held.save(update_fields=["title"])
    noted(actor, held, "rename", {"before": before, "title": held.title})
    return held


@transaction.atomic
def bylaw_offer(*, actor: Actor, bylaw: Bylaw, offered: bool) -> Bylaw:
    """Offer what is in force as a model to those below, or no more."""
    held = _held(actor, bylaw)
    held.offered = offered
    held.save(update_fields=["offered"])
    noted(actor, held, "offer", {"offered": offered})
    return held


def file_change(actor: Actor, about: str) -> Organisation:
    """Files of a rule are added and taken away by whoever may write it."""
    found = bylaw_get(actor, about)
    policies.bylaw_write(actor, found.organisation)
    return found.organisation


def _held(actor: Actor, bylaw: Bylaw) -> Bylaw:
    found = Bylaw.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=bylaw.pk)
    policies.bylaw_write(actor, found.organisation)
    return found


def _draft_of(actor: Actor, bylaw: Bylaw, body: str, model: Version | None) -> Version:
    number = (bylaw.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    now = clock.now()
    made = Version.objects.create(
        id=new_id("byv"), bylaw=bylaw, number=number, body=_tidy(body), taken_from=model, made_by_id=actor.user or None,
        made_at=now, changed_at=now,
    )  # fmt: skip
    noted(actor, bylaw, "take" if model else "draft", {"version": number, "taken_from": model.bylaw.organisation_id if model else ""})
    return made


def _tidy(body: str) -> str:
    return "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").strip().split("\n"))
