"""The key file and the database change together, or what is left over does no harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from tests.domain.voting.conftest import close, read, vote
from zhibu.ballots.keys import poll_keys_left
from zhibu.domain.members.models import Member
from zhibu.domain.voting import services
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll, Reading
from zhibu.domain.voting.services import opening
from zhibu.domain.voting.services.giving import public_keys
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db
Account = Callable[..., Actor]
Opened = Callable[..., Poll]


def has_keys(poll: Poll) -> bool:
    return poll.pk in poll_keys_left(settings.ZHIBU_KEYS)


@pytest.fixture
def leader_vote(opened: Opened) -> Poll:
    return opened("group_leader", "electronic", ("V1", "V2"), at="G11")


def test_an_abandoning_that_is_rolled_back_leaves_the_keys(leader_vote: Poll, secretary: Actor) -> None:
    def fails() -> None:
        with transaction.atomic():
            services.poll_abandon(actor=secretary, poll=leader_vote, reason="试一试")
            raise RuntimeError("the disk was full")

    with pytest.raises(RuntimeError):
        fails()

    assert has_keys(leader_vote)
    assert Poll.objects.get(pk=leader_vote.pk).state == State.OPEN


def test_what_was_abandoned_has_no_keys(
    leader_vote: Poll, secretary: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.poll_abandon(actor=secretary, poll=leader_vote, reason="发错了")

    assert not has_keys(leader_vote)


def test_opening_again_after_a_failure_makes_new_keys(
    leader_vote: Poll, secretary: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = public_keys(leader_vote)
    draft = services.poll_correct(actor=secretary, poll=leader_vote)
    real = opening.recorded
    monkeypatch.setattr(opening, "recorded", lambda *given, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.poll_open(actor=secretary, poll=draft)
    monkeypatch.setattr(opening, "recorded", real)

    again = services.poll_open(actor=secretary, poll=draft)

    assert public_keys(again) != before
    assert has_keys(again)


def test_a_draft_thrown_away_leaves_no_keys(
    leader_vote: Poll, secretary: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    draft = services.poll_correct(actor=secretary, poll=leader_vote)

    with django_capture_on_commit_callbacks(execute=True):
        services.poll_discard(actor=secretary, poll=draft)

    assert poll_keys_left(settings.ZHIBU_KEYS).count(leader_vote.pk) == 0


def test_of_a_mixed_vote_only_the_total_is_left(
    opened: Opened, account: Account, secretary: Actor
) -> None:
    poll = opened("group_leader", "mixed", ("V1", "V2"), at="G11")
    for member in ("V1", "V2"):
        vote(poll, account(member), {"q1": ["in_favour"]})
    for member in ("V3", "V4"):
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))
    closed = close(poll, account, 4)
    read(closed, account, [{"answers": {"q1": ["in_favour"]}}, {"answers": {"q2": ["in_favour"]}}])

    counted = services.poll_count(actor=secretary, poll=closed)

    assert counted.outcome["sums"]["options"]["q1"]["in_favour"] == 3
    assert not Reading.objects.filter(poll=poll).exists()
