"""Writes of posts (任职): appoint, relieve, file, correct, take back what was entered by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members import post_policies as policies
from zhibu.domain.members.choices import Manner, PostKind
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

ONE_AT_A_TIME = frozenset({PostKind.SECRETARY, PostKind.GROUP_LEADER})
DECIDE = {  # the meetings that can decide on a post: never a single person, never the group itself
    "committee_meeting": "支部委员会",
    "general_meeting": "党员大会",
    "election": "选举",
}
CORRECTABLE = frozenset(
    {"since", "until", "manner", "decided_by", "filed_on", "filing_number", "planned_until", "acting"}
)


@transaction.atomic
def post_appoint(
    *,
    actor: Actor,
    member: Member,
    organisation: Organisation,
    post: str,
    since: dt.date,
    manner: str = "",
    decided_by: str = "",
    filed_on: dt.date | None = None,
    filing_number: str = "",
    planned_until: dt.date | None = None,
    acting: bool | None = None,
) -> Post:
    """Record that a member holds a post from a day on.

    `decided_by` is the id of the meeting that decided; whether one is demanded is said by the roads in
    force. Refused, with the reason, where the meeting cannot have decided this, the person or the body is
    not there on the day, or the seat is taken.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.post_appoint(actor, locked, post)
    made = Post(
        id=new_id("pst"), member=member.pk, organisation=locked, post=PostKind(post), since=since,
        manner=Manner(manner) if manner else "", decided_by=decided_by, filed_on=filed_on,
        filing_number=filing_number.strip(), planned_until=planned_until, acting=acting,
    )  # fmt: skip
    require_there(member, locked, since)
    _check(made)
    made.save(force_insert=True)
    _record(actor, "post.appoint", made, {"after": _told(made)})
    return made


@transaction.atomic
def post_relieve(*, actor: Actor, post: Post, until: dt.date, reason: str = "") -> Post:
    """End a post: `until` is the first day on which it is no longer held."""
    held = _locked(actor, post)
    if until <= held.since:
        raise Refused(f"免去的日期要晚于任职的日期 {held.since}，读到 {until}。记错了的用“撤回”。")
    if held.until is not None and until >= held.until:
        raise Refused(f"这个职务到 {held.until} 已经免去。")
    before = held.until
    held.until = until
    held.save(update_fields=["until"])
    _record(actor, "post.relieve", held, {"until": until, "before": before, "reason": reason.strip()})
    return held


@transaction.atomic
def post_file(*, actor: Actor, post: Post, on: dt.date, number: str) -> Post:
    """Note that the appointment was filed above, on which day and under which number."""
    held = _locked(actor, post)
    before = {"filed_on": held.filed_on, "filing_number": held.filing_number}
    held.filed_on, held.filing_number = on, number.strip()
    require_fits(Post, filing_number=held.filing_number)
    held.save(update_fields=["filed_on", "filing_number"])
    _record(actor, "post.file", held, {"before": before, "on": on, "number": held.filing_number})
    return held


@transaction.atomic
def post_correct(*, actor: Actor, post: Post, values: Mapping[str, Any]) -> Post:
    """Correct what was recorded of a post (`CORRECTABLE`); person, body and kind are never corrected."""
    unknown = set(values) - CORRECTABLE
    if unknown:
        raise ValueError(f"not correctable here: {sorted(unknown)}")
    held = _locked(actor, post)
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
        if name in ("since", "until"):
            setattr(held, f"{name}_precision", "day")
    if held.until is not None and held.until <= held.since:
        raise Refused(f"免去的日期要晚于任职的日期 {held.since}，读到 {held.until}。")
    _check(held)
    held.save()
    _record(actor, "post.correct", held, {"before": before, "after": dict(values)})
    return held


@transaction.atomic
def post_withdraw(*, actor: Actor, post: Post, reason: str = "") -> None:
    """Take away a post that was entered by mistake and never was; the record keeps all of it."""
    held = _locked(actor, post)
    _record(actor, "post.withdraw", held, {"before": _told(held), "reason": reason.strip()})
    held.delete()


@transaction.atomic
def post_resume(*, actor: Actor, post: Post, until: dt.date | None = None) -> Post:
    """Undo the end of a post: it goes on as before (`until`: the end it had then)."""
    held = _locked(actor, post)
    before, held.until = held.until, until
    _check(held)
    held.save(update_fields=["until"])
    _record(actor, "post.resume", held, {"before": before, "until": until})
    return held


def require_there(member: Member, organisation: Organisation, day: dt.date) -> None:
    """Refused where person or body are not there on the day."""
    if member.left is not None and member.left <= day:
        raise Refused(f"{member}在 {member.left} 已经离开，{day} 不能任职。")
    if organisation.established is not None and organisation.established > day:
        raise Refused(f"{organisation}在 {organisation.established} 才成立，任职不能早于这一天。")
    if organisation.dissolved is not None and organisation.dissolved <= day:
        raise Refused(f"{organisation}在 {organisation.dissolved} 已经撤销。")


def require_decided(organisation: Organisation, decided_by: str, day: dt.date) -> None:
    """Refused where what is cited is no meeting that can have decided on a post of this body by the day.

    A group's post is decided by its branch, a body's own by itself or by one above it. Activities belong
    to a later room, so the table is named and not imported.
    """
    found = (
        apps.get_model("activities", "Activity")
        .objects.filter(pk=decided_by)
        .values_list("type", "status", "on", "organisation__path", "organisation__name")
        .first()
    )
    if found is None:
        raise Refused(f"找不到决定任职的会议，读到的编号是“{decided_by}”。先登记那次会议，再从列表里选。")
    kind, status, on, path, name = found
    deciding = path_parents(organisation.path)
    if organisation.kind != OrganisationKind.PARTY_GROUP:
        deciding.append(organisation.path)
    if path not in deciding:
        whose = "所在支部或者它的上级" if organisation.kind == OrganisationKind.PARTY_GROUP else "它自己或者它的上级"
        raise Refused(f"{name} {on} 的会议不能决定{organisation}的任职，要由{whose}的会议决定。")
    if kind not in DECIDE:
        raise Refused(f"{on} 的那次活动不是{'、'.join(DECIDE.values())}，不能决定任职。")
    if status != "held":
        raise Refused(f"{on} 的会议还没有开，开过以后才能写它的决定。")
    if on > day:
        raise Refused(f"会议在 {on} 才开，任职从 {day} 开始；任职不能早于决定它的会议。")


def _check(post: Post) -> None:
    """What is wrong with a post as it would be written, told in words."""
    require_fits(Post, filing_number=post.filing_number, decided_by=post.decided_by)
    group = post.organisation.kind == OrganisationKind.PARTY_GROUP
    if group != (post.post == PostKind.GROUP_LEADER):
        raise Refused("党小组组长设在党小组里，党小组里也只设组长。")
    if post.planned_until is not None and post.planned_until <= post.since:
        raise Refused(f"任期届满的日期要晚于任职的日期 {post.since}，读到 {post.planned_until}。")
    if post.decided_by:
        require_decided(post.organisation, post.decided_by, post.since)
    others = Post.objects.filter(organisation=post.organisation, post=post.post).exclude(pk=post.pk)
    others = others.filter(Q(until__isnull=True) | Q(until__gt=post.since))
    if post.until is not None:
        others = others.filter(since__lt=post.until)
    same = others.filter(member=post.member).first()
    if same is not None:
        raise Refused(f"他从 {same.since} 起已经担任{same.get_post_display()}，不用再登记。")
    taken = others.first() if post.post in ONE_AT_A_TIME else None
    if taken is not None:
        name = Member.objects.filter(pk=taken.member).values_list("name", flat=True).first()
        raise Refused(
            f"{post.organisation}的{taken.get_post_display()}从 {taken.since} 起是{name or taken.member}，"
            "先免去他，再登记新的。"
        )


def _locked(actor: Actor, post: Post) -> Post:
    """The post as it stands now, its body locked, if the actor may write it."""
    Organisation.objects.select_for_update().get(pk=post.organisation_id)
    held = Post.objects.select_related("organisation").filter(pk=post.pk).first()
    if held is None:
        raise Refused("这条任职刚才已经被撤回，重新打开页面看一看。")
    policies.post_appoint(actor, held.organisation, held.post)
    return held


def _told(post: Post) -> dict[str, Any]:
    names = ("member", "post", *sorted(CORRECTABLE))
    return {name: getattr(post, name) for name in names}


def _record(actor: Actor, action: str, post: Post, details: Mapping[str, Any]) -> None:
    entry_record(
        actor=actor, action=action, subject=post.pk, organisation=post.organisation_id,
        details={"member": post.member, "post": post.post, **details},
        touched=Touch(frozenset({post.organisation_id}), frozenset({post.member})),
    )  # fmt: skip
