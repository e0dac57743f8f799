"""A page costs as many queries for many rows as for few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.domain.conftest import KEEPER, organisation
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.services import organisations_record
from zhibu.domain.rulebook import shelf

PAGES = (
    "/",
    "/grid",
    "/verdicts",
    "/organisations/C1",
    "/organisations/C1/members",
    "/directives",
    "/directives/loudi-groups-2023",
    "/search?q=组织",
)
# tabs of an organisation: what stands on each of them, and the tab's own
TABS = ("/establishment/tree/C1", "/establishment/checks", "/establishment/history/C1", "/committees/of/C1")


def grow() -> None:
    """Eight more branches with a group and members each."""
    bodies, people, spans = [], [], []
    for number in range(100, 108):
        branch, group = f"B{number}", f"G{number}"
        bodies += [organisation(branch, "C1", "branch"), organisation(group, branch, "party_group")]
        for person in range(4):
            key = f"M{number}-{person}"
            people.append(Member(id=key, name=f"新{key}", joined=dt.date(2015, 7, 1)))
            spans += [
                Membership(member_id=key, organisation_id=place, since=dt.date(2021, 1, 1))
                for place in (branch, group)
            ]
    organisations_record(actor=KEEPER, organisations=bodies)
    Member.objects.bulk_create(people)
    Membership.objects.bulk_create(spans)
    judge_all()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.fixture(autouse=True)
def rules_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two seconds a page looks whether rules were published: two queries that belong to no page."""
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 3600.0)


@pytest.mark.parametrize("role", ["clerk"])
def test_pages_cost_no_query_for_each_row(role: str, client_of: Callable[[str], Client]) -> None:
    client = client_of(role)
    for path in (*PAGES, *TABS):
        client.get(path)
    before = {path: queries(client, path) for path in (*PAGES, *TABS)}
    grow()
    after = {path: queries(client, path) for path in (*PAGES, *TABS)}

    assert {path: count for path, count in after.items() if count > before[path] + 1} == {}
    assert max(after[path] for path in PAGES if path != "/") <= 34  # the frame counts filings, cases, votes, transfers
    assert after["/"] <= 48  # the desk asks every room what waits, one or two queries each
    assert max(after[path] for path in TABS) <= 42
