"""Writes of Word templates: a new version checked before it is kept, and taking one out of use."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from zhibu.domain.audit.services import entry_record
from zhibu.domain.minutes import policies
from zhibu.domain.minutes.models import Template
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Refused
from zhibu.kernel.ids import new_id
from zhibu.papers.records import record_template_problems

LARGEST = 2_000_000


@transaction.atomic
def minutes_template_add(
    *,
    actor: Actor,
    organisation: Organisation,
    activity_type: str,
    name: str,
    content: bytes,
    since: dt.date | None = None,
) -> Template:
    """One more version of an organisation's template, good for all below it. InputError where a placeholder is not known."""
    policies.template_keep(actor, organisation)
    if len(content) > LARGEST:
        raise Refused(
            f"模板最大 {LARGEST // 1_000_000} MB，读到 {len(content) / 1_000_000:.1f} MB。把图片去掉再上传。"
        )
    require_fits(Template, name=name, activity_type=activity_type)
    if found := record_template_problems(content):
        raise InputError(found)
    mine = Template.objects.filter(organisation=organisation, activity_type=activity_type)
    day = since or clock.today()
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    mine.filter(until=None).update(until=day)
    made = Template.objects.create(
        id=new_id("tpl"), organisation=organisation, activity_type=activity_type, number=number, name=name.strip(),
        content=content, since=day, at=clock.now(), by=actor.name,
    )  # fmt: skip
    _noted(actor, "minutes_template.add", made)
    return made


@transaction.atomic
def minutes_template_withdraw(*, actor: Actor, template: Template) -> Template:
    """Take it out of use: from today on the version of the nearest body above holds, or ours; it stays to be read."""
    policies.template_keep(actor, template.organisation)
    row = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if row.until is None or row.until > clock.today():
        row.until = clock.today()
        row.save(update_fields=["until"])
        _noted(actor, "minutes_template.withdraw", row)
    return row


def _noted(actor: Actor, action: str, row: Template) -> None:
    entry_record(
        actor=actor, action=action, subject=row.pk, organisation=row.organisation_id,
        details={"number": row.number, "type": row.activity_type},
    )  # fmt: skip
