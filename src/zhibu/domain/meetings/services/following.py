"""A body is no more: what it had planned for the days after is cancelled, and those who were told hear of it."""

from __future__ import annotations

from django.db.models import F

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Announcement
from zhibu.domain.meetings.choices import JointState
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.meetings.services.joining import joint_withdraw
from zhibu.domain.meetings.services.moving import meeting_cancel, meeting_resume
from zhibu.kernel import clock

ENDED = "撤销"


def meetings_follow(announcement: Announcement) -> None:
    """Heard when bodies end (config/wiring); what was planned for a day before is left to be entered."""
    waiting = Activity.objects.filter(
        organisation__dissolved__isnull=False, on__gte=F("organisation__dissolved"), part_of__isnull=True,
        status__in=(ActivityStatus.PLANNED, ActivityStatus.POSTPONED),
    ).exclude(type__in=MADE_ELSEWHERE)  # fmt: skip
    for one in list(waiting.select_related("organisation").order_by("on", "pk")):
        meeting_cancel(actor=announcement.actor.entrusted(), activity=one, reason=_why(one))
    for row in JointInvitation.objects.filter(organisation__dissolved__isnull=False, state=JointState.ASKED).order_by("pk"):
        joint_withdraw(actor=announcement.actor.entrusted(), invitation=row, word="单位撤销")


def meetings_return(announcement: Announcement) -> None:
    """Heard when a change of the tree is taken back: what was cancelled with the body is to be held after all."""
    gone = Activity.objects.filter(
        organisation__dissolved__isnull=True, status=ActivityStatus.CANCELLED, on__gte=clock.today(), part_of__isnull=True,
        moves__reason__endswith=ENDED,
    )  # fmt: skip
    for one in list(gone.select_related("organisation").distinct().order_by("on", "pk")):
        last = one.moves.order_by("pk").last()
        if last is not None and last.reason == _why(one):
            meeting_resume(actor=announcement.actor.entrusted(), activity=one)


def _why(activity: Activity) -> str:
    return f"{activity.organisation}{ENDED}"
