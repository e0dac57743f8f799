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
from zhibu.domain.rulebook.selectors import meeting_choices
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotFound
from zhibu.kernel.open_work import OpenItem

SHOWN = 8
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
    """Cases about himself, once he was heard: he reads them, and may appeal; and those he handles that come with no others.

    Secretaries and clerks have the steps of cases among all cases; a discipline commissioner, who sees no case
    against a person there, and a clerk who has an approval to enter or an appeal to answer, have them here.
    """
    return [*_own_items(actor), *_handled_items(actor)]


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over at a branch: how many, no names; given to nobody but who handles them (`narrow`)."""
    going = DisciplineFile.objects.filter(organisation=organisation, case__closed__isnull=True)
    count = going.exclude(member=member or None).count()
    return [OpenItem("违纪案件", f"{count} 件没有办完", reverse("matter-list"), narrow=True)] if count else []


def _handled_items(actor: Actor) -> list[OpenItem]:
    if actor.everything or not actor.in_person or not actor.holds(*KEEPERS):
        return []
    unanswered = Q(appealed_on__isnull=False, review="")
    going = Q(case__closed__isnull=True, organisation__in=_as_commissioner(actor))
    if actor.holds("clerk"):
        going |= unanswered | Q(case__closed__isnull=True, penalty__isnull=True) & ~Q(proposed="")
    rows = files(actor).filter(going).exclude(member=actor.member or None).order_by("opened_on", "pk")
    return [
        OpenItem("违纪案件", f"{one.member.name}：{_handled_words(one)}", reverse("matter", args=[one.pk]), verb="看案子")
        for one in rows[:SHOWN]
    ]


def _handled_words(file: DisciplineFile) -> str:
    if file.appealed_on and not file.review:
        return f"{file.appealed_on} 申诉，等答复"
    if file.penalty_id:
        return "处分已批准，没有办结"
    return "支部大会已决定，等批准" if file.proposed else "正在办"


def _own_items(actor: Actor) -> list[OpenItem]:
    if not actor.member or not actor.in_person:
        return []
    own = DisciplineFile.objects.filter(member=actor.member, heard=True, case__closed__isnull=True)
    return [
        OpenItem("只有你和办的人看得到", _own_words(one), reverse("matter", args=[one.pk]), verb="打开看")
        for one in own.select_related("case").order_by("-opened_on")[:3]
    ]


def _own_words(file: DisciplineFile) -> str:
    """Nothing of penalties: a desk is seen by whoever stands beside the screen."""
    waits = file.appealed_on and not file.review
    return "你提出的申诉，等答复" if waits else "一件关于你的事，有了进展"


def _as_commissioner(actor: Actor) -> list[str]:
    """Branches in which he is the discipline commissioner today."""
    if not actor.member or not actor.holds("commissioner"):
        return []
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


def is_handler(actor: Actor, file: DisciplineFile) -> bool:
    """Whether he may record its steps: who is concerned reads only."""
    return not (actor.member and actor.member == file.member_id) and policies.handles(actor, file.organisation)


def meetings_of(file: DisciplineFile) -> list[tuple[str, str]]:
    """General meetings held since the case was opened, to cite: (id, day and theme)."""
    held = Activity.objects.filter(
        organisation=file.organisation_id, type="general_meeting", status="held", on__gte=file.opened_on
    ).order_by("-on")[:20]
    return meeting_choices(held)
