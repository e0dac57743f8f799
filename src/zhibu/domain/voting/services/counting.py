"""Count, once and for all kinds of slips together; then confirm, or go on with another round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from zhibu.ballots.board import roll_entry
from zhibu.ballots.box import Cast, box_open
from zhibu.ballots.disclosure import Warned, warned_after
from zhibu.ballots.keys import poll_keys_open, seal_key
from zhibu.ballots.outcomes import choices_of
from zhibu.ballots.results import About, Counted, result_make
from zhibu.ballots.rules import Counts, Rule
from zhibu.ballots.slips import Slip
from zhibu.ballots.telling import entries_agree, stacks_agree
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Means, State, Taken
from zhibu.domain.voting.models import Poll, Teller, Voter
from zhibu.domain.voting.services.closing import poll_wipe
from zhibu.domain.voting.services.drafts import Person, poll_draft
from zhibu.domain.voting.services.facts import ballots_write
from zhibu.domain.voting.services.giving import public_keys
from zhibu.domain.voting.services.readings import form_frozen, hands_agree, piles_of, stacked
from zhibu.domain.voting.services.recording import held, recorded, terms_frozen
from zhibu.domain.voting.services.steps import step_try
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def poll_count(*, actor: Actor, poll: Poll, merged: Mapping[str, str] | None = None) -> Poll:
    """Open the box, put paper and electronic slips together, make the result file, destroy the keys.

    `merged`: spellings of written-in names that are the same person. InputError names every slip on
    which the tellers differ; nothing is opened then.
    """
    locked = held(poll, State.CLOSED, doing="计票")
    policies.poll_manage(actor, locked)
    counted = _hands(locked) if locked.means == Means.HANDS else _slips(locked, merged or {})
    locked.result_file = result_make(counted, seal_key(settings.ZHIBU_KEYS))
    warned: tuple[Warned, ...] = ()
    if counted.choices is not None:
        warned = warned_after(counted.form, counted.choices, counted.counts)
    locked.outcome = {
        "counts": {n: getattr(counted.counts, n) for n in counted.counts.__dataclass_fields__},
        "sums": counted.sums.as_data(), "outcome": counted.outcome.as_data(),
        "warned": [one.text for one in warned],
    }  # fmt: skip
    locked.state = State.COUNTED
    locked.save()
    poll_wipe(poll=locked)
    recorded(
        actor, "poll.count", locked, counts=locked.outcome["counts"],
        held=counted.outcome.held, decided=len(counted.outcome.decided),
    )  # fmt: skip
    return locked


def _hands(poll: Poll) -> Counted:
    form, present = form_frozen(poll), poll.present or 0
    sums = hands_agree(poll, present)
    people = Counts.of_hands(_entitled(poll), present)
    return Counted(
        _about(poll), form, Rule.from_data(poll.public["rule"]), _marks(poll), people,
        by_hands=sums, excluded=_left_out(poll),
    )  # fmt: skip


def _slips(poll: Poll, merged: Mapping[str, str]) -> Counted:
    form = form_frozen(poll)
    valid, void = _paper(poll)
    returned_paper = len(valid) + void
    slips, returned_electronic, public = list(valid), 0, None
    tokens: tuple[tuple[str, str, str], ...] = ()
    if poll.means in (Means.ELECTRONIC, Means.MIXED):
        public = public_keys(poll)
        keys = poll_keys_open(settings.ZHIBU_KEYS, settings.ZHIBU_SECRETS["files_key"], public)
        casts = [
            Cast(s.token or "", s.prefix, s.signature, s.public_key, s.sealed, s.bound)
            for s in poll.slots.filter(token__isnull=False)
        ]
        opened = box_open(keys, form, casts)
        slips += opened.slips
        void += sum(opened.void.values())
        returned_electronic = opened.returned
        tokens = tuple((cast.token, cast.prefix, cast.signature) for cast in casts)
    taken = Counter(poll.voters.values_list("taken", flat=True))
    numbers = Counts(
        _entitled(poll), poll.present or 0, taken[Taken.PAPER], taken[Taken.ELECTRONIC],
        returned_paper, returned_electronic, len(slips), void,
    )  # fmt: skip
    rule = Rule.from_data(poll.public["rule"])
    if taken[Taken.OPINION]:  # opinions came back without having been given out; checked when entered
        rule = replace(rule, returned_at_most="")
    return Counted(
        _about(poll), form, rule, _marks(poll), numbers, choices_of(form, slips),
        public=public, tokens=tokens, merged=merged, excluded=_left_out(poll),
    )  # fmt: skip


def _paper(poll: Poll) -> tuple[tuple[Slip, ...], int]:
    if poll.means == Means.ELECTRONIC:
        return (), 0
    piles = piles_of(poll)
    if len(piles) < 2:
        given = poll.voters.filter(taken__in=[Taken.PAPER, Taken.OPINION]).exists()
        if not given and not piles:
            return (), 0
        raise Refused("纸票要两个人各录一遍；现在录了的不到两位。")
    (one, first), (other, second) = piles[:2]
    compare = stacks_agree if stacked(poll) else entries_agree
    return compare(one.member.name, first, other.member.name, second, form_frozen(poll))


def _about(poll: Poll) -> About:
    opened, closed = poll.opened_at, poll.closed_at
    assert opened is not None
    assert closed is not None
    body = poll.organisation
    return About(
        poll.pk, poll.title, (body.pk, body.name), (poll.matter, terms_frozen(poll).label), poll.means,
        localtime(opened).date().isoformat(), localtime(closed).date().isoformat(), poll.round, poll.before_id,
        tuple(teller.member.name for teller in poll.tellers.select_related("member")),
    )  # fmt: skip


def _entitled(poll: Poll) -> int:
    return poll.voters.filter(entitled=True).count()


def _marks(poll: Poll) -> list[str]:
    rows = poll.voters.filter(entitled=True).select_related("member")
    return [roll_entry(poll.pk, row.member_id, row.member.name, row.salt) for row in rows]


def _left_out(poll: Poll) -> dict[str, int]:
    return dict(Counter(poll.voters.filter(entitled=False).values_list("reason", flat=True)))


@transaction.atomic
def poll_confirm(*, actor: Actor, poll: Poll, confirmed_by: str) -> Poll:
    """Say by which decision the result holds; from here on the rules read it.

    The step of the case that asked for the vote is recorded with it. What the step still lacks keeps the
    result from the step, not from being confirmed: `step_take` does it once that is there.
    """
    locked = held(poll, State.COUNTED, doing="确认")
    policies.poll_confirm(actor, locked)
    if not confirmed_by.strip():
        raise Refused("还没有写由什么确认：哪天的哪次会议，或者大会当场宣布。")
    locked.state, locked.confirmed_by = State.CONFIRMED, confirmed_by.strip()[:200]
    locked.save(update_fields=["state", "confirmed_by"])
    written = ballots_write(locked)
    locked.save(update_fields=["outcome"])
    missing = step_try(actor, locked)
    recorded(actor, "poll.confirm", locked, confirmed_by=locked.confirmed_by, ballots=written,
             step=locked.step, step_missing=missing)  # fmt: skip
    return locked


@transaction.atomic
def poll_repeat(*, actor: Actor, poll: Poll) -> Poll:
    """The next round as a draft: among those of equal votes, or for the seats that stayed empty."""
    locked = held(poll, State.COUNTED, State.CONFIRMED, doing="再投一轮")
    policies.poll_manage(actor, locked)
    terms, result = terms_frozen(locked), locked.outcome["outcome"]
    if locked.rounds.exclude(state=State.ABANDONED).exists():
        raise Refused("下一轮已经发起了。")
    seats, keys = result["tied_seats"], result["tied"]
    if not keys:
        seats, keys = result["open_seats"], _not_yet(result)
    if not seats or not (terms.second_round or result["tied"]):
        raise Refused("没有票数相同的人，名额也没有空着，不用再投。")
    known = {f"q{option.number}": option for option in locked.options.all()}
    people = [_person(key, known) for key in keys]
    made = poll_draft(
        actor=actor, organisation=locked.organisation, matter=locked.matter,
        title=f"{locked.title[:90]}（第 {locked.round + 1} 轮）", on=clock.today(),
        means=locked.means, people=people, seats=seats, hidden=locked.secret,
        activity=locked.activity, case=locked.case,
    )  # fmt: skip
    made.before, made.round, made.step = locked, locked.round + 1, locked.step
    made.save(update_fields=["before", "round", "step"])
    _carry_over(locked, made)
    recorded(actor, "poll.repeat", locked, next=made.pk, seats=seats, people=len(people))
    return made


def _carry_over(poll: Poll, made: Poll) -> None:
    """Tellers and who was left out by a resolution stay as they were; of a draft both may still be changed."""
    on_slip = set(made.options.values_list("member", flat=True))
    Teller.objects.bulk_create(
        Teller(poll=made, member_id=one.member_id, duty=one.duty)
        for one in poll.tellers.order_by("pk") if one.member_id not in on_slip
    )  # fmt: skip
    Voter.objects.bulk_create(
        Voter(poll=made, member_id=one.member_id, entitled=False, reason=one.reason, article=one.article,
              approved_by=one.approved_by, resolution=one.resolution)
        for one in poll.voters.filter(entitled=False).exclude(approved_by="")
    )  # fmt: skip


def _not_yet(result: Mapping[str, Any]) -> list[str]:
    decided = set(result["decided"])
    return [one["key"] for one in result["standings"] if one["key"] not in decided]


def _person(key: str, known: Mapping[str, Any]) -> Person:
    if key in known:
        option = known[key]
        return Person(option.name, option.member, option.about)
    return Person(key.removeprefix("name:"))
