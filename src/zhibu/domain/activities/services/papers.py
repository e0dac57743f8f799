"""Papers about an activity, an organisation, a member, a post or a case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import transaction

from zhibu.domain.activities.models import Paper
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|H[12]|Q[1-4]))?", re.ASCII)


@transaction.atomic
def paper_note(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    on: dt.date,
    about: str,
    for_period: str = "",
) -> Paper:
    """Note that a paper of a kind was made on a day about a row (its id); the same once noted is not doubled.

    `organisation` answers for it, for the record and the verdicts.
    """
    if on > clock.today():
        raise Refused(f"{on} 还没到，材料的日期最晚填今天。")
    if for_period and not _PERIOD.fullmatch(for_period):
        raise Refused(f"所属时期读到“{for_period}”，应写成 2024、2024-H1、2024-Q2 或 2024-05。")
    there = Paper.objects.filter(kind=kind, on=on, about=about, for_period=for_period).first()
    if there is not None:
        return there
    made = Paper.objects.create(
        id=new_id("pap"), kind=kind, on=on, about=about, for_period=for_period
    )
    entry_record(
        actor=actor, action="paper.note", subject=about, organisation=organisation.pk,
        details={"kind": kind, "on": on, "for_period": for_period}, touched=_touch(organisation.pk, [about]),
    )  # fmt: skip
    return made


@transaction.atomic
def paper_withdraw(*, actor: Actor, organisation: Organisation, paper: Paper) -> None:
    """Take a noted paper back."""
    held = Paper.objects.select_for_update().filter(pk=paper.pk).first()
    if held is None:
        return
    held.delete()
    entry_record(
        actor=actor, action="paper.withdraw", subject=held.about, organisation=organisation.pk,
        details={"kind": held.kind, "on": held.on, "for_period": held.for_period},
        touched=_touch(organisation.pk, [held.about]),
    )  # fmt: skip


def _touch(organisation: str, keys: Iterable[str]) -> Touch:
    members = frozenset(Member.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))
    return Touch(frozenset({organisation}), members)
