"""What of the room waits for somebody: his own report that is due, those handed in to him and not answered."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.choices import Manner, State
from zhibu.domain.reports.models import Report
from zhibu.domain.reports.selectors.due import wanted_of
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import chinese_day
from zhibu.kernel.open_work import OpenItem

SHOWN = 8
BACK = dt.timedelta(days=100)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """The next report that he owes, and what others wrote to him."""
    if not actor.member:
        return []
    items = []
    owed = wanted_of([actor.member], today, today).get(actor.member, [])
    if owed:
        first = owed[0]
        kind = "书面汇报" if first.written else "汇报"
        items.append(OpenItem("党员汇报", f"该{kind}了：{first.citation.source}", reverse("report-write"), first.due, "写汇报"))
    if not actor.in_person:
        return items
    waiting = Report.objects.filter(
        letter__keys__member=actor.member, state=State.GIVEN, manner=Manner.WRITTEN, answer__isnull=True, on__gte=today - BACK
    ).exclude(member=actor.member)
    rows = waiting.select_related("member").order_by("on", "pk")[:SHOWN]
    return [
        *items,
        *(OpenItem("党员汇报", f"{one.member.name} {chinese_day(one.on or today)}交来书面汇报", reverse("report", args=[one.pk]),
                   verb="看汇报") for one in rows),
    ]  # fmt: skip


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over: written reports that nobody answered; who comes next reads only what is written to him."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    found = Report.objects.filter(
        organisation__path__under=body.path, state=State.GIVEN, letter__isnull=False, answer__isnull=True
    ).select_related("member")
    return [
        OpenItem("党员汇报", f"{one.member.name} {one.on} 的书面汇报还没有答复", reverse("report", args=[one.pk]))
        for one in found.order_by("on", "pk")[: SHOWN * 5]
    ]
