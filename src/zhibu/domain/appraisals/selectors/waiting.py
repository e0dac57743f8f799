"""What of the room waits for somebody: outline and self-appraisal to write, a result to read, problems to put right."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import MeasureState, State
from zhibu.domain.appraisals.models import Appraisal, Appraisee, LifeMeeting, Measure, Outline
from zhibu.domain.appraisals.selectors.measures import OPEN
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 8  # of each kind
SOON = dt.timedelta(days=30)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """His own first: outline, self-appraisal, result, measures he does; then what he keeps for the unit."""
    found = [*_own(actor, today), *_owed(actor, today)] if actor.member else []
    if actor.holds(*policies.BRANCH, "leader"):
        found += [*_checks(actor), *_lists(actor, today), *_running(actor)]
    return found


def _own(actor: Actor, today: dt.date) -> list[OpenItem]:
    homes = homes_of(actor.member, today).values("organisation")
    mine = Outline.objects.filter(life=OuterRef("pk"), member=actor.member, handed_on__isnull=False)
    rows = LifeMeeting.objects.filter(
        activity__organisation__in=homes, activity__status=ActivityStatus.PLANNED, activity__on__gte=today,
        outlines_by__isnull=False,
    ).exclude(Exists(mine)).order_by("outlines_by", "pk")[:SHOWN]  # fmt: skip
    found = [
        OpenItem("发言提纲", "组织生活会前交发言提纲", reverse("outline-write", args=[one.pk]), one.outlines_by, "写提纲")
        for one in rows
    ]
    people = Appraisee.objects.filter(member=actor.member).select_related("appraisal")
    for one in people.filter(appraisal__state=State.PLANNED, self_on__isnull=True).order_by("pk")[:SHOWN]:
        address = reverse("appraisal-self", args=[one.appraisal_id])
        found.append(OpenItem("民主评议", f"{one.appraisal.year} 年评议：交自评", address, one.appraisal.self_by, "写自评"))
    told = people.filter(appraisal__state__in=(State.GRADED, State.TOLD), told_on__isnull=False, read_on__isnull=True)
    for one in told.order_by("pk")[:SHOWN]:
        address = reverse("appraisal-mine", args=[one.appraisal_id])
        found.append(OpenItem("民主评议", f"{one.appraisal.year} 年评议的结果", address, None, "看结果"))
    return found


def _owed(actor: Actor, today: dt.date) -> list[OpenItem]:
    rows = Measure.objects.filter(owner=actor.member, state=MeasureState.OPEN, due_on__lte=today + SOON)
    return [_item(one, "去整改") for one in rows.order_by("due_on", "pk")[:SHOWN]]


def _item(one: Measure, verb: str) -> OpenItem:
    name = "个人的整改事项" if one.member_id else one.problem[:40]
    return OpenItem("整改", name, reverse("measure", args=[one.pk]), one.due_on, verb, narrow=bool(one.member_id))


def _here(actor: Actor, prefix: str) -> Q:
    """Bodies at which his role stands, and groups of a branch that he works for."""
    homes = {held.organisation for held in actor.roles if held.role in policies.BRANCH}
    found = Q(**{f"{prefix}organisation__in": {*homes, *actor.bodies()}})
    return found | Q(**{f"{prefix}organisation__parent__in": homes, f"{prefix}organisation__kind": "party_group"})


def _checks(actor: Actor) -> list[OpenItem]:
    rows = Measure.objects.filter(_here(actor, ""), state=MeasureState.DONE).exclude(owner=actor.member or None)
    return [_item(one, "检查") for one in rows.order_by("due_on", "pk")[:SHOWN]]


def _lists(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Meetings that were held and whose problems still lack a measure, somebody or a day; measures over their day."""
    lacking = Measure.objects.filter(life=OuterRef("pk"), state=MeasureState.OPEN).filter(
        Q(measure="") | Q(owner__isnull=True) | Q(due_on__isnull=True)
    )
    rows = LifeMeeting.objects.filter(_here(actor, "activity__"), Exists(lacking)).select_related("activity")
    found = [
        OpenItem("整改清单", f"{one.activity.on} 生活会的问题还没有写全措施", reverse("life", args=[one.pk]), None, "补措施")
        for one in rows.order_by("activity__on", "pk")[:SHOWN]
    ]
    late = Measure.objects.filter(_here(actor, ""), state=MeasureState.OPEN, due_on__lt=today)
    found += [_item(one, "督促") for one in late.exclude(owner=actor.member or None).order_by("due_on", "pk")[:SHOWN]]
    return found


def _running(actor: Actor) -> list[OpenItem]:
    """Appraisals that go on: the branch's next stage, objections to answer, opinions a leader writes down."""
    homes = {held.organisation for held in actor.roles if held.role in policies.BRANCH}
    rows = Appraisal.objects.filter(organisation__in=homes, state__in=(State.PLANNED, State.GRADED, State.TOLD))
    found = []
    for one in rows.order_by("meeting_on", "pk")[:SHOWN]:
        said, due, verb = _next(one)
        found.append(OpenItem("民主评议", f"{one.year} 年评议：{said}", reverse("appraisal", args=[one.pk]), due, verb, about=one.case_id, duty="appraisal"))
    objected = Appraisee.objects.filter(
        appraisal__organisation__in=homes, objected_on__isnull=False, answered_on__isnull=True,
        appraisal__state__in=(State.GRADED, State.TOLD),
    ).select_related("appraisal").order_by("objected_on", "pk")  # fmt: skip
    found += [
        OpenItem("民主评议", "有人对评议结果提了不同意见", reverse("appraisal", args=[one.appraisal_id]), None, "答复", narrow=True)
        for one in objected[:SHOWN]
    ]
    led = Appraisee.objects.filter(group__in=actor.bodies(), mutual_on__isnull=True, appraisal__state=State.PLANNED)
    for key, group, due in led.order_by().values_list("appraisal", "group", "appraisal__mutual_by").distinct()[:SHOWN]:
        found.append(OpenItem("民主评议", "记本组的互评意见", f"{reverse('appraisal-mutual', args=[key])}?at={quote(group)}", due, "记互评"))
    return found


def _next(one: Appraisal) -> tuple[str, dt.date, str]:
    if one.state == State.PLANNED:
        return "收自评、互评，开会测评，评定", one.meeting_on, "接着办"
    if one.state == State.GRADED:
        return "把结果告知本人", one.grading_by, "告知"
    return "办结", one.grading_by, "办结"


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: its appraisals, its open measures."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    rows = Appraisal.objects.filter(organisation__path__under=body.path, state__in=(State.PLANNED, State.GRADED, State.TOLD))
    found = [
        OpenItem("民主评议", f"{one.organisation} {one.year} 年评议：{one.get_state_display()}", reverse("appraisal", args=[one.pk]),
                 one.meeting_on)
        for one in rows.select_related("organisation").order_by("meeting_on", "pk")[: SHOWN * 3]
    ]  # fmt: skip
    measures = Measure.objects.filter(organisation__path__under=body.path, state__in=OPEN)
    return found + [_item(one, "去办") for one in measures.order_by(F("due_on").asc(nulls_last=True), "pk")[: SHOWN * 3]]


def waiting_count(actor: Actor) -> int:
    """The number beside the entry: own outlines, self-appraisals and results."""
    return len(_own(actor, clock.today())) if actor.member else 0
