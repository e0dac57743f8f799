"""What of the room waits for somebody: requests to decide, objections to review, clearings to approve."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.choices import WAITING, ClearingState, CorrectionState
from zhibu.domain.registry.models import Correction
from zhibu.domain.registry.selectors.lists import clearings, corrections
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.open_work import OpenItem

MOST = 10
TOLD = dt.timedelta(days=15)  # how long a refusal stands on the desk of who asked


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """For whom it is to act: the branch decides, a clerk reviews objections and approves clearings; who was refused may object."""
    refused = _refused(actor, today)
    if not actor.holds(*KEEPERS):
        return refused
    states = [CorrectionState.OPEN] if actor.holds("secretary", "commissioner") else []
    states += [CorrectionState.OBJECTED] if actor.holds("clerk") else []
    found = corrections(actor).filter(state__in=states).exclude(member=actor.member or None)[:MOST]
    items = _items(list(found))
    if actor.holds("clerk"):
        due = clearings(actor).filter(state=ClearingState.DUE).order_by()[: MOST + 1].count()
        if due:
            many = f"{MOST} 项以上" if due > MOST else f"{due} 项"
            items.append(OpenItem("到期清除", f"离开党员的资料到期，{many}等批准", reverse("clearing-list")))
    return [*refused, *items]


def _refused(actor: Actor, today: dt.date) -> list[OpenItem]:
    """What the branch refused him lately and he has not objected to."""
    if not actor.member:
        return []
    lately = dt.datetime.combine(today - TOLD, dt.time(), clock.SHANGHAI)
    found = Correction.objects.filter(member=actor.member, state=CorrectionState.REFUSED, decided_at__gte=lately)
    return [
        OpenItem("更正申请", f"支部没有同意更正{one.label}，可以向上级提异议", reverse("correction", args=[one.pk]), verb="看答复")
        for one in found[:MOST]
    ]


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    below = {"member__memberships__organisation__path__under": body.path, "member__memberships__until": None}
    found = Correction.objects.filter(state__in=WAITING, **below).select_related("member").distinct()
    return _items(list(found[: MOST * 5]))


def _items(found: list[Correction]) -> list[OpenItem]:
    return [
        OpenItem("更正申请", f"{one.member.name}申请更正{one.label}", reverse("correction", args=[one.pk]), duty="correction")
        for one in found
    ]
