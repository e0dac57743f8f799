"""Somebody with the database and without the key, by plain SQL, on either database: each attempt is found."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from tests.domain.conftest import KEEPER
from zhibu.domain.accounts.models import User
from zhibu.domain.audit.chain import verify
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.audit.services import entry_record, record_check

pytestmark = pytest.mark.django_db


def record(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            entry_record(actor=KEEPER, action="thing.open", subject=f"T{number}", details={"n": number})


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def problems() -> str:
    return "".join(verify().problems)


CUT = "DELETE FROM audit_auditentry WHERE number > 3"
ALL = ("DELETE FROM audit_auditentry", "DELETE FROM audit_audithead")
ATTEMPTS = {
    "an entry changed": ("UPDATE audit_auditentry SET details = '{}' WHERE number = 2",),
    "whom it was done for taken off": ("UPDATE audit_auditentry SET on_behalf = 'M1' WHERE number = 2",),
    "its mark changed": ("UPDATE audit_auditentry SET mac = previous WHERE number = 2",),
    "its binding changed": ("UPDATE audit_auditentry SET previous = '' WHERE number = 3",),
    "the first removed": ("DELETE FROM audit_auditentry WHERE number = 1",),
    "one removed and the rest moved up": (
        "DELETE FROM audit_auditentry WHERE number = 2",
        "UPDATE audit_auditentry SET number = 2 WHERE number = 3",
        "UPDATE audit_auditentry SET number = 3 WHERE number = 4",
        "UPDATE audit_auditentry SET number = 4 WHERE number = 5",
    ),
    "two changed places": (
        "UPDATE audit_auditentry SET number = 99 WHERE number = 2",
        "UPDATE audit_auditentry SET number = 2 WHERE number = 3",
        "UPDATE audit_auditentry SET number = 3 WHERE number = 99",
    ),
    "the end cut": (CUT,),
    "the end cut and the head put back": (
        CUT,
        "UPDATE audit_audithead SET number = 3, mac = (SELECT mac FROM audit_auditentry WHERE number = 3)",
    ),
    "the head removed": ("DELETE FROM audit_audithead",),
    "all entries removed": (ALL[0],),
    "all removed with the head": ALL,
    "one put behind the end": (
        "INSERT INTO audit_auditentry (number, at, actor, \"user\", door, action, subject, organisation, on_behalf,"
        " details, previous, mac) SELECT 6, at, actor, \"user\", door, action, subject, organisation, on_behalf,"
        " details, mac, mac FROM audit_auditentry WHERE number = 5",
        "UPDATE audit_audithead SET number = 6",
    ),
}  # fmt: skip


@pytest.mark.parametrize("statements", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_an_attempt_is_found(statements: tuple[str, ...]) -> None:
    User.objects.create(id="U1", username="u1", name="某某")
    record(5)
    assert problems() == ""

    sql(*statements)

    assert problems() != ""


def test_a_record_begun_anew_is_found_by_what_was_checked_before() -> None:
    record(5)
    record_check(actor=KEEPER)
    sql(*ALL)
    record(2)
    assert "核对过 5 条，现在只有 2 条" in problems()

    record(5)
    assert "核对过的对不上" in problems()


def test_an_empty_site_has_an_empty_record() -> None:
    User.objects.all().delete()
    assert (verify().entries, verify().problems) == (0, ())


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    failed: list[Any] = []

    def write() -> None:
        try:
            record(5)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    record(1)
    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failed == []
    assert (verify().entries, verify().problems) == (21, ())
    assert list(AuditEntry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 22))
