"""Equal paper slips are entered as a stack with its number: little to type on a phone, differences still found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.domain.conftest import tree
from tests.domain.voting.conftest import account, branch, close, opened, secretary
from tests.web.voting.test_voting_pages import client_of, text_of
from zhibu.domain.members.models import Member
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Refused

__all__ = ["account", "branch", "client_of", "opened", "secretary", "tree"]
pytestmark = pytest.mark.django_db

Account = Callable[..., Actor]
FIRST = {"by": "stack", "stacks": "4", "s1_q1": "in_favour", "t1": "4", "v2": "1", "t2": "1"}


@pytest.fixture
def closed(opened: Callable[..., Poll], account: Account, secretary: Actor) -> Poll:
    """Five slips were given out for one of two."""
    poll = opened("group_leader", "paper", ("V1", "V2"), at="G11")
    for member in ("V1", "V2", "V3", "V4", "V5"):
        services.poll_hand_out(actor=secretary, poll=poll, member=Member.objects.get(pk=member))
    return close(poll, account, 5)


def test_stacks_that_differ_are_named_and_only_the_number_is_typed_again(
    closed: Poll, client_of: Callable[[str], Client], secretary: Actor
) -> None:
    one, other = (teller.member_id for teller in closed.tellers.all())
    page = text_of(client_of(one), "voting-read", closed.pk)
    assert "第 4 叠" in page
    assert "第 5 叠" not in page
    address = reverse("voting-read", args=[closed.pk])
    assert "录了 5 张" in client_of(one).post(address, FIRST, follow=True).content.decode()
    client_of(other).post(address, {**FIRST, "t1": "3", "s3_q2": "in_favour", "t3": "1"})
    with pytest.raises(InputError, match=r"4 张.*3 张"):
        services.poll_count(actor=secretary, poll=closed)
    assert "有 2 种票两个人数的张数不一样" in text_of(client_of(one), "voting", closed.pk)

    page = text_of(client_of(other), "voting-read", closed.pk)
    assert "两个人数的不一样的" in page
    assert 'name="t1" inputmode="numeric" size="4" autocomplete="off" value="3"' in page
    client_of(other).post(address, FIRST)
    assert "两个人数的不一样的" not in text_of(client_of(other), "voting-read", closed.pk)
    counts = services.poll_count(actor=secretary, poll=closed).outcome["counts"]
    assert (counts["valid"], counts["void"], counts["returned_paper"]) == (4, 1, 5)


def test_a_stack_without_number_is_refused_and_what_was_typed_stays(
    closed: Poll, client_of: Callable[[str], Client]
) -> None:
    one = closed.tellers.all()[0].member_id
    address = reverse("voting-read", args=[closed.pk])
    page = client_of(one).post(address, {**FIRST, "t2": ""}).content.decode()
    assert "第 2 叠的张数" in page
    assert 'name="v2" value="1" checked' in page
    assert not closed.readings.exists()
    more = client_of(one).post(address, {**FIRST, "more": "1"}).content.decode()
    assert "第 8 叠" in more
    assert 'value="4"' in more
    too_many = client_of(one).post(address, {**FIRST, "t1": "9"}).content.decode()
    assert "一共 5 张，录了 10 张" in too_many


def test_a_stack_that_breaks_the_rule_of_the_slip_is_told_as_void_when_it_is_entered(
    closed: Poll, client_of: Callable[[str], Client]
) -> None:
    one = closed.tellers.all()[0].member_id
    address = reverse("voting-read", args=[closed.pk])
    told = client_of(one).post(address, {**FIRST, "s1_q2": "in_favour"}, follow=True).content.decode()
    assert "按规则是废票的：第 1 叠 4 张（整张票：赞成和另选共 2 人，应为最多 1 人）" in told
    assert "按规则是废票" not in client_of(one).post(address, FIRST, follow=True).content.decode()


def test_one_by_one_and_stacks_are_compared_by_their_numbers(closed: Poll, account: Account, secretary: Actor) -> None:
    """The order of the pile says nothing once one of the two counted stacks."""
    for_one, for_other = ({"answers": {key: ["in_favour"]}, "names": []} for key in ("q1", "q2"))
    first, second = closed.tellers.all()
    piles = [for_other, for_one, for_other, for_one, for_one]
    services.poll_read(actor=account(first.member_id), poll=closed, teller=first, readings=piles)
    stacks = [{**for_one, "times": 3}, {**for_other, "times": 2}]
    assert services.poll_read(actor=account(second.member_id), poll=closed, teller=second, readings=stacks) == 5
    with pytest.raises(Refused, match="按叠录"):
        services.poll_settle(actor=secretary, poll=closed, slip=1, marks=for_one)
    with pytest.raises(InputError, match="第 1 叠"):
        services.poll_read(
            actor=account(second.member_id), poll=closed, teller=second, readings=[{**for_one, "times": 0}]
        )
    counted = services.poll_count(actor=secretary, poll=closed)
    assert [one["favours"] for one in counted.outcome["outcome"]["standings"]] == [3, 2]
