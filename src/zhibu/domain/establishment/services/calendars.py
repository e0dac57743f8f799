"""Writes of what all rules count days by: school terms, and days that the public calendar gets wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.establishment import policies
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.rulebook.models import CalendarDay, Term
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

LONGEST = 300  # days of a school term


@transaction.atomic
def school_term_record(
    *, actor: Actor, name: str, since: dt.date, until: dt.date, before: str = ""
) -> Term:
    """A school term, new or (`before`: its name until now) changed. `until`: the first day after it."""
    policies.calendar_keep(actor)
    name = name.strip()
    require_fits(Term, name=name)
    if not name:
        raise Refused("还没有填学期的名称。")
    if not since < until:
        raise Refused(f"结束要晚于开始的 {since}，读到 {until}。")
    if (until - since).days > LONGEST:
        raise Refused(f"{since} 到 {until} 有 {(until - since).days} 天，不像一个学期。")
    others = Term.objects.exclude(pk=before or name)
    crossing = others.filter(since__lt=until, until__gt=since).first()
    if crossing is not None:
        raise Refused(f"和“{crossing.name}”（{crossing.since} 到 {crossing.until}）的日子重叠。")
    if not before and Term.objects.filter(pk=name).exists():
        raise Refused(f"已经有叫“{name}”的学期。")
    was = Term.objects.filter(pk=before).first() if before else None
    told = {"since": was.since, "until": was.until, "name": was.name} if was else None
    if was is not None and was.name != name:
        was.delete()
    made, _ = Term.objects.update_or_create(pk=name, defaults={"since": since, "until": until})
    entry_record(
        actor=actor, action="school_term.record", subject=name,
        details={"before": told, "since": since, "until": until}, touched=Touch(everything=True),
    )  # fmt: skip
    return made


@transaction.atomic
def school_term_withdraw(*, actor: Actor, name: str) -> None:
    """Take away a school term that was entered by mistake."""
    policies.calendar_keep(actor)
    found = Term.objects.filter(pk=name).first()
    if found is None:
        raise Refused(f"没有叫“{name}”的学期。")
    entry_record(
        actor=actor, action="school_term.withdraw", subject=name,
        details={"since": found.since, "until": found.until}, touched=Touch(everything=True),
    )  # fmt: skip
    found.delete()


@transaction.atomic
def calendar_set(*, actor: Actor, days: Mapping[dt.date, bool | None]) -> int:
    """Say of days whether they are worked (None: as the public calendar says). Answers how many changed."""
    policies.calendar_keep(actor)
    if not days:
        raise Refused("没有选日子。")
    known = dict(CalendarDay.objects.filter(date__in=list(days)).values_list("date", "workday"))
    changed = {day: worked for day, worked in days.items() if known.get(day) != worked}
    for day, worked in changed.items():
        if worked is None:
            CalendarDay.objects.filter(date=day).delete()
        else:
            CalendarDay.objects.update_or_create(date=day, defaults={"workday": worked})
    if changed:
        entry_record(
            actor=actor, action="calendar.set", subject="",
            details={"days": {str(day): worked for day, worked in sorted(changed.items())}},
            touched=Touch(everything=True),
        )  # fmt: skip
    return len(changed)
