"""Writes of the rulebook: put a directive in force for an organisation from a day, and end it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import policies, selectors
from zhibu.domain.rulebook.models import Adoption, Interpretation, ParameterValue
from zhibu.domain.rulebook.shelf import shelf, value_problems
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


@transaction.atomic
def adoption_activate(
    *,
    actor: Actor,
    organisation: Organisation,
    directive: str,
    since: dt.date,
    until: dt.date | None = None,
    note: str = "",
) -> Adoption:
    """Put a directive in force for an organisation and everything below it, from `since` on.

    Who may: a clerk whose range holds the organisation. Refused, with the reason, where the pack is
    not installed, the directive itself was not in force then, or the days are already covered.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once must not overlap
    policies.adoption_activate(actor, organisation)
    _check_directive(directive, since, until)
    _check_owner(organisation, directive)
    _check_overlap(organisation, directive, since, until)
    adoption = Adoption.objects.create(
        organisation=organisation, directive=directive, since=since, until=until, note=note.strip()
    )
    _record(actor, "adoption.activate", adoption)
    return adoption


@transaction.atomic
def adoption_retire(*, actor: Actor, adoption: Adoption, until: dt.date) -> Adoption:
    """End an adoption: `until` is the first day on which the directive is no longer in force."""
    locked = Adoption.objects.select_for_update().select_related("organisation").get(pk=adoption.pk)
    policies.adoption_retire(actor, locked.organisation)
    if until <= locked.since:
        raise Refused(f"停止执行的日期要晚于开始执行的日期 {locked.since}，读到 {until}。")
    if locked.until is not None and until >= locked.until:
        raise Refused(f"这份文件从 {locked.until} 起已经停止执行。")
    locked.until = until
    locked.save(update_fields=["until"])
    _record(actor, "adoption.retire", locked)
    return locked


@transaction.atomic
def adoption_withdraw(*, actor: Actor, adoption: Adoption) -> None:
    """Take back an adoption that was entered by mistake: as if it had never been, but in the record.

    Who may: as for putting it in force. What was really in force is ended by `adoption_retire`.
    """
    locked = Adoption.objects.select_for_update().select_related("organisation").get(pk=adoption.pk)
    policies.adoption_withdraw(actor, locked.organisation)
    _record(actor, "adoption.withdraw", locked)
    locked.delete()


@transaction.atomic
def interpretation_record(
    *,
    actor: Actor,
    organisation: Organisation,
    matter: str,
    directive: str,
    reading: str,
    reason: str,
    decided_by: str,
    since: dt.date,
) -> Interpretation:
    """Record the decision which reading of a matter holds for an organisation and all below it.

    Who may: a clerk whose range holds the organisation. `directive`: the text that is followed, empty
    for a reading of its own. A former decision on the matter ends on the day this one begins.
    """
    policies.interpretation_record(actor, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if directive:
        selectors.directive_get(directive)
    for name, text in (("怎样读", reading), ("理由", reason), ("谁决定的", decided_by)):
        if not text.strip():
            raise Refused(f"还没有填“{name}”。")
    former = selectors.interpretations_of(organisation, matter).filter(until__isnull=True)
    for one in former:
        if since <= one.since:
            raise Refused(f"{one.since} 已经有一个决定，新的决定要晚于那一天，或者先撤销它。")
        one.until = since
        one.save(update_fields=["until"])
    made = Interpretation.objects.create(
        organisation=organisation, matter=matter, directive=directive, reading=reading.strip(),
        reason=reason.strip(), decided_by=decided_by.strip(), since=since,
    )  # fmt: skip
    _record_interpretation(actor, "interpretation.record", made)
    return made


@transaction.atomic
def interpretation_revoke(*, actor: Actor, interpretation: Interpretation, until: dt.date) -> None:
    """End a decision: `until` is the first day on which it no longer holds. It stays in the history."""
    locked = Interpretation.objects.select_for_update().get(pk=interpretation.pk)
    policies.interpretation_revoke(actor, locked.organisation)
    if locked.until is not None:
        raise Refused(f"这个决定从 {locked.until} 起已经不用了。")
    locked.until = max(until, locked.since + dt.timedelta(days=1))
    locked.save(update_fields=["until"])
    _record_interpretation(actor, "interpretation.revoke", locked)


@transaction.atomic
def parameter_set(
    *, actor: Actor, directive: str, parameter: str, value: str, reason: str
) -> ParameterValue:
    """Set this installation's own value for a parameter of a directive; it holds from now on.

    Who may: the clerk of the topmost organisation, or the keeper. Refused, in the engine's own words,
    where a rule cannot be read with the value. A former own value is ended, not deleted.
    """
    policies.parameter_set(actor)
    found = selectors.directive_get(directive)
    if parameter not in found.values:
        raise NotFound(f"《{found.head.title}》没有参数 {parameter}。")
    if not reason.strip():
        raise Refused("还没有写理由。")
    require_fits(ParameterValue, value=value.strip(), reason=reason.strip())
    wrong = value_problems(found, parameter, value.strip())
    if wrong:
        raise Refused(wrong[0])
    now = clock.now()
    used = ParameterValue.objects.filter(directive=directive, parameter=parameter)
    used.filter(ended_at__isnull=True).update(ended_at=now)
    made = ParameterValue.objects.create(
        directive=directive, parameter=parameter, value=value.strip(), reason=reason.strip(),
        set_by=actor.name, set_at=now,
    )  # fmt: skip
    details = {"parameter": parameter, "value": made.value, "reason": made.reason}
    entry_record(actor=actor, action="parameter.set", subject=directive, details=details)
    shelf.forget()
    return made


@transaction.atomic
def parameter_reset(*, actor: Actor, directive: str, parameter: str) -> None:
    """Go back to the value of the pack; the own value stays in the history."""
    policies.parameter_reset(actor)
    used = ParameterValue.objects.filter(
        directive=directive, parameter=parameter, ended_at__isnull=True
    )
    if not used.update(ended_at=clock.now()):
        raise Refused("这个参数没有本单位设定的值。")
    entry_record(
        actor=actor, action="parameter.reset", subject=directive, details={"parameter": parameter}
    )
    shelf.forget()


def _record_interpretation(actor: Actor, action: str, made: Interpretation) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=str(made.pk),
        organisation=made.organisation_id,
        details={
            "matter": made.matter,
            "directive": made.directive,
            "reading": made.reading,
            "reason": made.reason,
            "decided_by": made.decided_by,
            "since": made.since,
            "until": made.until,
        },
    )


def _check_directive(key: str, since: dt.date, until: dt.date | None) -> None:
    head = selectors.directive_get(key).head
    if until is not None and until <= since:
        raise Refused(f"停止执行的日期要晚于开始执行的日期 {since}，读到 {until}。")
    if since < head.effective:
        raise Refused(
            f"《{head.title}》自 {head.effective} 起施行，不能从 {since} 起执行；"
            f"把开始日期改为 {head.effective} 或以后。"
        )
    if head.until is not None and since >= head.until:
        raise Refused(f"《{head.title}》从 {head.until} 起已经废止，不能再执行。")


def _check_owner(organisation: Organisation, key: str) -> None:
    """A local directive binds its owner and what is below, nobody else."""
    owner = selectors.local_owner(key)
    if owner is not None and not organisation.path.startswith(owner.path):
        raise Refused(f"这份制度是{owner}制定的，只能在{owner}和它的下级执行，不能用到{organisation}。")


def _check_overlap(
    organisation: Organisation, key: str, since: dt.date, until: dt.date | None
) -> None:
    over = selectors.adoptions_over(organisation).filter(directive=key)
    own = over.filter(organisation=organisation)
    for there in selectors.overlapping(own, since, until):
        end = f"到 {there.until} 的前一天" if there.until else "，现在还在执行"
        raise Refused(f"{organisation}从 {there.since} 起已经执行这份文件{end}，日期不能重叠。")
    for there in over.exclude(organisation=organisation).filter(since__lte=since):
        if there.until is None or (until is not None and there.until >= until):
            raise Refused(
                f"{there.organisation}从 {there.since} 起执行这份文件，下级一并执行，{organisation}不用再设。"
            )


def _record(actor: Actor, action: str, adoption: Adoption) -> None:
    entry_record(
        actor=actor,
        action=action,
        subject=str(adoption.pk),
        organisation=adoption.organisation_id,
        details={
            "directive": adoption.directive,
            "since": adoption.since,
            "until": adoption.until,
            "note": adoption.note,
        },
    )
