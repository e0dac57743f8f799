"""On behalf: what a member does himself, under both names, never anything else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tests.domain.conftest import actor
from zhibu.domain.accounts import record
from zhibu.domain.accounts.behalf import entering_for, may_enter_for
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.accounts.services import behalf_begin, behalf_end, members_invite, password_change
from zhibu.domain.audit.chain import verify
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(people: dict[str, Member]) -> Actor:
    return actor("secretary", "B1", member="M3")


def behalf(one: Actor, member: str) -> Actor:
    return actor_of(user=User.objects.get(pk=one.user), door="web", behalf=member)


def test_he_acts_as_the_member_and_nothing_more(secretary: Actor) -> None:
    acting = behalf(secretary, "M2")

    assert (acting.member, acting.on_behalf, acting.behalf_name) == ("M2", "M2", "党员M2")
    assert acting.roles == ()
    assert not acting.in_person


@pytest.mark.parametrize("member", ["M4", "M9", "M3", "nobody"])
def test_only_for_members_of_his_own_branch(secretary: Actor, member: str) -> None:
    assert behalf(secretary, member).in_person
    with pytest.raises((NotAllowed, NotFound)):
        behalf_begin(actor=secretary, member=member, reason="没有手机")


def test_a_clerk_above_and_a_leader_may_not(people: dict[str, Member]) -> None:
    for one in (actor("clerk", "C1"), actor("leader", "G11", member="M1"), actor("commissioner", "B1")):
        assert not may_enter_for(one, "M2", clock.today())
        with pytest.raises(NotAllowed):
            behalf_begin(actor=one, member="M2", reason="没有手机")


def test_the_record_has_both_names_and_the_member_sees_it(secretary: Actor, settings: Any) -> None:
    settings.ZHIBU_ON_BEHALF = f"{__name__}.ALLOWED"
    acting = behalf(secretary, "M2")
    with transaction.atomic():
        entry_record(actor=acting, action="thing.ask", subject="T1")

    entry = AuditEntry.objects.get(action="thing.ask")
    assert entry.actor == f"{secretary.name}（代党员M2办）"
    assert (entry.user, entry.on_behalf) == (secretary.user, "M2")
    himself = Actor(name="党员M2", door="web", user="U-M2", member="M2")
    assert list(record.entries(himself, record.EntryFilter(about="me"))) == [entry]
    assert verify().problems == ()
    AuditEntry.objects.filter(pk=entry.pk).update(on_behalf="")
    assert "被改动过" in verify().problems[0]


ALLOWED = ("thing.ask",)


def test_anything_else_is_refused_wherever_it_is_asked(secretary: Actor) -> None:
    acting = behalf(secretary, "M2")

    with pytest.raises(NotAllowed, match="不能代办"):
        password_change(actor=acting, password="另一句只有自己知道的话")
    with pytest.raises(NotAllowed, match="不能代办"), transaction.atomic():
        entry_record(actor=acting, action="poll.issue")
    with pytest.raises(NotAllowed):
        members_invite(actor=acting, members=["M2"])
    assert not AuditEntry.objects.filter(on_behalf="M2").exists()


def test_begun_with_a_reason_and_ended(secretary: Actor) -> None:
    behalf_begin(actor=secretary, member="M2", reason="没有手机")
    behalf_end(actor=entering_for(secretary, "M2", clock.today()))

    begun, ended = AuditEntry.objects.filter(action__startswith="behalf").order_by("number")
    assert "没有手机" in begun.details
    assert ended.on_behalf == "M2"
