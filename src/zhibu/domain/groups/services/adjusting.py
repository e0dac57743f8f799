"""A group that fell out of the rules is mended by a draft that begins with one change."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.drafts import layout_of
from zhibu.domain.groups.selectors.setting import setting_of
from zhibu.domain.groups.services.drafts import division_merge, division_move, division_open
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

WAYS = ("merge", "join", "close")


@transaction.atomic
def division_adjust(*, actor: Actor, group: Organisation, how: str, other: str = "") -> Division:
    """Open a draft with one change: `merge` into the group `other`, `join`: the member `other` comes, `close`."""
    branch = group.parent
    if how not in WAYS or branch is None:
        raise Refused("调整的办法是合并、调人、撤销之一。")
    made = division_open(actor=actor, branch=branch, empty=True)
    layout = layout_of(made, setting_of(branch, clock.today()))
    places = {part.present: place for place, part in enumerate(layout.parts)}
    if group.pk not in places:
        raise Refused(f"{group}里现在没有党员，直接在方案里重新分组。")
    if how == "join":
        division_move(actor=actor, division=made, revision=made.revision, members=[other], to=places[group.pk])
    else:
        if how == "merge" and other not in places:
            raise Refused("选一个现有的党小组来合并。")
        into = places[other] if how == "merge" else None
        division_merge(actor=actor, division=made, revision=made.revision, group=places[group.pk], into=into)
    made.refresh_from_db()
    return made
