"""Leaders who may be renewed with the branch committee: in office since before the new one began (随支委会换届)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.open_work import OpenItem

RECENT = dt.timedelta(days=180)  # after that a desk does not ask any more; the page still offers it
ROLES = ("secretary", "commissioner")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A group whose leader is older in office than the committee; `selection`: one that is going on."""

    group: Organisation
    name: str
    since: dt.date
    selection: str = ""


def committee_since(branch: Organisation, on: dt.date) -> dt.date | None:
    """The day on which the committee in office began: when the most of its posts began."""
    days = list(
        Post.objects.filter(covering(on), organisation=branch, post__in=COMMITTEE).values_list("since", flat=True)
    )
    return max(sorted(days), key=days.count, default=None)


def renewals(actor: Actor, branch: Organisation, on: dt.date) -> list[Renewal]:
    """The groups of a branch whose leaders could be renewed now; none for who may not choose leaders there."""
    if branch.kind != OrganisationKind.BRANCH or not actor.reaches(branch.path, *KEEPERS):
        return []
    began = committee_since(branch, on)
    return _older(branch, began, on) if began is not None else []


def _older(branch: Organisation, began: dt.date, on: dt.date) -> list[Renewal]:
    posts = list(
        Post.objects.filter(covering(on), organisation__parent=branch, post=POST, since__lt=began)
        .filter(Q(organisation__dissolved__isnull=True) | Q(organisation__dissolved__gt=on))
        .select_related("organisation").order_by("organisation__path")
    )  # fmt: skip
    names = dict(Member.objects.filter(pk__in=[one.member for one in posts]).values_list("pk", "name"))
    running = Selection.objects.filter(group__parent=branch, case__closed__isnull=True)
    open_ = {one.group_id: one.pk for one in running}
    return [
        Renewal(one.organisation, names.get(one.member, one.member), one.since, open_.get(one.organisation_id, ""))
        for one in posts
    ]


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Branches with a committee of the last half year whose groups still have the leaders of before."""
    own = sorted({held.organisation for held in actor.roles if held.role in ROLES})
    found = []
    for branch in Organisation.objects.filter(pk__in=own, kind=OrganisationKind.BRANCH) if own else ():
        began = committee_since(branch, today)
        left = [] if began is None or began <= today - RECENT else _older(branch, began, today)
        waiting = [one for one in left if not one.selection]
        if waiting:
            name = f"新一届支委会选出来了，{len(waiting)} 个党小组的组长可以一起换"
            found.append(OpenItem("党小组组长", name, reverse("committee", args=[branch.pk]), None, "看哪几个组"))
    return found
