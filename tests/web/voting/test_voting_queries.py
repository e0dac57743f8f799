"""Lists and pages of votes ask the database as often for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.domain.conftest import tree
from tests.domain.voting.conftest import account, branch, people, secretary
from zhibu.domain.accounts.models import User
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import shelf
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

__all__ = ["account", "branch", "secretary", "tree"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two seconds a page looks whether rules were published: two queries that belong to no page."""
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 3600.0)


def draft(secretary: Actor, branch: Organisation, *names: str) -> Poll:
    return services.poll_draft(
        actor=secretary, organisation=branch, matter="election", title="选举", on=clock.today(),
        means="paper", people=people(*names), seats=1,
    )  # fmt: skip


@pytest.fixture
def asked(account: Callable[..., Actor], secretary: Actor) -> Callable[[str], int]:
    """How many queries a page takes."""
    client = Client()
    client.force_login(User.objects.get(pk="U-V6"), backend="django.contrib.auth.backends.ModelBackend")

    def of(path: str) -> int:
        client.get(path)  # what is loaded once is loaded
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return of


def test_the_list_does_not_ask_more_for_more_votes(
    asked: Callable[[str], int], branch: Organisation, secretary: Actor
) -> None:
    draft(secretary, branch, "V1", "V2")
    few = asked(reverse("voting-list"))
    for _ in range(8):
        draft(secretary, branch, "V1", "V2")
    assert asked(reverse("voting-list")) == few


def test_a_vote_does_not_ask_more_for_more_people(
    asked: Callable[[str], int], branch: Organisation, secretary: Actor
) -> None:
    few = draft(secretary, branch, "V1", "V2")
    many = draft(secretary, branch, "V1", "V2", "V3", "V4", "V5", "某某", "另某")
    for name in ("voting", "voting-roll"):
        assert asked(reverse(name, args=[few.pk])) == asked(reverse(name, args=[many.pk])), name
