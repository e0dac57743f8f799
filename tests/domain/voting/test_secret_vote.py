"""A secret electronic vote from the first token to the file that anybody can check again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.domain.conftest import SINCE
from tests.domain.voting.conftest import Browser, close, vote
from zhibu.ballots.keys import poll_keys_left
from zhibu.ballots.verifying import verify_file
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.procedures.models import Ballot
from zhibu.domain.voting import services
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll, Slot, Voter
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db

FOR_FIRST, FOR_SECOND = {"q1": ["in_favour"]}, {"q2": ["in_favour"]}
Account = Callable[..., Actor]
Opened = Callable[..., Poll]


@pytest.fixture
def leader_vote(opened: Opened) -> Poll:
    """The group G11 chooses its leader: V1 or V2, five voters."""
    return opened("group_leader", "electronic", ("V1", "V2"), at="G11")


def test_the_whole_vote(
    leader_vote: Poll, account: Account, secretary: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    for member, answers in zip(
        ("V1", "V2", "V3", "V4", "V5"), [FOR_FIRST, FOR_SECOND, FOR_FIRST, FOR_FIRST, {}], strict=True
    ):
        vote(leader_vote, account(member), answers)
    closed = close(leader_vote, account, 5)

    with django_capture_on_commit_callbacks(execute=True):
        counted = services.poll_count(actor=secretary, poll=closed)

    assert counted.outcome["sums"]["options"] == {"q1": {"in_favour": 3}, "q2": {"in_favour": 1}}
    assert counted.outcome["outcome"]["decided"] == ["q1"]
    content = bytes(counted.result_file or b"")
    assert verify_file(content).faults == ()
    changed = content.replace(b'"valid": 5', b'"valid": 4')
    assert changed != content
    assert verify_file(changed).faults != ()
    assert counted.pk not in poll_keys_left(settings.ZHIBU_KEYS)
    assert not Slot.objects.exists()
    assert not Voter.objects.exclude(blinded="").exists()

    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="支委会 3 月 5 日")
    rows = Ballot.objects.filter(matter="group_leader")
    assert sorted(row.in_favour or 0 for row in rows) == [1, 3]
    assert {row.method for row in rows} == {"secret"}


def test_one_vote_each(leader_vote: Poll, account: Account) -> None:
    browser = vote(leader_vote, account("V1"), FOR_FIRST)

    with pytest.raises(Refused, match="已经投过"):
        services.slip_cast(poll=leader_vote.pk, data=browser.slip(FOR_SECOND))
    again = Browser(leader_vote)
    with pytest.raises(Refused, match="一人只发一张"):
        again.take(account("V1"))
    assert Slot.objects.filter(token__isnull=False).count() == 1


def test_the_same_request_again_costs_nobody_his_vote(leader_vote: Poll, account: Account) -> None:
    browser = Browser(leader_vote)
    first = browser.take(account("V1"))
    assert browser.take(account("V1")) == first
    slip = browser.slip(FOR_FIRST)
    services.slip_cast(poll=leader_vote.pk, data=slip)
    services.slip_cast(poll=leader_vote.pk, data=slip)

    assert Slot.objects.filter(token__isnull=False).count() == 1
    assert AuditEntry.objects.filter(action="poll.issue").count() == 1


def test_after_closing_nothing_is_taken(leader_vote: Poll, account: Account) -> None:
    late = Browser(leader_vote)
    late.take(account("V1"))
    for member in ("V2", "V3"):
        vote(leader_vote, account(member), FOR_FIRST)
    close(leader_vote, account, 3)

    with pytest.raises(Refused, match="已经封箱"):
        services.slip_cast(poll=leader_vote.pk, data=late.slip(FOR_FIRST))
    with pytest.raises(Refused, match="已封箱"):
        Browser(leader_vote).take(account("V4"))


def test_one_person_with_two_accounts_does_not_close_the_box(leader_vote: Poll, account: Account) -> None:
    for member in ("V1", "V2", "V3"):
        vote(leader_vote, account(member), FOR_FIRST)
    first, other = leader_vote.tellers.all()
    himself = account(first.member_id)
    User.objects.create(id="U-second", username="second", name=himself.name, member_id=first.member_id)
    RoleGrant.objects.create(user_id="U-second", role="secretary", organisation_id="B1", since=SINCE)
    again = actor_of(user=User.objects.get(pk="U-second"), door="test")
    services.poll_close(actor=himself, poll=leader_vote, teller=first, present=3)

    with pytest.raises(Refused, match="同意封箱"):
        services.poll_close(actor=again, poll=leader_vote, teller=other, present=3)


def test_nobody_counts_before_it_is_closed(leader_vote: Poll, secretary: Actor, account: Account) -> None:
    vote(leader_vote, account("V1"), FOR_FIRST)
    with pytest.raises(Refused, match="投票中"):
        services.poll_count(actor=secretary, poll=leader_vote)


def test_a_token_of_another_poll_is_no_token(
    leader_vote: Poll, opened: Opened, account: Account
) -> None:
    other = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    browser = Browser(other)
    browser.take(account("V1"))
    with pytest.raises(Refused):
        services.slip_cast(poll=leader_vote.pk, data=browser.slip(FOR_FIRST))
    assert not Slot.objects.filter(token__isnull=False).exists()


def test_lost_keys_end_in_abandoning(leader_vote: Poll, secretary: Actor, account: Account) -> None:
    for member in ("V1", "V2"):
        vote(leader_vote, account(member), FOR_FIRST)
    closed = close(leader_vote, account, 2)
    (settings.ZHIBU_KEYS / "ballots" / f"{closed.pk}.key").unlink()

    with pytest.raises(Exception, match="密钥文件"):
        services.poll_count(actor=secretary, poll=closed)
    services.poll_abandon(actor=secretary, poll=closed, reason="密钥文件坏了")
    assert Poll.objects.get(pk=closed.pk).state == State.ABANDONED


def test_the_record_tells_who_took_a_slip_and_nothing_of_casting(
    leader_vote: Poll, account: Account
) -> None:
    browser = vote(leader_vote, account("V1"), FOR_FIRST)
    entries = list(AuditEntry.objects.filter(subject=leader_vote.pk))

    assert [e.action for e in entries][-1] == "poll.issue"
    assert json.loads(entries[-1].details) == {"member": "V1"}
    told = "".join(entry.details for entry in entries)
    assert browser.token not in told
    assert browser.signature.hex() not in told
