"""Open a vote: the roll is frozen, the terms are frozen, keys are made; take it back or abandon it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from zhibu.ballots.board import roll_digest, roll_entry, roll_salt
from zhibu.ballots.box import sealed_length
from zhibu.ballots.disclosure import warned_before
from zhibu.ballots.keys import PublicKeys, poll_keys_destroy, poll_keys_make
from zhibu.ballots.slips import Form
from zhibu.domain.members.models import Membership
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.spans import covering
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Kind, Means, State, Taken
from zhibu.domain.voting.models import Option, Poll, Slot, Teller, Voter
from zhibu.domain.voting.roll import Called, called_on
from zhibu.domain.voting.services.closing import box_scrub, overwrite_what_is_deleted
from zhibu.domain.voting.services.recording import held, keys_beside, recorded, terms_frozen
from zhibu.domain.voting.slips import form_of, rule_of
from zhibu.domain.voting.terms import Terms, means_refused, terms_of
from zhibu.engine.language.ballot_ways import NO_VOTE
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

ELECTRONIC = (Means.ELECTRONIC, Means.MIXED)


@transaction.atomic
def poll_open(*, actor: Actor, poll: Poll) -> Poll:
    """Freeze roll and terms and let people vote. Refused, with all that is missing, where it cannot begin."""
    locked = held(poll, State.DRAFT, doing="开始")
    policies.poll_manage(actor, locked)
    terms = terms_of(locked.organisation, locked.matter, locked.on)
    left_out = {v.member_id: v for v in Voter.objects.filter(poll=locked)}
    called = called_on(
        locked.organisation, terms, locked.on, locked.activity,
        {key: voter.reason for key, voter in left_out.items()}, locked.case,
    )  # fmt: skip
    options = list(locked.options.all())
    problems = opening_problems(locked, terms, called, options, list(locked.tellers.all()))
    if problems:
        raise Refused("还不能开始：" + "".join(problems))
    entitled = [one for one in called if one.entitled]
    marks = _freeze_roll(locked, called, left_out)
    form, rule = form_of(locked, terms, options), rule_of(locked, terms, len(entitled))
    locked.terms = terms.as_data()
    locked.public = {"form": form.as_data(), "rule": rule.as_data(), "roll": marks}
    if locked.means in ELECTRONIC:
        # of an opening that was rolled back or taken back: nobody has cast under it
        poll_keys_destroy(settings.ZHIBU_KEYS, locked.pk)
        keys = poll_keys_make(settings.ZHIBU_KEYS, settings.ZHIBU_SECRETS["files_key"], locked.pk)
        locked.public["keys"] = keys.as_data()
        locked.public["fingerprint"] = keys.fingerprint
        Slot.objects.bulk_create(_place(locked, form, keys) for _ in entitled)
    locked.state, locked.opened_at = State.OPEN, clock.now()
    locked.save()
    reasons = Counter(one.reason for one in called if not one.entitled)
    beside = {"keys_beside": keys_beside()} if locked.means in ELECTRONIC else {}
    recorded(
        actor, "poll.open", locked, means=locked.means, entitled=len(entitled), left_out=reasons,
        roll=marks, form=form.digest, fingerprint=locked.public.get("fingerprint", ""), **beside,
    )  # fmt: skip
    return locked


def _place(poll: Poll, form: Form, keys: PublicKeys) -> Slot:
    """An empty place that takes as much room as a slip: casting moves no row of SQLite to another page, so
    the pages of the file do not tell in which order slips came either."""
    in_token = 65  # a token's letters and one octet more of its row's head, which an empty one has not
    return Slot(
        poll=poll, prefix="0" * 64, signature="0" * len(keys.n), public_key="0" * 130,
        sealed="0" * (2 * sealed_length(form) + in_token), bound="0" * 128,
    )  # fmt: skip


def _freeze_roll(poll: Poll, called: Sequence[Called], left_out: dict[str, Voter]) -> str:
    """Write the roll as it is now; the digest of the marks of all who are entitled."""
    Voter.objects.filter(poll=poll).delete()
    rows = []
    for one in called:
        before = left_out.get(one.member.pk)
        rows.append(Voter(
            poll=poll, member=one.member, entitled=one.entitled, reason=one.reason,
            article=one.cited.text if one.cited else "", salt=roll_salt() if one.entitled else "",
            approved_by=before.approved_by if before and not one.entitled else "",
            resolution=before.resolution if before and not one.entitled else "",
        ))  # fmt: skip
    Voter.objects.bulk_create(rows)
    names = {one.member.pk: one.member.name for one in called}
    return roll_digest(
        roll_entry(poll.pk, row.member_id, names[row.member_id], row.salt) for row in rows if row.entitled
    )


def opening_problems(
    poll: Poll, terms: Terms, called: Sequence[Called], options: Sequence[Option],
    tellers: Sequence[Teller],
) -> list[str]:  # fmt: skip
    """All that keeps a draft from being opened, each a sentence."""
    found = [means_refused(terms, poll.means)]
    entitled = [one for one in called if one.entitled]
    if poll.on > clock.today():
        found.append(f"投票日期是 {poll.on}，到那天再开始。")
    if not entitled:
        found.append("名册上没有一个有表决权的人。")
    if len(tellers) < 2:
        found.append("要有两位监票人、计票人，才能两个人各数一遍。")
    if not _are_own(poll, tellers):
        found.append("监票人、计票人要是本支部的党员。")
    if poll.kind == Kind.MEASUREMENT and not poll.secret:
        found.append("测评要无记名。")
    found += _problems_of_people(poll, terms, called, options)
    try:
        rule_of(poll, terms, len(entitled))
    except Refused as error:
        found.append(str(error))
    found += [one.text for one in warned_before(_method(poll), len(entitled)) if one.refused]
    return [text for text in found if text]


def _are_own(poll: Poll, tellers: Sequence[Teller]) -> bool:
    """Whether all tellers belong to the body; of a group, to its branch."""
    bodies = [poll.organisation_id, poll.organisation.parent_id or ""]
    keys = {teller.member_id for teller in tellers}
    own = Membership.objects.filter(covering(poll.on), organisation__in=bodies, member__in=keys)
    return keys <= set(own.values_list("member_id", flat=True))


def _method(poll: Poll) -> str:
    return poll.means if poll.secret else "hands"


def _problems_of_people(
    poll: Poll, terms: Terms, called: Sequence[Called], options: Sequence[Option]
) -> list[str]:
    if not options and poll.kind != Kind.RECOMMENDATION:
        return ["票上还没有人（没有题目）。"]
    found = []
    if poll.kind == Kind.ELECTION and poll.round == 1:
        needed = terms.candidates_needed(poll.seats or 1)
        if len(options) < needed:
            by = f"（{terms.surplus_by.text}，多 {terms.surplus}）" if terms.surplus_by else ""
            found.append(f"应选 {poll.seats} 名，候选人至少要 {needed} 名{by}，现在 {len(options)} 名。")
    if terms.subjects == "full" or poll.kind == Kind.ELECTION:
        known = {one.member.pk: one for one in called}
        for option in options:
            barred = _barred(known.get(option.member), terms, poll.on)
            found += [f"{option.name}是{barred}，不能列在票上。"] if barred else []
    return found


def _barred(one: Called | None, terms: Terms, on: dt.date) -> str:
    """Why a member may not stand on a slip for which only full members with all rights are put up."""
    if one is None:
        return ""
    if terms.subjects == "full" and not is_full(one.member, on):
        return NO_VOTE["probationary"]
    return one.why if one.reason in terms.no_vote else ""


@transaction.atomic
def poll_correct(*, actor: Actor, poll: Poll) -> Poll:
    """Back to the draft, to correct roll or slip; only while nobody has taken a slip."""
    locked = held(poll, State.OPEN, doing="退回修改")
    policies.poll_manage(actor, locked)
    if locked.voters.exclude(taken=Taken.NOTHING).exists() or locked.readings.exists():
        raise Refused("已经有人领了票，名册和选票不能再改。确有错的，写明原因作废，重新发起。")
    locked.slots.all().delete()
    locked.voters.filter(entitled=True).delete()
    locked.voters.filter(approved_by="").delete()
    opened_by = list(terms_frozen(locked).opened_by)
    locked.state, locked.opened_at, locked.public = State.DRAFT, None, {}
    locked.terms = {"opened_by": opened_by}
    locked.save()
    recorded(actor, "poll.correct", locked)
    return locked


@transaction.atomic
def poll_abandon(*, actor: Actor, poll: Poll, reason: str) -> Poll:
    """End a vote without a result, with the reason; what lies in the box is destroyed unread."""
    locked = held(poll, State.OPEN, State.CLOSED, State.COUNTED, doing="作废")
    policies.poll_manage(actor, locked)
    if not reason.strip():
        raise Refused("还没有写作废的原因。")
    # after the commit: were this rolled back, an open poll without keys would be left
    transaction.on_commit(lambda: poll_keys_destroy(settings.ZHIBU_KEYS, locked.pk))
    transaction.on_commit(box_scrub)
    overwrite_what_is_deleted()
    locked.slots.all().delete()
    locked.readings.all().delete()
    locked.voters.update(blinded="", signature="")
    locked.state, locked.abandoned_reason = State.ABANDONED, reason.strip()[:500]
    locked.save()
    recorded(actor, "poll.abandon", locked, reason=locked.abandoned_reason)
    return locked
