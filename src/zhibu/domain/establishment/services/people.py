"""Members go where they are told when a branch ends or is divided; posts and groups end. All on one day.

Afterwards nobody who was in the branch is in two or in none: the old spans end on the day on which the
new ones begin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.members.services.spans import members_lock
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.organisations.spans import covering
from zhibu.kernel.errors import Refused

NAMED = 5  # members named in a message
Undo = dict[str, list[Any]]


def new_undo() -> Undo:
    """What taking a change back needs, filled while it is made."""
    return {
        "states": [], "made": [], "dissolved": [], "ended": [], "begun": [], "posts": [], "grants": [],
        "checks": [],
    }  # fmt: skip


def groups_of(branch: Organisation, on: dt.date) -> list[Organisation]:
    """The party groups of a branch on the day."""
    kind = OrganisationKind.PARTY_GROUP
    return list(branch.children.filter(existing(on), kind=kind).order_by("path"))


def require_nothing_later(bodies: Iterable[Organisation], on: dt.date) -> None:
    """Refused where members came or posts began on the day or later: the change would undo them."""
    keys = [one.pk for one in bodies]
    late = Membership.objects.filter(organisation__in=keys, since__gte=on).select_related("member")
    if late:
        names = "、".join(sorted({row.member.name for row in late})[:NAMED])
        latest = max(row.since for row in late)
        raise Refused(
            f"{names}等 {len(late)} 条组织关系在 {on} 当天或以后才开始；"
            f"生效日期要晚于 {latest}，或者先改这些记录。"
        )
    ending = Membership.objects.filter(organisation__in=keys, until__gt=on).select_related("member")
    if ending:
        names = "、".join(sorted({row.member.name for row in ending})[:NAMED])
        raise Refused(f"{names}的组织关系已经写到 {on} 以后的某天结束，先改好再办。")
    post = Post.objects.filter(organisation__in=keys, since__gte=on).first()
    if post is not None:
        raise Refused(
            f"{post.get_post_display()}在 {post.since} 才任职，生效日期要晚于这一天，或者先撤回这条任职。"
        )


def members_send(
    source: Organisation, to: Mapping[str, Organisation], on: dt.date, undo: Undo,
    *, keeping: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Members (id -> their new branch) leave the source for it; groups end but for those `keeping`."""
    locked = members_lock(to)
    lost = sorted(set(to) - set(locked))
    if lost:
        raise Refused(f"找不到这些党员：{'、'.join(lost[:NAMED])}。")
    for branch in {one.pk: one for one in to.values()}.values():
        require_branch(branch, on)
    groups = set(source.children.filter(kind=OrganisationKind.PARTY_GROUP).values_list("pk", flat=True))
    ending = Membership.objects.filter(
        covering(on), member__in=to, organisation__in={source.pk} | (groups - keeping)
    )
    _end(ending, on, undo)
    made = Membership.objects.bulk_create(
        [Membership(member=locked[key], organisation=to[key], since=on) for key in sorted(to)],
        batch_size=500,
    )
    undo["begun"] += [row.pk for row in made]


def _end(rows: Any, on: dt.date, undo: Undo) -> None:
    found = list(rows.select_for_update())
    undo["ended"] += [[r.pk, str(r.until) if r.until else None, r.until_precision] for r in found]
    Membership.objects.filter(pk__in=[r.pk for r in found]).update(until=on, until_precision="day")


def bodies_end(bodies: Iterable[Organisation], on: dt.date, undo: Undo) -> None:
    """These are no more from the day on: what still belongs to them ends, roles at them too."""
    there = list(bodies)
    keys = [one.pk for one in there]
    for one in there:
        if one.established is not None and one.established >= on:
            raise Refused(f"{one}在 {one.established} 才成立，撤销要晚于这一天。")
    _end(Membership.objects.filter(covering(on), organisation__in=keys), on, undo)
    posts = list(Post.objects.filter(covering(on), organisation__in=keys).select_for_update())
    undo["posts"] += [[p.pk, str(p.until) if p.until else None] for p in posts]
    Post.objects.filter(pk__in=[p.pk for p in posts]).update(until=on, until_precision="day")
    grants = list(RoleGrant.objects.filter(covering(on), organisation__in=keys, since__lt=on))
    undo["grants"] += [[g.pk, str(g.until) if g.until else None] for g in grants]
    RoleGrant.objects.filter(pk__in=[g.pk for g in grants]).update(until=on)
    Organisation.objects.filter(pk__in=keys).update(dissolved=on, dissolved_precision="day")
    undo["dissolved"] += keys


def require_branch(branch: Organisation, on: dt.date) -> None:
    """Refused where members cannot belong to it on the day."""
    if branch.kind != OrganisationKind.BRANCH:
        raise Refused(f"{branch}不是党支部，党员只能编在党支部里。")
    if branch.established is not None and branch.established > on:
        raise Refused(f"{branch}在 {branch.established} 才成立，{on} 还不能接收党员。")
    if branch.dissolved is not None and branch.dissolved <= on:
        raise Refused(f"{branch}在 {branch.dissolved} 已经撤销，不能接收党员。")
