"""Reads of the room: the cases that are the actor's to handle, and his own once he was heard."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.discipline import policies
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.members.models import Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound
from zhibu.kernel.open_work import OpenItem

NARROW = ("clerk", "secretary")


def files(actor: Actor) -> QuerySet[DisciplineFile]:
    """What he may read, the latest first: of branches whose cases he handles, never one about himself
    but as the person concerned: that from the hearing on."""
    found = DisciplineFile.objects.select_related("member", "organisation", "case", "penalty")
    if actor.everything:
        return found
    handled = scope.reach(actor, "organisation__", roles=NARROW) | Q(organisation__in=_as_commissioner(actor))
    own = Q(member=actor.member or None)
    return found.filter((handled & ~own) | (own & Q(heard=True)))


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Cases about himself, once he was heard: he reads them, and may appeal. Those he handles come with all cases."""
    if not actor.member or not actor.in_person:
        return []
    own = DisciplineFile.objects.filter(member=actor.member, heard=True, case__closed__isnull=True)
    return [
        OpenItem("关于你的案子", _own_words(one), reverse("matter", args=[one.pk]), verb="看案子")
        for one in own.select_related("case").order_by("-opened_on")[:3]
    ]


def _own_words(file: DisciplineFile) -> str:
    if file.appealed_on and not file.review:
        return "你的申诉收到了，等答复"
    if file.penalty_id:
        return "处分批准了；不服可以申诉"
    return "支部大会作了决定，等批准" if file.proposed else "听取了你的说明，还没有决定"


def _as_commissioner(actor: Actor) -> list[str]:
    """Branches in which he is the discipline commissioner today."""
    today = clock.today()
    posts = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), member=actor.member or "-", since__lte=today,
        post="discipline_commissioner",
    ).select_related("organisation")  # fmt: skip
    return [post.organisation_id for post in posts if actor.reaches(post.organisation.path, "commissioner")]


def file_get(actor: Actor, pk: str) -> DisciplineFile:
    """One case that he may read."""
    found = files(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("找不到这件案子，或者它不归你办。")
    return found


def may_open_at(actor: Actor) -> QuerySet[Organisation]:
    """The branches whose cases he handles."""
    found = scope.organisations(actor).filter(kind="branch", dissolved__isnull=True)
    if actor.everything:
        return found
    return found.filter(scope.reach(actor, roles=NARROW) | Q(pk__in=_as_commissioner(actor)))


def is_handler(actor: Actor, file: DisciplineFile) -> bool:
    """Whether he may record its steps: who is concerned reads only."""
    return not (actor.member and actor.member == file.member_id) and policies.handles(actor, file.organisation)


def meetings_of(file: DisciplineFile) -> list[tuple[str, str]]:
    """General meetings held since the case was opened, to cite: (id, day and theme)."""
    held = Activity.objects.filter(
        organisation=file.organisation_id, type="general_meeting", status="held", on__gte=file.opened_on
    ).order_by("-on")[:20]
    return [(one.pk, f"{one.on} {one.theme or '支部党员大会'}") for one in held]
