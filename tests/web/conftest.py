"""Two committees with the same directive in force, judged; a browser's client for each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.domain.conftest import KEEPER, SINCE, TREE, people, people_made, tree, tree_made
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.services import judge_all
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


def county_made() -> None:
    """Both committees adopted the same directive; some meetings of this year; all judged."""
    places = tree_made()
    people_made()
    today = clock.today()
    for key in ("C1", "C9"):
        adoption_activate(
            actor=KEEPER, organisation=places[key], directive=DIRECTIVE, since=dt.date(2023, 9, 1)
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


class Kept:
    """The county made once for the tests of a file, each of which takes back only what it did itself.

    It lies in a transaction around theirs; a test with transactions of its own makes the county anew.
    """

    def __init__(self) -> None:
        self.around: transaction.Atomic | None = None
        self.allowed = True

    def begin(self) -> None:
        if not self.allowed:
            return
        self.around = transaction.atomic()
        self.around._from_testcase = True  # type: ignore[attr-defined]  # as Django marks its tests' own
        self.around.__enter__()
        county_made()

    def end(self) -> None:
        if self.around is not None:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            self.around = None


KEPT = Kept()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a file those without the county come first, while it does not stand."""
    in_order = [
        sorted(group, key=lambda item: "county_kept" in getattr(item, "fixturenames", ()))
        for _, group in groupby(items, key=lambda item: item.path)
    ]
    items[:] = [item for group in in_order for item in group]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("django_db")
    KEPT.allowed = not (marker and marker.kwargs.get("transaction"))
    if not KEPT.allowed:
        KEPT.end()


@pytest.fixture(scope="module")
def county_kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Kept]:
    with django_db_blocker.unblock():
        KEPT.begin()
    yield KEPT
    with django_db_blocker.unblock():
        KEPT.end()


@pytest.fixture
def county(county_kept: Kept, db: None) -> dict[str, Organisation]:
    """The organisations by id, in a county as `county_made` tells."""
    if county_kept.around is None:
        county_made()
    return {place.pk: place for place in Organisation.objects.filter(pk__in=TREE)}


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
