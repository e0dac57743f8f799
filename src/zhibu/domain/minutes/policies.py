"""Who may do what with minutes.

| who | may |
|---|---|
| recorder and host named for the meeting; whoever runs it (leader, secretary, commissioners, clerk above) | write, hand over, restore a version, answer signals |
| host; else whoever runs it, with the reason, but never the recorder | confirm, take the confirmation back |
| whoever runs it, and the host | lock, correct after the lock |
| whoever was there | read what is confirmed |
| clerk | templates of the body at which he is clerk and all below it; a named inspection of the signals |
"""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import policies as meetings
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import confidential_types
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused


def is_host(actor: Actor, activity: Activity) -> bool:
    """Whether he presided."""
    return bool(actor.member) and actor.member in activity.host.split()


def is_recorder(actor: Actor, activity: Activity) -> bool:
    """Whether he was named to write the minutes."""
    return bool(actor.member) and actor.member in activity.recorder.split()


def host_recorded(activity: Activity) -> bool:
    """Whether everybody who presided wrote the minutes too: then somebody else confirms, mostly the secretary."""
    hosts = set(activity.host.split())
    return bool(hosts) and hosts <= set(activity.recorder.split())


def writes(actor: Actor, activity: Activity) -> bool:
    """Whether he may write these minutes."""
    return actor.everything or meetings.writes(actor, activity) or is_host(actor, activity)


def works_there(actor: Actor, organisation: Organisation) -> bool:
    """Whether the organisation lies in what he sees by a role."""
    return actor.everything or actor.reaches(organisation.path) or organisation.pk in actor.bodies()


def confirms(actor: Actor, activity: Activity) -> bool:
    """Whether he may confirm: the host, or whoever runs it; whoever recorded it never."""
    if actor.everything:
        return True
    return (is_host(actor, activity) or meetings.runs(actor, activity)) and not is_recorder(
        actor, activity
    )


def require_open(activity: Activity) -> None:
    """Talks and other confidential types have rooms of their own; their contents never come here."""
    if activity.type in confidential_types():
        raise NotFound("这类活动的内容只有当事人能看，不在会议记录里写。")


def minutes_write(actor: Actor, activity: Activity) -> None:
    """Write, hand over, restore."""
    require_open(activity)
    if not writes(actor, activity):
        raise NotAllowed(
            "会议记录由这次会的记录人、主持人、组长、书记、支部委员或者上级的党务工作者写。"
        )


def minutes_confirm(actor: Actor, activity: Activity) -> None:
    """Say that the minutes are right."""
    minutes_write(actor, activity)
    if is_recorder(actor, activity):
        raise NotAllowed(
            "记录人不能核对自己写的记录：由主持人核对；主持人就是记录人的，改一个记录人，或者由书记核对。"
        )
    if not confirms(actor, activity):
        raise NotAllowed(
            "记录由主持人核对；主持人不在的，由组长、书记、支部委员或者上级的党务工作者代为核对。"
        )


def require_reason(why: str, actor: Actor, activity: Activity) -> None:
    """Whoever confirms and is not the host says why."""
    if not why.strip() and activity.host and not is_host(actor, activity) and not actor.everything:
        raise Refused("你不是这次会的主持人：写一句为什么由你核对，比如“组长出差，电话里念给他听过”。")


def minutes_lock(actor: Actor, activity: Activity) -> None:
    """Lock, and correct after the lock."""
    require_open(activity)
    if not (actor.everything or meetings.runs(actor, activity) or is_host(actor, activity)):
        raise NotAllowed(
            "锁定和锁定以后的更正由主持人、组长、书记、支部委员或者上级的党务工作者办。"
        )


def is_clerk(actor: Actor, organisation: Organisation) -> bool:
    """Whether he is a clerk of this body or above it."""
    return actor.everything or actor.reaches(organisation.path, "clerk")


def template_keep(actor: Actor, organisation: Organisation) -> None:
    """Upload and withdraw templates."""
    if not (is_clerk(actor, organisation) or actor.reaches(organisation.path, "secretary")):
        raise NotAllowed(f"{organisation}的记录模板由它的书记或者上级的党务工作者换。")


def signal_answer(actor: Actor, activity: Activity) -> None:
    """Answer a signal and pass it on: the unit itself."""
    if not (
        actor.everything
        or meetings.runs(actor, activity)
        or is_host(actor, activity)
        or is_recorder(actor, activity)
    ):
        raise NotAllowed("提醒由这次会的组长、书记、支部委员或者记录人答复。")


def inspection_open(actor: Actor, units: list[Organisation]) -> None:
    """Look at the signals of units below."""
    if not actor.in_person:
        raise NotAllowed("抽查要本人来，不能代办。")
    outside = [
        unit
        for unit in units
        if not (actor.everything or actor.reaches(unit.path, "clerk", "secretary"))
    ]
    if outside:
        raise NotAllowed(f"抽查由上级的书记或者党务工作者做；{outside[0]}不在你的管理范围里。")
