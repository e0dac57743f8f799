"""Prepare a vote: matter, people, tellers, who is left out; all of it can be changed or thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from zhibu.ballots.keys import poll_keys_destroy
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Duty, Kind, State
from zhibu.domain.voting.models import Option, Poll, Teller, Voter
from zhibu.domain.voting.roll import REASONS
from zhibu.domain.voting.services.recording import held, recorded
from zhibu.domain.voting.stepping import require_step
from zhibu.domain.voting.terms import Terms, means_refused, terms_of
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id
from zhibu.kernel.strokes import name_order

MOST_OPTIONS = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Whom or what is voted on: a name (or a question), the member behind it, a line about him, answers."""

    name: str
    member: str = ""
    about: str = ""
    answers: tuple[str, ...] = ()


@transaction.atomic
def poll_draft(
    *, actor: Actor, organisation: Organisation, matter: str, title: str, on: dt.date, means: str,
    people: Sequence[Person] = (), seats: int | None = None, hidden: bool = True,
    activity: Activity | None = None, case: Case | None = None, step: str = "",
) -> Poll:  # fmt: skip
    """Prepare a vote on a matter that the packs know.

    `step`: the step of the case that asks for it; the confirmed result becomes that step.

    `means`: hands, paper, electronic or mixed, if the matter allows it here. `hidden`: 无记名. `people`:
    candidates, persons voted one by one, or the questions of a survey. Refused, with the reason, where
    the directives in force do not allow it.
    """
    terms = terms_of(organisation, matter, on)
    policies.poll_draft(actor, organisation, terms)
    made = Poll(
        id=new_id("poll").replace("_", "-"), organisation=organisation, kind=terms.poll,
        matter=matter, activity=activity, case=case, step=step,
    )  # fmt: skip
    if step:
        require_step(made)
    _fill(made, terms, title=title, on=on, means=means, seats=seats, hidden=hidden)
    made.save(force_insert=True)
    _put_people(made, terms, people)
    recorded(actor, "poll.draft", made, matter=matter, means=means, on=on, options=len(people))
    return made


@transaction.atomic
def poll_change(
    *, actor: Actor, poll: Poll, title: str, on: dt.date, means: str,
    people: Sequence[Person], seats: int | None = None, hidden: bool = True,
    activity: Activity | None = None,
) -> Poll:  # fmt: skip
    """Change a draft; the people on it are put anew."""
    locked = held(poll, State.DRAFT, doing="修改")
    policies.poll_manage(actor, locked)
    terms = terms_of(locked.organisation, locked.matter, on)
    locked.activity = activity
    _fill(locked, terms, title=title, on=on, means=means, seats=seats, hidden=hidden)
    locked.save()
    Option.objects.filter(poll=locked).delete()
    _put_people(locked, terms, people)
    recorded(actor, "poll.change", locked, means=means, on=on, options=len(people))
    return locked


@transaction.atomic
def poll_discard(*, actor: Actor, poll: Poll) -> None:
    """Throw a draft away; what was opened is abandoned with a reason instead."""
    locked = held(poll, State.DRAFT, doing="删去")
    policies.poll_manage(actor, locked)
    recorded(actor, "poll.discard", locked, matter=locked.matter, title=locked.title)
    key = locked.pk
    locked.delete()
    transaction.on_commit(lambda: poll_keys_destroy(settings.ZHIBU_KEYS, key))  # of an opening taken back


@transaction.atomic
def poll_exclude(
    *, actor: Actor, poll: Poll, member: Member, reason: str, approved_by: str, resolution: str
) -> Voter:
    """Leave somebody who has the right out of those called, for a reason that a directive names."""
    locked = held(poll, State.DRAFT, doing="改名册")
    policies.poll_manage(actor, locked)
    terms = terms_of(locked.organisation, locked.matter, locked.on)
    if reason not in terms.exclusions:
        allowed = "；".join(REASONS[one] for one in terms.exclusions) or "没有一种"
        raise Refused(f"“{terms.label}”可以不计入应到会的情形：{allowed}。读到“{REASONS.get(reason, reason)}”。")
    if not approved_by.strip() or not resolution.strip():
        raise Refused("不计入应到会的，要报上级党组织同意，并由党员大会通过：写明哪个上级、哪次会议。")
    require_fits(Voter, approved_by=approved_by, resolution=resolution)
    cited = terms.exclusions[reason]
    row, _ = Voter.objects.update_or_create(
        poll=locked, member=member,
        defaults={
            "entitled": False, "reason": reason, "article": cited.text if cited else "",
            "approved_by": approved_by.strip(), "resolution": resolution.strip(),
        },
    )  # fmt: skip
    recorded(actor, "poll.exclude", locked, member=member.pk, reason=reason,
             approved_by=approved_by, resolution=resolution)  # fmt: skip
    return row


@transaction.atomic
def poll_include(*, actor: Actor, poll: Poll, member: Member) -> None:
    """Take back that somebody was left out."""
    locked = held(poll, State.DRAFT, doing="改名册")
    policies.poll_manage(actor, locked)
    Voter.objects.filter(poll=locked, member=member).delete()
    recorded(actor, "poll.include", locked, member=member.pk)


@transaction.atomic
def poll_teller(*, actor: Actor, poll: Poll, member: Member, duty: str) -> Teller:
    """Name a teller (监票人 or 计票人): never a candidate. In a measurement everybody stands on the slip, so anybody may."""
    locked = held(poll, State.DRAFT, State.OPEN, doing="定监票人、计票人")
    policies.poll_manage(actor, locked)
    if duty not in Duty.values:
        raise Refused("分工是监票人或计票人之一。")
    if locked.kind != Kind.MEASUREMENT and Option.objects.filter(poll=locked, member=member.pk).exists():
        raise Refused(f"{member}是票上的人，不能当{Duty(duty).label}。换一位。")
    named, _ = Teller.objects.update_or_create(poll=locked, member=member, defaults={"duty": duty})
    recorded(actor, "poll.teller", locked, member=member.pk, duty=duty)
    return named


@transaction.atomic
def poll_release_teller(*, actor: Actor, poll: Poll, teller: Teller) -> None:
    """Take a teller off again, before he has read anything."""
    locked = held(poll, State.DRAFT, State.OPEN, doing="换监票人、计票人")
    policies.poll_manage(actor, locked)
    if teller.readings.exists() or teller.closed_by:
        raise Refused("这位已经开始计票，不能换下。")
    recorded(actor, "poll.release_teller", locked, member=teller.member_id)
    teller.delete()


def _fill(poll: Poll, terms: Terms, **given: Any) -> None:
    """Put the fields of a form into a draft, or say what does not go."""
    refused = means_refused(terms, given["means"])
    if refused:
        raise Refused(refused)
    title = given["title"].strip()
    if not title:
        raise Refused("还没有写这次表决的名称。")
    require_fits(Poll, title=title)
    seats = given["seats"]
    if terms.poll == Kind.CHOICE:
        seats = 1
    if terms.poll in (Kind.ELECTION, Kind.RECOMMENDATION) and not seats:
        raise Refused("还没有写应选几名。")
    poll.title, poll.on, poll.means, poll.seats = title, given["on"], given["means"], seats
    if terms.poll not in (Kind.ELECTION, Kind.CHOICE, Kind.RECOMMENDATION):
        poll.seats = None
    poll.secret = given["means"] != "hands" and (terms.secrecy == "always" or given["hidden"])
    poll.terms = {"opened_by": list(terms.opened_by)}


def _put_people(poll: Poll, terms: Terms, people: Sequence[Person]) -> None:
    """The people of a slip in the order that the terms ask for; the same person stands on it once."""
    if len(people) > MOST_OPTIONS:
        raise Refused(f"一次最多列 {MOST_OPTIONS} 项，读到 {len(people)} 项。")
    seen: set[str] = set()
    for one in people:
        key = one.member or one.name
        if not one.name.strip() or key in seen:
            raise Refused(f"“{one.name}”是空的或者写了两次，每人（每题）一行。")
        seen.add(key)
        require_fits(Option, name=one.name, about=one.about)
        if poll.kind == Kind.SURVEY and len(one.answers) < 2:
            raise Refused(f"问题“{one.name}”至少要有两个可选的回答。")
    placed = list(people)
    if terms.order == "strokes" and poll.kind != Kind.SURVEY:
        placed.sort(key=lambda one: name_order(one.name))
    Option.objects.bulk_create(
        Option(poll=poll, number=number, name=one.name.strip(), member=one.member,
               about=one.about.strip(), answers=list(one.answers))
        for number, one in enumerate(placed, 1)
    )  # fmt: skip
