"""The record on the page: within one's scope, filters, older pages, the check with its progress, the alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.audit.services import entry_record, record_check
from zhibu.domain.organisations.models import Organisation


def note(count: int, action: str = "role.grant", organisation: str = "B1") -> None:
    for number in range(count):
        with transaction.atomic():
            entry_record(actor=KEEPER, action=action, organisation=organisation, details={"reason": f"事{number}。"})


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_list_goes_back_page_by_page(client_of: Callable[[str], Client]) -> None:
    note(60)
    secretary = client_of("secretary")

    first = text(secretary, "/record")
    assert "事59。" in first
    assert "事9。" not in first
    older = first.partition('rel="next" href="')[2].partition('"')[0]
    second = text(secretary, f"/record{older}")
    assert "事9。" in second
    assert "回到最近" in second
    assert "授权" in first
    assert "事59。" not in text(client_of("stranger"), "/record")


def test_filters_and_wrong_days(client_of: Callable[[str], Client]) -> None:
    note(1)
    note(1, "user.open", "B2")
    clerk = client_of("clerk")

    assert "B2组织" in text(clerk, "/record?action=user.open")
    assert "B1组织" not in text(clerk, "/record?action=user.open").partition("<tbody>")[2]
    assert "“昨天”不是日期" in text(clerk, "/record?since=昨天")
    assert "没有记录" in text(clerk, "/record?until=2001-01-01")
    assert clerk.get("/record?format=xlsx")["Content-Type"].startswith("application/vnd.openxml")
    assert clerk.get("/record?before=x").status_code == 200


def test_number_of_queries_does_not_grow(client_of: Callable[[str], Client]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk = client_of("clerk")
    counts = []
    for more in (2, 45):
        note(more)
        with CaptureQueriesContext(connection) as caught:
            clerk.get("/record")
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_the_check_is_for_who_stands_above_all(client_of: Callable[[str], Client]) -> None:
    assert client_of("secretary").get("/record/check").status_code == 403
    assert client_of("clerk").post("/record/check").status_code == 403  # two committees: nobody stands above both
    Organisation.objects.filter(pk="C9").update(parent="C1")
    clerk = client_of("clerk")
    note(3)

    assert "现在核对一遍" in text(clerk, "/record/check")
    page = b"".join(clerk.post("/record/check").streaming_content).decode()
    assert "一条不缺，一条没改" in page
    AuditEntry.objects.filter(details__contains="事1").delete()
    page = b"".join(clerk.post("/record/check").streaming_content).decode()
    assert "不见了" in page
    assert clerk.get("/record/head")["Content-Type"] == "application/pdf"


def test_a_broken_record_stands_on_the_desks_of_clerks(client_of: Callable[[str], Client]) -> None:
    note(2)
    clerk = client_of("clerk")
    record_check(actor=KEEPER)
    assert "发现被动过" not in text(clerk, "/")
    AuditEntry.objects.filter(details__contains="事0").update(actor="别人")
    record_check(actor=KEEPER)

    assert "发现被动过" in text(clerk, "/")
    assert "发现被动过" not in text(client_of("member"), "/")
