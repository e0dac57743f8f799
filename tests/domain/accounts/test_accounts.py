"""Accounts: opening one, one's own password, roles with their span."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import authenticate

from tests.domain.conftest import KEEPER, SINCE, actor
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of, roles_of
from zhibu.domain.accounts.services import password_change, role_grant, role_revoke, user_open
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
GOOD = "长长的口令-2024"


def opened(**more: Any) -> User:
    return user_open(actor=KEEPER, username="li", name="李书记", password=GOOD, **more)


def test_an_account_opens_and_sees_nothing_yet(tree: Any, rf: Any) -> None:
    user = opened()

    assert authenticate(rf.post("/"), username="li", password=GOOD) == user
    me = actor_of(user=user, door="test")
    assert (me.name, me.user, me.roles) == ("李书记", user.pk, ())
    assert GOOD not in AuditEntry.objects.get(action="user.open").details


def test_names_are_unique_and_passwords_not_weak(tree: Any) -> None:
    opened()

    with pytest.raises(Refused, match="li 已经有人用了"):
        opened()
    for weak in ("short", "1234567890123"):
        with pytest.raises(Refused):
            user_open(actor=KEEPER, username="wang", name="王", password=weak)
    with pytest.raises(NotAllowed):
        user_open(actor=actor("secretary", "B1"), username="wang", name="王", password=GOOD)


def test_an_account_is_opened_for_a_member_in_range_only(people: dict[str, Member]) -> None:
    clerk = actor("clerk", "C1")

    user = user_open(actor=clerk, username="m3", name="党员三", password=GOOD, member="M3")
    assert actor_of(user=user, door="test").member == "M3"
    assert '"member":"M3"' in AuditEntry.objects.get(action="user.open").details
    with pytest.raises(NotFound):  # its owner would see dues and penalties of a foreign branch's member
        user_open(actor=clerk, username="m9", name="党员九", password=GOOD, member="M9")


def test_one_changes_only_ones_own_password(tree: Any, rf: Any) -> None:
    user = opened()

    password_change(actor=actor_of(user=user, door="test"), password="另一个口令-2025")

    assert authenticate(rf.post("/"), username="li", password="另一个口令-2025") == user
    with pytest.raises(NotAllowed):
        password_change(actor=Actor(name="", door="test"), password="另一个口令-2025")


def test_roles_are_given_and_ended_by_a_clerk_of_the_range(tree: Any) -> None:
    user, clerk = opened(), actor("clerk", "C1")
    grant = role_grant(actor=clerk, user=user, role="secretary", organisation=tree["B1"], since=SINCE)

    me = actor_of(user=user, door="test")
    assert [(r.label, r.place) for r in roles_of(actor=me)] == [("支部书记", "B1组织")]
    assert me.holds("secretary")
    assert me.reaches(tree["G11"].path)
    assert not me.reaches(tree["G21"].path)
    assert not me.reaches(tree["G11"].path, "clerk")
    role_revoke(actor=clerk, grant=grant, until=dt.date(2024, 1, 1))
    assert roles_of(actor=me) == []
    assert roles_of(actor=me, on=dt.date(2023, 12, 31)) != []
    with pytest.raises(Refused, match="2024-01-01 已经结束"):
        role_revoke(actor=clerk, grant=grant, until=dt.date(2030, 1, 1))
    for other in (actor("clerk", "C9"), actor("secretary", "B2")):
        with pytest.raises(NotAllowed):
            role_grant(actor=other, user=user, role="clerk", organisation=tree["B1"], since=SINCE)
    with pytest.raises(ValueError, match="emperor"):
        role_grant(actor=KEEPER, user=user, role="emperor", organisation=tree["B1"], since=SINCE)
