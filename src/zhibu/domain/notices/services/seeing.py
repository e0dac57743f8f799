"""Noting that somebody opened the link: the day, and never the hour."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.notices.choices import DeliveryState
from zhibu.domain.notices.models import Delivery, Notice
from zhibu.domain.notices.selectors import notices
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor


@transaction.atomic
def notice_see(*, actor: Actor, notice: Notice) -> Notice:
    """He has opened it; what has not gone out of it need not go any more.

    No entry in the record: who read what when is nobody's business, and the row says the day alone.
    """
    found = notices(actor).select_for_update(of=("self",)).get(pk=notice.pk)
    if found.seen_on is None:
        found.seen_on = clock.today()
        found.save(update_fields=["seen_on"])
        Delivery.objects.filter(notice=found, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    return found


@transaction.atomic
def notices_see(*, actor: Actor) -> int:
    """All of his are seen; how many were not."""
    rows = list(notices(actor).filter(seen_on=None).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=rows).update(seen_on=clock.today())
    Delivery.objects.filter(notice__in=rows, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    return len(rows)
