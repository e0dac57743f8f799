"""Reminders in sight, and who sends one."""

from __future__ import annotations

from collections.abc import Sequence

from zhibu.domain.accounts import scope
from zhibu.domain.committees.models import Reminder
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def reminder_get(actor: Actor, pk: int) -> Reminder:
    """One reminder to a body in scope."""
    found = Reminder.objects.filter(scope.reach(actor, "organisation__")).select_related("organisation", "sent_by")
    return scope.row_get(found, pk, "这份提醒函")


def sender_of(actor: Actor, bodies: Sequence[Organisation]) -> Organisation:
    """The body in whose name he reminds: the highest at which he is a clerk, above all that are reminded."""
    if not bodies:
        raise Refused("还没有选要提醒的组织。")
    tops = Organisation.objects.filter(path__in=actor.subtrees("clerk")).order_by("depth", "path")
    if actor.everything:
        tops = Organisation.objects.filter(parent=None).order_by("path")
    for top in tops:
        if all(body.path.startswith(top.path) for body in bodies):
            return top
    raise Refused("选的组织不在同一个上级下面，分开提醒。")
