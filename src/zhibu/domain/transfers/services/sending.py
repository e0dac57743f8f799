"""The side of origin: ask, write the letter, give up; and noting somebody who comes from outside."""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction

from zhibu.domain.casework.services import case_abandon, case_open
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import spans
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.transfers import policies
from zhibu.domain.transfers.choices import ON_THE_ROAD, UNDER_WAY, State, Way
from zhibu.domain.transfers.models import Transfer
from zhibu.domain.transfers.services.noting import PROCEDURE, held, noted, stepped
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened
from zhibu.kernel.ids import new_id

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
LONGEST = 366  # days a letter may hold; what is usual is said by the directives in force


@transaction.atomic
def transfer_request(
    *,
    actor: Actor,
    member: Member,
    on: dt.date,
    reason: str,
    destination: Organisation | None = None,
    destination_name: str = "",
) -> Transfer:
    """Ask that a member's membership be moved: to a branch of the system, or to a place outside by its name.

    Until somebody receives him nothing changes in the roll. Refused where he is in no branch, where he is
    there already, and where another transfer of his is under way.
    """
    locked = spans.member_lock(member.pk)
    home = spans.branch_on(spans.spans_of(locked), on)
    if home is None:
        raise Refused(f"{locked.name} {on} 不在任何支部，没有可以转的组织关系。")
    policies.transfer_request(actor, locked.pk, home.organisation)
    require_happened(on, "提出", after=home.since)
    _require_goal(destination, destination_name, home.organisation, on)
    there = Transfer.objects.filter(member=locked, state__in=UNDER_WAY).first()
    if there is not None:
        raise Refused(f"{locked.name}有一件转接没有办完（{there.requested_on} 提出，到{there.goal}），先办完或者撤销。")
    if not reason.strip():
        raise Refused("还没有写为什么转。")
    require_fits(Transfer, reason=reason, destination_name=destination_name)
    made = Transfer.objects.create(
        id=new_id("tra"), way=Way.INSIDE if destination else Way.OUT, member=locked, name=locked.name,
        origin=home.organisation, destination=destination, destination_name=destination_name.strip(),
        reason=reason.strip(), requested_on=on,
    )  # fmt: skip
    noted(actor, made, "request", {"to": made.goal, "on": on, "reason": made.reason})
    return made


@transaction.atomic
def transfer_register(
    *,
    actor: Actor,
    name: str,
    destination: Organisation,
    origin_name: str,
    letter_number: str,
    letter_on: dt.date,
    valid_until: dt.date,
    on: dt.date,
    dues_paid_to: str = "",
) -> Transfer:
    """Somebody comes from outside the system with a letter; his items are written when he is received."""
    policies.transfer_register(actor, destination)
    _require_branch(destination, on)
    require_happened(on, "报到", after=letter_on)
    _require_texts({"姓名": name, "转出组织": origin_name, "介绍信编号": letter_number})
    _require_month(dues_paid_to)
    require_fits(Transfer, name=name, origin_name=origin_name, letter_number=letter_number)
    case = case_open(
        actor=actor.entrusted(), procedure=PROCEDURE, organisation=destination,
        subject=name.strip(), on=letter_on,
    )  # fmt: skip
    made = Transfer.objects.create(
        id=new_id("tra"), way=Way.IN, name=name.strip(), origin_name=origin_name.strip(),
        destination=destination, case=case, state=State.ARRIVED, requested_on=letter_on,
        letter_number=letter_number.strip(), letter_on=letter_on, letter_by=origin_name.strip(),
        valid_until=valid_until, arrived_on=on, dues_paid_to=dues_paid_to,
    )  # fmt: skip
    for step in ("request", "letter"):  # done elsewhere; what we know of it stands on the letter
        paper = "transfer_letter" if step == "letter" else ""
        stepped(actor, made, step, letter_on, paper=paper, outcome=made.letter_number)
    stepped(actor, made, "arrival", on)
    noted(actor, made, "register", {"from": made.start, "letter": made.letter_number, "on": on})
    return made


@transaction.atomic
def transfer_send(
    *,
    actor: Actor,
    transfer: Transfer,
    on: dt.date,
    dues_paid_to: str,
    valid_days: int,
    issuer: Organisation,
    number: str = "",
) -> Transfer:
    """Write the letter: up to which month his dues are paid, for how many days it holds; both sides see it.

    `number` empty: the next one of the issuer's year, without gaps. A returned one is sent anew with a
    new letter.
    """
    found = held(transfer, State.REQUESTED, State.RETURNED, doing="开介绍信")
    policies.transfer_send(actor, found)
    require_happened(on, "开信", after=found.ended_on or found.requested_on)
    _require_month(dues_paid_to, needed=True)
    if not 1 <= valid_days <= LONGEST:
        raise Refused(f"有效天数读到 {valid_days}，应在 1 到 {LONGEST} 之间。")
    if found.case is None:
        assert found.origin is not None  # of a way in no letter is written here
        found.case = case_open(
            actor=actor.entrusted(), procedure=PROCEDURE, organisation=found.origin,
            subject=found.member_id or found.name, on=found.requested_on,
        )  # fmt: skip
        stepped(actor, found, "request", found.requested_on, outcome=found.reason[:100])
        stepped(actor, found, "dues_settled", on, outcome=dues_paid_to)
    found.letter_number = number.strip() or _next_number(issuer, on.year)
    require_fits(Transfer, letter_number=found.letter_number)
    if found.ended_on is None:  # a second letter is the same step of the case, its number in the entry
        stepped(actor, found, "letter", on, paper="transfer_letter", outcome=found.letter_number)
    found.state, found.letter_on, found.letter_by = State.SENT, on, issuer.name
    found.dues_paid_to, found.valid_until = dues_paid_to, on + dt.timedelta(days=valid_days)
    found.ended_on, found.ended_reason, found.arrived_on = None, "", None
    found.save()
    noted(actor, found, "send", {"letter": found.letter_number, "on": on, "until": found.valid_until})
    return found


@transaction.atomic
def transfer_withdraw(*, actor: Actor, transfer: Transfer, reason: str) -> Transfer:
    """Give a transfer up before he is received: he stays where he is."""
    found = held(transfer, *UNDER_WAY, doing="撤销")
    policies.transfer_withdraw(actor, found)
    if found.state in ON_THE_ROAD and not policies.is_clerk_of(actor, found.origin or found.destination):
        raise Refused("介绍信已经开出，由开信的党组织收回以后撤销。")
    if not reason.strip():
        raise Refused("还没有写为什么撤销。")
    require_fits(Transfer, ended_reason=reason)
    found.state, found.ended_on, found.ended_reason = State.WITHDRAWN, clock.today(), reason.strip()
    found.save(update_fields=["state", "ended_on", "ended_reason"])
    if found.case is not None:
        case_abandon(actor=actor.entrusted(), case=found.case, reason=reason, on=found.ended_on)
    noted(actor, found, "withdraw", {"reason": found.ended_reason})
    return found


def _next_number(issuer: Organisation, year: int) -> str:
    """The next number of this issuer's letters of the year; the issuer is held, so none is given twice."""
    Organisation.objects.select_for_update().get(pk=issuer.pk)
    head = f"{issuer.short_name or issuer.name}转〔{year}〕"
    given = Transfer.objects.filter(letter_number__startswith=head).values_list("letter_number", flat=True)
    last = max((int(digits) for one in given if (digits := one[len(head):].rstrip("号")).isdigit()), default=0)
    return f"{head}{last + 1}号"


def _require_goal(
    destination: Organisation | None, name: str, home: Organisation, on: dt.date
) -> None:
    if (destination is None) == (not name.strip()):
        raise Refused("转到本系统的支部，或者写明转到外面哪个党组织，两样填一样。")
    if destination is None:
        return
    if destination.pk == home.pk:
        raise Refused(f"他已经在{home}，不用转。")
    _require_branch(destination, on)


def _require_branch(body: Organisation, on: dt.date) -> None:
    if body.kind != OrganisationKind.BRANCH:
        raise Refused(f"党员编在党支部里，{body}是{body.get_kind_display()}。")
    if body.dissolved is not None and body.dissolved <= on:
        raise Refused(f"{body}在 {body.dissolved} 已经撤销，不能转进去。")


def _require_month(text: str, *, needed: bool = False) -> None:
    if text and not MONTH.fullmatch(text):
        raise Refused(f"党费交到哪个月读到“{text}”，应为年-月，如 {clock.today():%Y-%m}。")
    if needed and not text:
        raise Refused("还没有写党费交到哪个月，转入的支部从下个月起收。")


def _require_texts(texts: dict[str, str]) -> None:
    for label, text in texts.items():
        if not text.strip():
            raise Refused(f"还没有写{label}。")
