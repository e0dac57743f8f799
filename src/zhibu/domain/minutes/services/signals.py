"""Writes of signals: looked for, answered by the unit, passed on by it; inspections from above, on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import entry_record
from zhibu.domain.minutes import policies
from zhibu.domain.minutes.choices import Answer
from zhibu.domain.minutes.likeness import bands
from zhibu.domain.minutes.models import Band, Inspection, Minutes, Signal
from zhibu.domain.minutes.selectors.finding import signs
from zhibu.domain.minutes.texts import spoken
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import confidential_types
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

OPEN_DAYS = 30  # an inspection can be looked at so long
MOST_UNITS, MOST_DAYS = 200, 400
AT_ONCE = 200


def fingerprint_keep(minutes: Minutes, written: Mapping[str, str]) -> None:
    """The fingerprint of what stands in minutes now."""
    Band.objects.filter(minutes=minutes).delete()
    found = bands(spoken(written))
    Band.objects.bulk_create(
        Band(minutes=minutes, band=number, value=value) for number, value in enumerate(found)
    )


@transaction.atomic
def signals_look(*, actor: Actor, activities: Sequence[Activity]) -> int:
    """Look these activities through: new signs are kept, those that are gone are marked so; how many stand now.

    No entry: it derives from what is on record, as verdicts do.
    """
    hidden = confidential_types()
    looked = [one for one in activities if one.type not in hidden]
    today = clock.today()
    found = {(one.activity.pk, one.key): one for one in signs(looked)}
    there = {(row.activity_id, row.key): row for row in Signal.objects.filter(activity__in=looked)}
    for place, row in there.items():
        gone = None if place in found else (row.gone_on or today)
        figure = found[place].figure if place in found else row.figure
        if (row.gone_on, row.figure) != (gone, figure):
            row.gone_on, row.figure = gone, figure
            row.save(update_fields=["gone_on", "figure"])
    Signal.objects.bulk_create(
        Signal(
            id=new_id("sig"), activity=one.activity, organisation_id=one.activity.organisation_id, on=one.activity.on,
            kind=one.kind, key=one.key, other_id=one.other or None, member_id=one.member or None, figure=one.figure,
            found_on=today,
        )
        for place, one in found.items()
        if place not in there
    )  # fmt: skip
    return len(found)


def signals_look_all(*, actor: Actor, since: dt.date, until: dt.date) -> int:
    """The minutes of these days that are written here and finished, in portions: what came in since counts too."""
    found = Minutes.objects.filter(on__gte=since, on__lt=until, finished_on__isnull=False).order_by("on", "pk")
    keys = list(found.values_list("pk", flat=True))
    count = 0
    for n in range(0, len(keys), AT_ONCE):
        rows = list(Activity.objects.filter(pk__in=keys[n : n + AT_ONCE]).select_related("organisation"))
        count += signals_look(actor=actor, activities=rows)
    return count


@transaction.atomic
def signal_answer(*, actor: Actor, signal: Signal, answer: str, text: str) -> Signal:
    """The unit says what it was: a mistake that is mended now, or so and so."""
    policies.signal_answer(actor, signal.activity)
    if answer not in Answer.values:
        raise Refused("选“登记错了，已经改正”或者“属实，说明如下”。")
    if not text.strip():
        raise Refused("写一两句说明：错在哪里、怎么改的，或者当时的情况。")
    require_fits(Signal, answer_text=text)
    row = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    row.answer, row.answer_text = answer, text.strip()
    row.answered_on, row.answered_by = clock.today(), actor.name
    row.save()
    _noted(actor, "signal.answer", row, {"answer": answer})
    return row


@transaction.atomic
def signal_pass(*, actor: Actor, signal: Signal) -> Signal:
    """The unit shows a sign with its answer to the body above, of its own accord."""
    policies.signal_answer(actor, signal.activity)
    row = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if not row.answer:
        raise Refused("先写说明，再报上级：上级看到的是提醒和你们的说明。")
    if row.passed_on is None:
        row.passed_on, row.passed_by = clock.today(), actor.name
        row.save()
        _noted(actor, "signal.pass", row, {})
    return row


def _noted(actor: Actor, action: str, row: Signal, details: dict[str, str]) -> None:
    entry_record(
        actor=actor, action=action, subject=row.activity_id, organisation=row.organisation_id,
        details={"kind": row.kind, **details},
    )  # fmt: skip


@transaction.atomic
def inspection_open(
    *, actor: Actor, units: Iterable[Organisation], why: str, since: dt.date, until: dt.date
) -> Inspection:
    """Look at the signals of named units from above: who, why and which days is on record and told to each unit.

    `until` is the first day no longer; what is opened can be looked at for `OPEN_DAYS` days.
    """
    found = sorted({unit.pk: unit for unit in units}.values(), key=lambda unit: unit.path)
    policies.inspection_open(actor, found)
    if not found:
        raise Refused("还没有选抽查哪些组织。")
    if len(found) > MOST_UNITS:
        raise Refused(f"一次最多抽查 {MOST_UNITS} 个组织，选了 {len(found)} 个。分几次做。")
    if len(why.strip()) < 4:
        raise Refused("写清楚为什么抽查：被查的组织看得到这句话。")
    if not since < until or (until - since).days > MOST_DAYS:
        raise Refused(f"起止日期要先后分明，一次最多 {MOST_DAYS} 天。")
    require_fits(Inspection, why=why)
    today = clock.today()
    made = Inspection.objects.create(
        id=new_id("ins"), user=actor.user, by=actor.name, why=why.strip(), since=since, until=until,
        opened_at=clock.now(), closes_on=today + dt.timedelta(days=OPEN_DAYS),
    )  # fmt: skip
    made.units.set(found)
    for unit in found:
        entry_record(
            actor=actor, action="inspection.open", subject=unit.pk, organisation=unit.pk,
            details={"why": made.why, "since": since, "until": until},
        )  # fmt: skip
    return made
