"""Records and ends waivers: a rule does not bind one subject for a while, by a decision from above."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.planning import policies
from zhibu.domain.planning.selectors.waivers import (
    body_of,
    members_among,
    persons_of,
    subject_get,
)
from zhibu.domain.rulebook.models import Waiver
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Refused


@transaction.atomic
def waiver_record(
    *,
    actor: Actor,
    directive: str,
    rule: str,
    subject: str,
    since: dt.date,
    until: dt.date,
    reason: str,
    approved_by: str,
) -> Waiver:
    """Record that a rule does not bind one subject from `since` up to the day before `until`.

    Who may: a clerk of a body above the subject's organisation; never the unit for its own miss.
    Refused, with the reason, where rule or subject do not exist, a text is missing, or the days cross
    those of another waiver of the same rule and subject.
    """
    named = subject_get(actor, subject)
    policies.waiver_record(actor, named.organisation, named.kind, persons_of([named.key]).get(named.key, ""))
    _check(directive, rule, since, until, {"原因": reason, "批准的组织": approved_by})
    Organisation.objects.select_for_update().get(pk=named.organisation.pk)
    known = Waiver.objects.filter(directive=directive, rule=rule, subject=named.key)
    for there in known:
        if there.since < until and (there.until is None or since < there.until):
            end = f"到 {there.until} 的前一天" if there.until else "，没有写到哪天"
            raise Refused(f"这条要求从 {there.since} 起已经豁免{end}，日期不能重叠。")
    made = Waiver.objects.create(
        directive=directive, rule=rule, subject=named.key, since=since, until=until,
        reason=reason.strip(), approved_by=approved_by.strip(),
    )  # fmt: skip
    _record(actor, "waiver.record", made, named.organisation.pk)
    return made


@transaction.atomic
def waiver_end(*, actor: Actor, waiver: Waiver, until: dt.date) -> None:
    """End a waiver early: `until` is the first day it no longer holds. It stays in the list.

    One that ends on the day it began never held (it was entered by mistake) and is taken away.
    """
    locked = Waiver.objects.select_for_update().get(pk=waiver.pk)
    body = body_of(locked.subject)
    if body is not None:
        kind = "member" if members_among([locked.subject]) else ""
        policies.waiver_end(actor, body, kind, persons_of([locked.subject]).get(locked.subject, ""))
    if locked.until is not None and until >= locked.until:
        raise Refused(f"这项豁免到 {locked.until} 的前一天为止，只能改早。")
    if until < locked.since:
        raise Refused(f"停止的日期不能早于开始的日期 {locked.since}，读到 {until}。")
    locked.until = until
    _record(actor, "waiver.end", locked, body.pk if body is not None else "")
    if until == locked.since:
        locked.delete()
    else:
        locked.save(update_fields=["until"])


def _check(
    directive: str, rule: str, since: dt.date, until: dt.date, texts: dict[str, str]
) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Refused(f"还没有填“{name}”。")
    try:
        rulebook().rule(directive, rule)
    except InputError as error:
        raise Refused(str(error)) from error
    if until <= since:
        raise Refused(f"豁免到哪天要晚于开始的日期 {since}，读到 {until}。")
    if (until - since).days > 366 * 3:
        raise Refused(f"一次最多豁免三年，{since} 到 {until} 太长；到期再批。")


def _record(actor: Actor, action: str, waiver: Waiver, organisation: str) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=str(waiver.pk),
        organisation=organisation,
        details={
            "directive": waiver.directive,
            "rule": waiver.rule,
            "subject": waiver.subject,
            "since": waiver.since,
            "until": waiver.until,
            "reason": waiver.reason,
            "approved_by": waiver.approved_by,
            "on": clock.today(),
            "days_back": max(0, (clock.today() - waiver.since).days),
        },
    )
