"""Who gets a slip: on paper from a teller's hand, or a token signed blindly in his browser; never both."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import transaction

from zhibu.ballots.keys import PublicKeys, poll_keys_open
from zhibu.ballots.tokens import issued_again, token_issue
from zhibu.domain.members.models import Member
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Means, State, Taken
from zhibu.domain.voting.models import Poll, Voter
from zhibu.domain.voting.roll import REASONS
from zhibu.domain.voting.services.recording import held, recorded, terms_frozen
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def poll_issue(*, actor: Actor, poll: Poll, blinded: str) -> str:
    """Sign the token of the member who asks, without seeing it (hex in, hex out).

    That he got one is recorded. Asked again with the same covered token the answer is the same, so that
    a line that broke costs nobody his vote; with another one it is refused.
    """
    policies.poll_issue(actor, poll)
    locked = held(poll, State.OPEN, doing="领票")
    if locked.means not in (Means.ELECTRONIC, Means.MIXED):
        raise Refused("这次表决不用电子票。")
    voter = _entitled(locked, actor.member)
    mark = hashlib.sha256(blinded.encode()).hexdigest()
    if voter.taken == Taken.ELECTRONIC:
        return issued_again(voter.blinded, voter.signature, mark)
    if voter.taken:
        raise Refused(f"你已经领了{Taken(voter.taken).label}，不能再领电子票。")
    public = public_keys(locked)
    keys = poll_keys_open(settings.ZHIBU_KEYS, settings.ZHIBU_SECRETS["files_key"], public)
    voter.signature = token_issue(keys, blinded)
    voter.blinded, voter.taken = mark, Taken.ELECTRONIC
    voter.save(update_fields=["blinded", "signature", "taken"])
    recorded(actor, "poll.issue", locked, member=voter.member_id)
    return voter.signature


@transaction.atomic
def poll_hand_out(*, actor: Actor, poll: Poll, member: Member, way: str = Taken.PAPER) -> Voter:
    """Note that somebody got a paper slip, or that his written opinion came before the meeting."""
    locked = held(poll, State.OPEN, doing="发票")
    policies.poll_manage(actor, locked)
    if locked.means not in (Means.PAPER, Means.MIXED):
        raise Refused("这次表决不用纸票。")
    if way == Taken.OPINION and not terms_frozen(locked).written_opinions:
        raise Refused(
            "没有在这里执行的制度说这件事可以会前书面表态；不到会的不能投票，也不能请别人代投。")
    if way not in (Taken.PAPER, Taken.OPINION):
        raise Refused("发的是纸票，或者收到的是会前书面意见。")
    voter = _entitled(locked, member.pk)
    if voter.taken:
        raise Refused(f"{member}已经领了{Taken(voter.taken).label}，一人只有一张票。")
    voter.taken = way
    voter.save(update_fields=["taken"])
    recorded(actor, "poll.hand_out", locked, member=member.pk, way=way)
    return voter


@transaction.atomic
def poll_take_back(*, actor: Actor, poll: Poll, member: Member) -> None:
    """A paper slip was noted by mistake; not where he could then take an electronic one besides."""
    locked = held(poll, State.OPEN, doing="更正发票")
    policies.poll_manage(actor, locked)
    voter = _entitled(locked, member.pk)
    if voter.taken not in (Taken.PAPER, Taken.OPINION):
        raise Refused(f"{member}没有领纸票。")
    if locked.means == Means.MIXED:
        raise Refused("纸票和电子票并用的，领了纸票就不能退：退了还能再领电子票，会投两次。")
    voter.taken = Taken.NOTHING
    voter.save(update_fields=["taken"])
    recorded(actor, "poll.take_back", locked, member=member.pk)


def public_keys(poll: Poll) -> PublicKeys:
    """The public keys of an electronic poll."""
    data = poll.public["keys"]
    return PublicKeys(data["poll"], data["n"], data["box"])


def _entitled(poll: Poll, member: str) -> Voter:
    voter = Voter.objects.select_for_update().filter(poll=poll, member=member).first()
    if voter is None:
        raise Refused("不在这次表决的名册上，不能投票。")
    if not voter.entitled:
        why = REASONS.get(voter.reason, "")
        by = f"（{voter.article}）" if voter.article else ""
        raise Refused(f"在名册上，但不计入应到会：{why}{by}，不能投票。")
    return voter
