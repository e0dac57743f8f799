"""A case is opened, its facts are found, and he is heard."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.casework.services import case_abandon, case_open
from zhibu.domain.discipline import policies
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.discipline.services.noting import PROCEDURE, held, noted, require_text, stepped
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import spans
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

LONGEST = 20_000  # signs of a text


@transaction.atomic
def matter_open(*, actor: Actor, member: Member, on: dt.date, gist: str, road: str = "") -> DisciplineFile:
    """Open a case about a member of a branch; `gist` says what it is about and is read by few."""
    home = spans.branch_on(spans.spans_of(spans.member_lock(member.pk)), on)
    if home is None:
        raise Refused(f"{member.name} {on} 不在任何支部。")
    policies.matter_open(actor, member.pk, home.organisation)
    text = _text(gist, "主要事实")
    case = case_open(
        actor=actor.entrusted(), procedure=PROCEDURE, organisation=home.organisation, subject=member.pk, on=on,
        road=road,
    )  # fmt: skip
    made = DisciplineFile.objects.create(
        case=case, member=member, organisation=home.organisation, opened_on=on, gist=text
    )
    noted(actor, made, "open", on=on)
    return made


@transaction.atomic
def matter_investigate(*, actor: Actor, file: DisciplineFile, on: dt.date, gist: str) -> DisciplineFile:
    """The facts are found; `gist` is what they are now."""
    found = held(file)
    policies.matter_handle(actor, found)
    stepped(actor, found, "investigation", on, paper="investigation_report")
    found.gist = _text(gist, "查清的事实")
    found.save(update_fields=["gist"])
    noted(actor, found, "investigate", on=on)
    return found


@transaction.atomic
def matter_hear(*, actor: Actor, file: DisciplineFile, on: dt.date, statement: str) -> DisciplineFile:
    """The facts were shown to him and he was heard; from now on he reads his own case.

    `statement` is what he said, or that he had nothing to say.
    """
    found = held(file)
    policies.matter_handle(actor, found)
    found.statement, found.heard = _text(statement, "本人怎样说明；没有说明的写“没有意见”"), True
    stepped(actor, found, "hearing", on, paper="talk_record")
    found.save(update_fields=["statement", "heard"])
    noted(actor, found, "hear", on=on)
    return found


@transaction.atomic
def matter_abandon(*, actor: Actor, file: DisciplineFile, on: dt.date, reason: str) -> DisciplineFile:
    """Give the case up: no breach, or nothing to be punished. The file stays, as narrow as it was."""
    found = held(file)
    policies.matter_handle(actor, found)
    if found.penalty_id is not None:
        raise Refused("处分已经生效，不能终止；不服的走申诉。")
    why = require_text(reason, "为什么不再办")
    case_abandon(actor=actor.entrusted(), case=found.case, on=on, reason=why)
    noted(actor, found, "abandon", on=on)
    return found


def _text(text: str, what: str) -> str:
    said = require_text(text, what)
    if len(said) > LONGEST:
        raise Refused(f"{what}最多 {LONGEST} 个字，读到 {len(said)} 个字。")
    return said
