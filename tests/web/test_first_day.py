"""The first day of an installation: one committee, one clerk, nothing else. Every list says what to do, no link is dead."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.pieces import read
from tests.web.test_no_dead_ends import followed
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.services import installation_begin
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db
LISTS = (
    "/notices", "/notices/sent", "/tasks", "/tasks/monthly", "/opinions", "/meetings", "/meetings/consents", "/meetings/receipts",
    "/meetings/notices", "/minutes", "/plans", "/talks", "/reports", "/study", "/study?view=ledger", "/study?view=materials",
    "/study?view=hours", "/study?view=notes", "/commitments", "/life", "/measures", "/dual", "/appraisals", "/yearly", "/bylaws",
)  # fmt: skip
EMPTY = re.compile(r'<div class="empty">\s*<h2>[^<]+</h2>\s*<p>(.+?)</p>', re.DOTALL)


@pytest.fixture
def clerk() -> Client:
    """Signed in with the account that `zhibu accounts first` opens."""
    installation_begin(actor=Actor.system("cli"), organisation="本级党组织", username="clerk", password="abcd-efgh-jkmn")
    client = Client()
    client.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_empty_list_says_what_to_do(clerk: Client) -> None:
    silent = []
    for address in LISTS:
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        if not EMPTY.search(read(answer)):
            silent.append(address)
    assert silent == []


def test_no_link_of_the_first_day_leads_to_a_refusal(clerk: Client) -> None:
    assert followed(clerk, most=120) == {}
