"""Who may work on a meeting.

| who | may |
|---|---|
| leader of the group, secretary and commissioners of the branch, clerk above | plan, change, notify, hold, check, report, archive (`runs`) |
| secretary and commissioners of the branch above a group, clerk of the committee above a branch | consent, return, receive (`answers`) |
| recorder named for that meeting | write its minutes (`writes`) |
"""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import keeps, works_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def runs(actor: Actor, activity: Activity) -> bool:
    """Whether he works on this meeting."""
    return works_for(actor, activity.organisation)


def answers(actor: Actor, activity: Activity) -> bool:
    """Whether he speaks for the body that consents and receives: the branch of a group, the body above a branch."""
    return keeps(actor, activity.organisation.parent)


def writes(actor: Actor, activity: Activity) -> bool:
    """Whether he may write the minutes: who works on the meeting, and the recorder named for it."""
    return runs(actor, activity) or bool(actor.member and actor.member in activity.recorder.split())


def meeting_keep(actor: Actor, organisation: Organisation) -> None:
    """Plan, enter and work on meetings of this organisation."""
    if not works_for(actor, organisation):
        who = "组长、支部书记和委员" if organisation.kind == OrganisationKind.PARTY_GROUP else "书记、委员"
        raise NotAllowed(f"{organisation}的会议活动由它的{who}，或者上级的党务工作者来办。")


def meeting_answer(actor: Actor, activity: Activity) -> None:
    """Consent, return, receive."""
    if not answers(actor, activity):
        raise NotAllowed(f"这一步由{activity.organisation.parent or '上级'}来办：支部的书记、委员，或者上级的党务工作者。")
