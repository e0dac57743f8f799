"""Meetings that several units hold together: who is asked, what waits for an answer, who comes from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.choices import JointState
from zhibu.domain.meetings.kinds import kind_of
from zhibu.domain.meetings.models import JointInvitation, Meeting
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.naming import named_by
from zhibu.domain.organisations.selectors import existing
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

TOGETHER = "joint_activity"  # what it is at a unit that does not hold the convener's type itself
INVITED = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP, OrganisationKind.GENERAL_BRANCH, OrganisationKind.COMMITTEE)
AHEAD = (ActivityStatus.PLANNED, ActivityStatus.POSTPONED)
ANSWERING = ("leader", "secretary", "commissioner")
NEAR, NAMED = 20, 4


def joint_invitations(actor: Actor) -> QuerySet[JointInvitation]:
    """Those that he may see: sent or received by bodies in his scope, the latest first."""
    found = JointInvitation.objects.filter(scope.reach(actor, "organisation__") | scope.reach(actor, "activity__organisation__"))
    found = found.select_related("organisation", "activity", "activity__organisation", "activity__meeting", "made")
    return found.order_by("-activity__on", "-asked_on", "pk")


def joint_invitation_get(actor: Actor, pk: str) -> JointInvitation:
    """One that he may see."""
    return scope.row_get(joint_invitations(actor), pk, "这份联合邀请")


def invited(actor: Actor, today: dt.date) -> QuerySet[JointInvitation]:
    """What waits for the answer of bodies that are the actor's own work, the earliest first."""
    ids = {held.organisation for held in actor.roles if held.role in ANSWERING}
    found = JointInvitation.objects.filter(organisation__in=ids, state=JointState.ASKED, activity__status__in=AHEAD)
    found = found.filter(Q(activity__on__gte=today) | Q(activity__status=ActivityStatus.POSTPONED))
    return found.select_related("organisation", "activity", "activity__organisation").order_by("activity__on", "pk")


def invitations_of(activity: Activity) -> list[JointInvitation]:
    """Whom the convener asked, in the order of the tree."""
    found = JointInvitation.objects.filter(activity=activity).select_related("organisation")
    return list(found.order_by("organisation__path"))


def came_by(activity: Activity) -> JointInvitation | None:
    """The invitation by which a unit takes part with this activity of its own; None where it is its own idea."""
    found = JointInvitation.objects.filter(made=activity, state=JointState.ACCEPTED)
    return found.select_related("organisation", "activity", "activity__organisation").first()


def joined(activity: Activity) -> list[Activity]:
    """The activities of the other units that hold this one with its convener."""
    found = Activity.objects.filter(meeting__joint_of=activity).select_related("organisation", "organisation__parent", "meeting")
    return list(found.order_by("organisation__path"))


def type_at(activity: Activity, unit: Organisation) -> str:
    """What the meeting is at an invited unit: the convener's type where the unit holds such, else 联合组织生活; Refused where neither."""
    for code in (activity.type, TOGETHER):
        held_by = kind_of(code).held_by
        if not held_by or unit.kind in held_by:
            return code
    raise Refused(f"{unit}是{unit.get_kind_display()}，不开展{kind_of(activity.type).label}，也不开展{kind_of(TOGETHER).label}。")


def units_near(organisation: Organisation, on: dt.date) -> list[Organisation]:
    """Units of its sort beside it: their names are no secret to it."""
    if organisation.parent_id is None:
        return []
    found = Organisation.objects.filter(existing(on), parent=organisation.parent_id, kind=organisation.kind)
    return list(found.exclude(pk=organisation.pk).order_by("path")[:NEAR])


def unit_meant(text: str, on: dt.date) -> Organisation:
    """The unit that a text names: its id, its name, or a part that only one has; of the whole system.

    Whoever invites must be able to name a unit beyond his range; he learns its name only.
    """
    wanted = text.strip()
    there = Organisation.objects.filter(existing(on), kind__in=INVITED).select_related("parent")
    found = named_by(there, wanted, NAMED + 1)
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(_placed(found[:NAMED])) + ("等" if len(found) > NAMED else "")
        raise Refused(f"“{wanted}”有几个单位都对得上，如{names}。多写几个字。")
    raise NotFound(f"本系统里没有叫“{wanted}”的支部或党小组，看看名称写对了没有。")


def _placed(bodies: Sequence[Organisation]) -> list[str]:
    """Their names, each with the body above it: many groups are called the same."""
    return [f"{body.in_full}（{body.parent}）" if body.parent else str(body) for body in bodies]


def together_told(rows: Sequence[Activity]) -> dict[str, str]:
    """Of those among many that are held with other units: with whom, for lists and ledgers."""
    keys = [one.pk for one in rows]
    there = Meeting.objects.filter(Q(activity__in=keys) | Q(joint_of__in=keys), joint_of__isnull=False)
    there = there.exclude(activity__status=ActivityStatus.CANCELLED).order_by("activity__organisation__path")
    units: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for sheet in there.select_related("activity__organisation", "joint_of__organisation"):
        units.setdefault(str(sheet.joint_of_id), []).append(sheet.activity.organisation.in_full)
        if sheet.joint_of is not None:
            found[sheet.activity_id] = f"{sheet.joint_of.organisation.in_full}发起"
    found |= {key: f"和{'、'.join(names)}" for key, names in units.items()}
    return {key: found[key] for key in keys if key in found}


@dataclass(frozen=True, slots=True)
class JointTold:
    """How a joint meeting stands on the page of one of its units."""

    sent: tuple[JointInvitation, ...] = ()
    came: JointInvitation | None = None  # by which it takes part with somebody else's, also where it left again
    may_ask: bool = False

    @property
    def takes_part(self) -> bool:
        """Whether day, hour and place are somebody else's."""
        return self.came is not None and self.came.state == JointState.ACCEPTED

    @property
    def made(self) -> set[str | None]:
        """The activities that came of what was sent: told with their invitation."""
        return {one.made_id for one in self.sent}


def joint_told(activity: Activity, today: dt.date, *, runs: bool) -> JointTold:
    """What the page of a meeting says of invitations, to whoever works on it."""
    if not runs:
        return JointTold()
    came = JointInvitation.objects.filter(made=activity).select_related("activity").first()
    joins = activity.part_of_id is None and getattr(getattr(activity, "meeting", None), "joint_of_id", None) is None
    ahead = activity.status == ActivityStatus.POSTPONED or (activity.status == ActivityStatus.PLANNED and activity.on >= today)
    return JointTold(tuple(invitations_of(activity)), came, joins and ahead)
