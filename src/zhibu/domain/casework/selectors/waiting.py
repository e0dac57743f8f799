"""What of cases waits for somebody: for his desk, the count beside the entry, and the end of his rights."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.casework.selectors.lists import in_state, lines, own_cases
from zhibu.domain.procedures.choices import NARROW
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 8


def waiting_count(actor: Actor) -> int:
    """How many cases of his own organisations wait for him."""
    return own_cases(actor, clock.today()).order_by().count() if actor.roles else 0


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """The next steps that are his, the soonest due first."""
    return _items(list(own_cases(actor, today)[:SHOWN])) if actor.roles else []


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is open in an organisation when somebody's rights there end; never a case against a person (`NARROW`)."""
    found = Case.objects.filter(organisation=organisation, closed__isnull=True).exclude(procedure__in=NARROW)
    found = in_state(found.select_related("organisation", "road"), "own", clock.today())
    return _items(list(found.order_by("opened", "pk")[: SHOWN * 5]))


def _items(found: list[Case]) -> list[OpenItem]:
    return [
        OpenItem("办理事项", f"{one.procedure}：{one.name}，下一步{one.next}", reverse("case", args=[one.case.pk]), one.due_on,
                 about=one.case.pk, duty=one.case.procedure)
        for one in lines(found) if one.next
    ]
