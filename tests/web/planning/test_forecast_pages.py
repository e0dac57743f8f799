"""Agendas of the coming months as pages and workbooks, and calendars behind secret addresses."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.audit.services import entry_record
from zhibu.domain.planning.models import Feed
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

ClientOf = Callable[[str], Client]


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def opened(client: Client, **what: str) -> str:
    """The address of a calendar just opened."""
    text = client.post("/feeds/open", what).content.decode()
    return "/calendar/" + text.split("/calendar/")[1].split('"')[0]


def test_an_organisation_s_agenda_says_what_by_when_and_who(client_of: ClientOf) -> None:
    text = page(client_of("secretary"), "/forecast/organisations/B1")

    assert "今后要办的事" in text
    assert "党小组会" in text
    assert "党小组组长" in text
    assert f'id="m-{clock.today().year + 1}-01"' in text  # what is due next January


def test_the_workbook_has_a_row_for_each_line(client_of: ClientOf) -> None:
    client = client_of("clerk")
    answer = client.get("/forecast/organisations/B1?format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)

    assert rows[1][0] == "状态"
    assert any(row[0] in ("已过期", "要办") for row in rows[2:])


@pytest.mark.parametrize("name", ["leader", "member"])
def test_a_member_sees_his_own_agenda(name: str, client_of: ClientOf) -> None:
    own = {"leader": "M1", "member": "M2"}[name]
    assert "我今后要办的事" in page(client_of(name), f"/forecast/members/{own}")


def test_a_calendar_needs_no_sign_in_and_names_nobody(client_of: ClientOf, client: Client) -> None:
    address = opened(client_of("secretary"), organisation="B1")

    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "private" in answer["Cache-Control"]
    assert list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert "党员M" not in answer.content.decode()
    feed = Feed.objects.get()
    assert feed.used_on == clock.today()
    assert feed.secret_digest not in address


def test_a_revoked_calendar_is_not_there(client_of: ClientOf, client: Client) -> None:
    secretary = client_of("secretary")
    address = opened(secretary, organisation="B1")
    assert "停用" in page(secretary, "/account")
    secretary.post(f"/feeds/{Feed.objects.get().pk}/revoke")

    assert client.get(address).status_code == 404
    assert client.get("/calendar/guess.ics").status_code == 404
    assert list(AuditEntry.objects.filter(action__startswith="feed.").values_list("action", flat=True)) == [
        "feed.open", "feed.revoke"]


def test_a_calendar_ends_with_the_role_of_who_opened_it(client_of: ClientOf, client: Client) -> None:
    address = opened(client_of("secretary"), organisation="B1")
    RoleGrant.objects.filter(user__username="secretary").update(until=clock.today())

    assert client.get(address).status_code == 404


def test_a_calendar_is_made_once_until_something_is_done(
    client_of: ClientOf, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    address = opened(client_of("secretary"), organisation="B1")
    first = client.get(address).content
    with django_assert_max_num_queries(8):
        assert client.get(address).content == first
    with CaptureQueriesContext(connection) as asked:
        entry_record(actor=Actor.system(), action="waiver.record", subject="1")
        client.get(address)
    assert len(asked) > 8


def test_nobody_subscribes_to_another_member(client_of: ClientOf) -> None:
    assert client_of("secretary").post("/feeds/open", {"member": "M2"}).status_code == 403
    assert client_of("member").post("/feeds/open", {"member": "M2"}).status_code == 200
