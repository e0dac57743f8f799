"""Handovers: what is open on the day rights end goes to whoever holds the post next, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.conftest import SINCE, actor
from zhibu.domain.accounts.models import Handover, User
from zhibu.domain.accounts.selectors import actor_of, handover_get, handovers_of
from zhibu.domain.accounts.services import handover_see, handovers_make
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, Post
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound
from zhibu.kernel.open_work import OpenItem

pytestmark = pytest.mark.django_db
JOBS = Actor.system("jobs")


def open_at(organisation: str, user: str, member: str) -> Iterator[OpenItem]:
    if organisation == "G11":
        yield OpenItem("备案", f"{organisation} 的备案", "/filings/1", dt.date(2026, 12, 1))


PROVIDERS = (f"{__name__}.open_at",)


@pytest.fixture
def ended(people: dict[str, Member], settings: Any) -> dt.date:
    """M1, leader of G11, has ended today; M2 has an account and no post yet."""
    settings.ZHIBU_OPEN_WORK = f"{__name__}.PROVIDERS"
    today = clock.today()
    Post.objects.filter(pk="P1").update(until=today)
    for member in ("M1", "M2"):
        User.objects.create(id=f"U-{member}", username=member, name=f"党员{member}", member_id=member)
    return today


def successor(since: dt.date) -> Actor:
    Post.objects.create(id="P2", member="M2", organisation_id="G11", post="group_leader", since=since)
    return actor_of(user=User.objects.get(pk="U-M2"), door="test")


def test_what_is_open_goes_to_the_successor(ended: dt.date) -> None:
    taker = successor(ended)

    assert handovers_make(actor=JOBS, day=ended) == 1
    [given] = handovers_of(taker)
    assert (given.giver, given.ended_on, given.given_on) == ("党员M1", ended, ended)
    assert given.items == [
        {"kind": "备案", "name": "G11 的备案", "address": "/filings/1", "due": "2026-12-01"}
    ]
    entry = AuditEntry.objects.get(action="handover.make")
    assert (entry.subject, entry.organisation) == ("U-M2", "G11")
    handover_see(actor=taker, key=given.pk, day=ended)
    assert not handovers_of(taker).exists()


def test_without_a_successor_it_waits_for_one(ended: dt.date) -> None:
    assert handovers_make(actor=JOBS, day=ended) == 0
    later = ended + dt.timedelta(days=3)
    successor(later)

    assert handovers_make(actor=JOBS, day=later) == 1
    assert handovers_make(actor=JOBS, day=later) == 0
    assert Handover.objects.get().taker_id == "U-M2"


def test_who_is_elected_again_hands_nothing_over(ended: dt.date) -> None:
    Post.objects.create(id="P3", member="M1", organisation_id="G11", post="group_leader", since=ended)

    assert handovers_make(actor=JOBS, day=ended) == 0
    assert not Handover.objects.exists()


def test_a_grant_that_ended_counts_too(ended: dt.date) -> None:
    from zhibu.domain.accounts.models import RoleGrant

    one = actor("leader", "G11", member="M3")
    RoleGrant.objects.filter(user=one.user).update(until=ended)
    handovers_make(actor=JOBS, day=ended)

    assert {row.source.partition(":")[0] for row in Handover.objects.all()} == {"post", "grant"}


def test_a_handover_is_seen_by_its_taker_and_the_clerk_only(ended: dt.date) -> None:
    taker = successor(ended)
    handovers_make(actor=JOBS, day=ended)
    key = Handover.objects.get().pk

    assert handover_get(taker, key).pk == key
    assert handover_get(actor("clerk", "C1"), key).pk == key
    for other in (actor("clerk", "C9"), actor("leader", "G12"), actor("secretary", "B2")):
        with pytest.raises(NotFound):
            handover_get(other, key)
    assert ended > SINCE
