"""Many who send at the same time: every number once, none left out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.domain.conftest import KEEPER, people, tree
from zhibu.domain.filings.models import Filing, FilingSerial
from zhibu.domain.filings.services import filing_draft, filing_send
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

__all__ = ["people", "tree"]

SENDERS, EACH = 6, 5


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_without_gap_or_double(tree: dict[str, Organisation], people: dict[str, Member]) -> None:
    drafts = [
        filing_draft(actor=KEEPER, kind="report", sender=tree["B1"], subject=f"报告 {number}")
        for number in range(SENDERS * EACH)
    ]

    def send(some: list[Filing]) -> None:
        try:
            for filing in some:
                filing_send(actor=KEEPER, filing=filing)
                filing_send(actor=KEEPER, filing=filing)  # the second click
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        for done in [pool.submit(send, drafts[start::SENDERS]) for start in range(SENDERS)]:
            done.result()

    serials = sorted(Filing.objects.values_list("serial", flat=True))
    assert serials == list(range(1, SENDERS * EACH + 1))
    assert Filing.objects.values("number").distinct().count() == SENDERS * EACH
    assert FilingSerial.objects.get(organisation="B1", year=clock.today().year).last == SENDERS * EACH
