"""Writes a division into the tree and the memberships, and takes it out again. Called by the decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhibu.domain.activities.models import Activity
from zhibu.domain.groups.dividing.layouts import short
from zhibu.domain.groups.dividing.people import Division as Layout
from zhibu.domain.groups.dividing.people import Setting
from zhibu.domain.groups.models import Division
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.members.services import group_assign
from zhibu.domain.members.services.posts import post_relieve, post_resume
from zhibu.domain.members.services.spans import members_lock
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import establish, locked, past_restore, state_change
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


def layout_write(actor: Actor, division: Division, layout: Layout, setting: Setting) -> dict[str, Any]:
    """Set up, rename and close groups, and place the members, all from one day; what undoing needs."""
    branch, on = division.branch, division.since
    assert on is not None
    present = locked(*[group.id for group in setting.present])
    made, renamed, ids = [], [], []
    for part in layout.parts:
        if part.present:
            group = present[part.present]
            if group.name != part.name:
                renamed.append(state_change(group, on, {"name": part.name, "short_name": ""}))
        else:
            group = establish(Organisation(
                id=new_id("org"), parent=branch, kind=OrganisationKind.PARTY_GROUP, name=part.name,
                short_name=short(part.name, setting.name)[:60] if part.name != short(part.name, setting.name) else "",
                sector=branch.sector, established=on,
            ))  # fmt: skip
            made.append(group.pk)
        ids.append(group.pk)
    closing = [key for key in present if key not in ids]
    wanted: dict[str, str | None] = dict.fromkeys(_inside(present, on))
    wanted |= {member: ids[place] for place, part in enumerate(layout.parts) for member in part.members}
    before = _spans(wanted, on)
    group_assign(actor=actor, assignments=wanted, branch=branch, on=on)
    relieved = [_relieve(actor, post, on) for post in _leaders(closing, on)]
    for key in closing:
        _require_quiet(present[key], on)
    Organisation.objects.filter(pk__in=closing).update(dissolved=on, dissolved_precision="day")
    members = {
        key: [before.get(key), wanted[key]] for key in sorted(wanted) if (before.get(key) or [None])[0] != wanted[key]
    }  # fmt: skip
    return {"made": made, "closed": closing, "renamed": renamed, "relieved": relieved, "members": members}


def layout_undo(actor: Actor, division: Division) -> None:
    """Put back what `layout_write` wrote; Refused, saying what, where something rests on it."""
    done, on = division.done, division.since
    assert on is not None
    groups = locked(*done["made"], *done["closed"], *[one["organisation"] for one in done["renamed"]])
    for key in done["made"]:
        _require_unused(groups[key], on, set(done["members"]))
    held = members_lock(done["members"])
    for key, (before, after) in done["members"].items():
        _member_back(held[key], before, after, on)
    for undo in reversed(done["renamed"]):
        past_restore(groups[undo["organisation"]], undo)
    Organisation.objects.filter(pk__in=done["closed"]).update(dissolved=None)
    for post, until in done["relieved"]:
        post_resume(
            actor=actor, post=Post.objects.get(pk=post), until=dt.date.fromisoformat(until) if until else None
        )
    Organisation.objects.filter(pk__in=done["made"]).delete()


def _inside(groups: dict[str, Organisation], on: dt.date) -> list[str]:
    """Everybody in the present groups who is in the branch on the day, counted or not."""
    rows = Membership.objects.filter(organisation__in=groups, since__lte=on)
    return list(rows.exclude(until__lte=on).values_list("member_id", flat=True))


def _spans(members: dict[str, str | None], on: dt.date) -> dict[str, list[str | None]]:
    """Member -> the group in which he is on the day, since when, and until when it was to last."""
    rows = Membership.objects.filter(
        member__in=members, organisation__kind=OrganisationKind.PARTY_GROUP, since__lte=on
    ).exclude(until__lte=on)
    return {
        one.member_id: [one.organisation_id, one.since.isoformat(), one.until.isoformat() if one.until else None]
        for one in rows
    }


def _leaders(groups: list[str], on: dt.date) -> list[Post]:
    return list(Post.objects.filter(organisation__in=groups, since__lt=on).exclude(until__lte=on))


def _relieve(actor: Actor, post: Post, on: dt.date) -> list[str | None]:
    before = post.until.isoformat() if post.until else None
    post_relieve(actor=actor, post=post, until=on, reason="党小组撤销")
    return [post.pk, before]


def _require_quiet(group: Organisation, on: dt.date) -> None:
    later = Activity.objects.filter(organisation=group, on__gte=on).order_by("on").first()
    if later is not None:
        raise Refused(f"{group}在 {later.on} 还有活动，不能从 {on} 起撤销；选晚于它的日期。")


def _require_unused(group: Organisation, on: dt.date, members: set[str]) -> None:
    """Nobody has met in it, leads it, or joined it since."""
    used = [
        ("开过会", Activity.objects.filter(organisation=group).exists()),
        ("有组长", Post.objects.filter(organisation=group).exists()),
        ("有办件", Case.objects.filter(organisation=group).exists()),
        ("有后来编入的党员", Membership.objects.filter(organisation=group).exclude(member__in=members, since=on).exists()),
    ]  # fmt: skip
    said = "、".join(word for word, there in used if there)
    if said:
        raise Refused(f"{group}已经{said}，不能撤回；要改的，另作一次调整。")


def _member_back(member: Member, before: list[str | None] | None, after: str | None, on: dt.date) -> None:
    """Out of the group of the division, back into the one before, as long as it was to last."""
    rows = Membership.objects.filter(member=member, organisation__kind=OrganisationKind.PARTY_GROUP)
    later = rows.filter(since__gte=on).exclude(since=on, organisation_id=after or "").first()
    moved = later is not None or rows.filter(since=on, organisation_id=after or "", until__isnull=False).exists()
    if moved and not (before and before[2]):
        raise Refused(f"{member}后来又换了组，不能撤回；要改的，另作一次调整。")
    rows.filter(since=on, organisation_id=after or "").delete()
    if before is None:
        return
    key, since, until = before
    end = dt.date.fromisoformat(until) if until else None
    Membership.objects.update_or_create(
        member=member, organisation_id=str(key), since=dt.date.fromisoformat(str(since)), defaults={"until": end, "until_precision": "day"}
    )
