"""What waits: one's own vote, the count one takes part in, the votes of a branch that goes to other hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.domain.voting.conftest import vote
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.selectors.waiting import desk_items, open_items, waiting_count
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Held

pytestmark = pytest.mark.django_db


def test_each_is_told_what_waits_for_him(
    opened: Callable[..., Poll], account: Callable[..., Actor], secretary: Actor
) -> None:
    poll = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    today = clock.today()
    told = {key: [one.kind for one in desk_items(account(key), today)] for key in ("V3", "V4", "V7")}
    assert told == {"V3": ["轮到你投票"], "V4": ["轮到你投票", "你监票、计票"], "V7": []}
    assert [one.kind for one in desk_items(secretary, today)] == ["选举表决"]
    vote(poll, account("V3"), {})
    assert desk_items(account("V3"), today) == []
    assert waiting_count(account("V4")) == 2
    assert [one.name for one in open_items("B1", "", "")] == ["表决：投票中"]
    assert open_items("B2", "", "") == []


def test_a_leader_is_not_told_of_what_the_branch_confirms(
    opened: Callable[..., Poll], account: Callable[..., Actor], secretary: Actor
) -> None:
    poll = opened("group_leader", "electronic", ("V1", "V2"), at="G11")
    leads = replace(account("V7"), roles=(Held("leader", "G11", Organisation.objects.get(pk="G11").path),))
    assert [one.kind for one in desk_items(leads, clock.today())] == ["选举表决"]
    Poll.objects.filter(pk=poll.pk).update(state=State.COUNTED)
    assert desk_items(leads, clock.today()) == []
    assert [one.kind for one in desk_items(secretary, clock.today())] == ["选举表决"]
