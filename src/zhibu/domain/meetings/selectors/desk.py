"""What waits for whom: the next step of each meeting for who runs it, consents and reports for the branch."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.choices import JointState, StepCode
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE, label_of
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.meetings.selectors.joining import AHEAD as AHEAD_OF
from zhibu.domain.meetings.selectors.joining import invited
from zhibu.domain.meetings.selectors.steps import StepTold, next_step, steps_of
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 8
AHEAD, BEHIND = 45, 60  # days around today in which a step is looked for
KIND = "会议活动"
DEEDS = {
    StepCode.CONSULT: "请示", StepCode.APPROVE: "等同意", StepCode.NOTIFY: "发通知", StepCode.HOLD: "登记到会和记录",
    StepCode.RECORD: "写记录", StepCode.CHECK: "核对记录", StepCode.REPORT: "上报", StepCode.RECEIVE: "看一眼，收下",
    StepCode.FOLLOW: "跟进", StepCode.ARCHIVE: "归档",
}  # fmt: skip


def asked(actor: Actor) -> QuerySet[Activity]:
    """Plans of bodies below that ask for consent, the earliest first."""
    found = Activity.objects.filter(scope.reach(actor, "organisation__parent__", roles=KEEPERS))
    found = found.filter(
        status=ActivityStatus.PLANNED, consulted_on__isnull=False, approved_on__isnull=True, part_of__isnull=True,
        steps_done__code=StepCode.CONSULT,
    ).exclude(meeting__returned_on__isnull=False)  # fmt: skip
    return found.select_related("organisation", "organisation__parent", "meeting").order_by("on", "pk")


def reported(actor: Actor) -> QuerySet[Activity]:
    """Reports of bodies below that nobody has received, the earliest first; only those made here."""
    found = Activity.objects.filter(scope.reach(actor, "organisation__parent__", roles=KEEPERS), part_of__isnull=True)
    found = found.filter(reported_on__isnull=False, steps_done__code=StepCode.REPORT)
    found = found.exclude(steps_done__code=StepCode.RECEIVE)
    return found.select_related("organisation", "organisation__parent", "meeting").order_by("on", "pk")


def to_notify(actor: Actor, today: dt.date) -> QuerySet[Activity]:
    """Meetings ahead that nobody was told of and that the actor runs."""
    found = Activity.objects.filter(_runs(actor), status=ActivityStatus.PLANNED, on__gte=today, notice_on__isnull=True)
    found = found.filter(part_of__isnull=True).exclude(type__in=MADE_ELSEWHERE)
    return found.select_related("organisation", "organisation__parent", "meeting").order_by("on", "pk")


def under_way(actor: Actor, today: dt.date) -> list[tuple[Activity, StepTold]]:
    """Meetings of the bodies that are the actor's own work, each with its next step; the most pressing first.

    Of those that came with an import only what is still planned: what was held before is archived elsewhere.
    """
    rows = Activity.objects.filter(
        _own(actor), on__gt=today - dt.timedelta(days=BEHIND), on__lte=today + dt.timedelta(days=AHEAD),
        part_of__isnull=True,
    ).filter(Q(meeting__isnull=False) | Q(status=ActivityStatus.PLANNED)).exclude(type__in=MADE_ELSEWHERE).exclude(status=ActivityStatus.CANCELLED).exclude(steps_done__code=StepCode.ARCHIVE)  # fmt: skip
    rows = rows.select_related("organisation", "organisation__parent", "meeting").prefetch_related("steps_done")
    found = []
    for one in rows.order_by("on", "pk")[: SHOWN * 3]:
        step = next_step(one, steps_of(one))
        if step is not None and step.code not in (StepCode.APPROVE, StepCode.RECEIVE):
            found.append((one, step))
    return found


def put_off(actor: Actor, today: dt.date) -> list[Activity]:
    """The actor's own meetings of the last months that were put off to no day yet: forgotten unless somebody says so."""
    rows = Activity.objects.filter(_own(actor), status=ActivityStatus.POSTPONED, on__gt=today - dt.timedelta(days=BEHIND))
    rows = rows.exclude(joint_invitation__state=JointState.ACCEPTED)  # its day is the convener's
    return list(rows.filter(part_of__isnull=True).exclude(type__in=MADE_ELSEWHERE).order_by("on", "pk")[:SHOWN])


def planned_ahead(actor: Actor, today: dt.date) -> dict[tuple[str, str], list[Activity]]:
    """Meetings of this month and later that stand planned at the actor's own bodies: by body and type, the earliest first."""
    ids = {held.organisation for held in actor.roles if held.role in ("leader", "secretary", "commissioner")}
    found: dict[tuple[str, str], list[Activity]] = {}
    if not ids:
        return found
    rows = Activity.objects.filter(organisation__in=ids, status=ActivityStatus.PLANNED, on__gte=today.replace(day=1))
    for one in rows.exclude(type__in=MADE_ELSEWHERE).order_by("on", "pk"):
        found.setdefault((one.organisation_id, one.type), []).append(one)
    return found


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Next steps of one's own meetings; consents asked for and reports that came, for the branch."""
    items: list[OpenItem] = []
    if actor.holds("secretary", "commissioner"):
        items += _many(list(asked(actor)[: SHOWN + 1]), "meeting-consents", "等你同意", "看一眼，同意")
        items += _many(list(reported(actor)[: SHOWN + 1]), "meeting-receipts", "已报上来", "看一眼，收下")
    items += [_invitation(one) for one in invited(actor, today)[:SHOWN]]
    if actor.holds("leader", "secretary"):
        items += [_item(one, step, today) for one, step in under_way(actor, today)[:SHOWN] if _pressing(one, step, today)]
        items += [_without_day(one) for one in put_off(actor, today)]
    return items


def waiting_count(actor: Actor) -> int:
    """The number beside the entry of the navigation: consents asked for, reports to be received, invitations to answer."""
    waiting = invited(actor, clock.today()).count() if actor.holds("leader", "secretary", "commissioner") else 0
    if not actor.holds("secretary", "commissioner"):
        return waiting
    return waiting + asked(actor).order_by().values("pk").union(reported(actor).order_by().values("pk")).count()


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: its meetings that are not at their end."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    rows = Activity.objects.filter(organisation=body, status__in=(ActivityStatus.PLANNED, ActivityStatus.POSTPONED))
    rows = rows.exclude(type__in=MADE_ELSEWHERE).order_by("on", "pk")
    found = [
        OpenItem(KIND, f"{one.on} {label_of(one.type)}：{one.get_status_display()}", reverse("meeting", args=[one.pk]), one.on)
        for one in rows[: SHOWN * 5]
    ]
    asked_for = JointInvitation.objects.filter(organisation=body, state=JointState.ASKED, activity__status__in=AHEAD_OF)
    return found + [_invitation(one) for one in asked_for.select_related("activity", "activity__organisation").order_by("pk")[:SHOWN]]


def _pressing(one: Activity, step: StepTold, today: dt.date) -> bool:
    """Whether the step belongs on the desk now: somebody demands it, or it is what keeps the meeting going."""
    if step.code in (StepCode.HOLD, StepCode.RECORD):
        return one.on <= today
    return step.binding or step.again or step.code == StepCode.NOTIFY


def _item(one: Activity, step: StepTold, today: dt.date) -> OpenItem:
    when = f"{one.on.month}月{one.on.day}日"
    verb = "改好，再请示" if step.again else DEEDS.get(StepCode(step.code), step.label) if step.code in StepCode.values else step.label
    due = step.due or (one.on if one.on >= today else None)
    return OpenItem(KIND, f"{when}{label_of(one.type)}：{verb}", reverse("meeting", args=[one.pk]), due, verb, about=one.pk, duty=_duty(one))


def _duty(one: Activity) -> str:
    """Of a group its leader sees to everything; a branch has commissioners."""
    return "" if one.organisation.kind == OrganisationKind.PARTY_GROUP else one.type


def _without_day(one: Activity) -> OpenItem:
    name = f"{label_of(one.type)}（原定{one.on.month}月{one.on.day}日）延期了：定日子"
    return OpenItem(KIND, name, reverse("meeting", args=[one.pk]), None, "定日子", about=one.pk, duty=_duty(one))


def _invitation(one: JointInvitation) -> OpenItem:
    """Another unit asks to hold something together."""
    what = f"{one.activity.organisation.in_full}邀请一起开{one.activity.on.month}月{one.activity.on.day}日的{label_of(one.activity.type)}"
    return OpenItem(KIND, what, reverse("joint", args=[one.pk]), one.activity.on, "答应或谢绝", about=one.pk)


def _many(rows: list[Activity], batch: str, what: str, verb: str) -> list[OpenItem]:
    """One line each; where they are several one line for all, which leads to the page that does all in one go."""
    if len(rows) > 1:
        due = min(one.on for one in rows)
        count = f"{SHOWN} 件以上" if len(rows) > SHOWN else f"{len(rows)} 件"
        return [OpenItem(KIND, f"会议{what}：{count}", reverse(batch), due, verb)]
    return [
        OpenItem(KIND, f"{one.organisation} {one.on.month}月{one.on.day}日的{label_of(one.type)}{what}",
                 reverse("meeting", args=[one.pk]), one.on, verb)
        for one in rows
    ]  # fmt: skip


def _runs(actor: Actor) -> Q:
    return scope.reach(actor, "organisation__")


def _own(actor: Actor) -> Q:
    """Bodies whose meetings are the actor's own work: groups he leads, the branch whose secretary he is."""
    ids = {held.organisation for held in actor.roles if held.role in ("leader", "secretary")}
    return Q(organisation__in=ids)
