"""Who may do what about attending a meeting.

Whoever runs a meeting (or was named to write its minutes) ticks, decides on leave and notes what was made up; a
member answers and signs in for himself alone. Answers may be given on behalf of a member without a phone; signing
in may not: who cannot sign in is ticked.
"""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import policies as meetings
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def keeps(actor: Actor, activity: Activity) -> bool:
    """Whether he keeps the attendance of this meeting."""
    return meetings.writes(actor, activity)


def decides(actor: Actor, activity: Activity) -> bool:
    """Whether he says yes or no to leave from this meeting."""
    return meetings.runs(actor, activity)


def attendance_tick(actor: Actor, activity: Activity) -> None:
    """Say who was there."""
    if not keeps(actor, activity):
        raise NotAllowed("到会由这次会的组长、书记、支部委员、记录人或者上级的党务工作者登记。")


def leave_decide(actor: Actor, activity: Activity) -> None:
    """Say yes or no to leave; nobody to his own."""
    if not decides(actor, activity):
        raise NotAllowed("准假由召集这次会的组长、书记或者支部委员批。")


def attendance_sign(actor: Actor) -> str:
    """Sign oneself in; the member who does."""
    if not actor.in_person:
        raise NotAllowed("扫码签到要本人来，不能代办。他到了会场的，由组长在名单上点到。")
    if not actor.member:
        raise NotAllowed("这个账号没有对上党员，不能签到。告诉组长，由他在名单上点到。")
    return actor.member
