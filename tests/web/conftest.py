"""Two committees with the same directive in force, judged; a browser's client for each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER, SINCE, people, tree
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.kernel import clock

__all__ = ["people", "tree"]

DIRECTIVE = "loudi-groups-2023"
PASSWORD = "一句只有自己知道的话"
# user name -> (role, where, member)
ACCOUNTS = {
    "clerk": ("clerk", "C1", ""),
    "secretary": ("secretary", "B1", "M3"),
    "leader": ("leader", "G11", "M1"),
    "member": ("member", "B1", "M2"),
    "stranger": ("clerk", "C9", ""),
}
ROLES = tuple(ACCOUNTS)


@pytest.fixture
def county(tree: dict[str, Organisation], people: dict[str, Member]) -> dict[str, Organisation]:
    """Both committees adopted the same directive; some meetings of this year; all judged."""
    today = clock.today()
    for key in ("C1", "C9"):
        adoption_activate(
            actor=KEEPER, organisation=tree[key], directive=DIRECTIVE, since=dt.date(2023, 9, 1)
        )
    for number, group in enumerate(("G11", "G12", "G21")):
        Activity.objects.create(
            id=f"T{number}",
            organisation_id=group,
            type="party_group_meeting",
            on=today,
            status="held",
            theme=f"{group}的议题",
        )
    judge_all()
    return tree


@pytest.fixture
def accounts(county: dict[str, Organisation]) -> dict[str, User]:
    """One account a role, and a clerk of the other committee."""
    users = {}
    for name, (role, place, member) in ACCOUNTS.items():
        user = User(id=f"U-{name}", username=name, name=f"{name}某", member_id=member or None)
        user.set_password(PASSWORD)
        user.save()
        RoleGrant.objects.create(user=user, role=role, organisation_id=place, since=SINCE)
        users[name] = user
    return users


@pytest.fixture
def client_of(accounts: dict[str, User]) -> Callable[[str], Client]:
    """A client signed in as one of the accounts."""

    def make(name: str) -> Client:
        client = Client()
        client.force_login(accounts[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
