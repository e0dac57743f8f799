"""The record: one entry an action, in its transaction; any change, gap or cut is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tests.domain.conftest import KEEPER
from zhibu.domain.audit import services
from zhibu.domain.audit.chain import keys_problem, verify
from zhibu.domain.audit.models import AuditEntry, AuditHead
from zhibu.domain.audit.services import Announcement, entry_record

heard: list[Announcement] = []


def listen(told: Announcement) -> None:
    heard.append(told)


def stumble(told: Announcement) -> None:
    raise RuntimeError("a listener fell over")


WIRING = {
    "thing.open": (f"{__name__}.stumble", f"{__name__}.listen"),
    "*": (f"{__name__}.listen",),
}


def record(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            entry_record(actor=KEEPER, action="thing.open", subject=f"T{number}", details={"n": number})


def problems() -> str:
    return "".join(verify().problems)


@pytest.mark.django_db
def test_a_chain_holds(settings: Any) -> None:
    record(5)

    report = verify()
    assert (report.entries, report.problems) == (5, ())
    assert report.head == AuditHead.objects.get().mac
    assert keys_problem() == ""
    settings.ZHIBU_SECRETS = {**settings.ZHIBU_SECRETS, "index_key": "another key altogether"}
    assert "index_key" in keys_problem()


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["at", "actor", "user", "door", "action", "subject", "organisation", "details"])
def test_a_changed_entry_is_found(column: str) -> None:
    record(4)
    AuditEntry.objects.filter(number=2).update(**{column: "x"})

    assert "第 2 条操作记录" in problems()
    assert "被改动过" in problems()


@pytest.mark.django_db
def test_a_removed_entry_is_found() -> None:
    record(4)
    AuditEntry.objects.filter(number=2).delete()

    assert "第 2 条操作记录不见了" in problems()


@pytest.mark.django_db
def test_a_cut_end_is_found() -> None:
    record(4)
    AuditEntry.objects.filter(number=4).delete()

    assert "末尾的记录被删改过" in problems()


@pytest.mark.django_db
def test_a_cut_is_found_though_the_head_was_put_back_to_match() -> None:
    record(4)
    three = AuditEntry.objects.get(number=3)
    AuditEntry.objects.filter(number=4).delete()
    AuditHead.objects.update(number=3, mac=three.mac)

    assert "日志末端（第 3 条）被改动过" in problems()


@pytest.mark.django_db
def test_two_entries_swapped_are_found() -> None:
    record(4)
    two, three = AuditEntry.objects.get(number=2), AuditEntry.objects.get(number=3)
    AuditEntry.objects.filter(number=2).update(details=three.details, mac=three.mac)
    AuditEntry.objects.filter(number=3).update(details=two.details, mac=two.mac)

    assert "第 2 条" in problems()


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_entry() -> None:
    record(1)

    def fails() -> None:
        with transaction.atomic():
            entry_record(actor=KEEPER, action="thing.open")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert verify().entries == 1
    assert verify().problems == ()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        entry_record(actor=KEEPER, action="thing.open")


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_after_the_commit_and_cannot_undo_it(settings: Any) -> None:
    settings.ZHIBU_WIRING = f"{__name__}.WIRING"
    heard.clear()

    with transaction.atomic():
        entry_record(actor=KEEPER, action="thing.open", subject="T", details={"n": 1})
        assert heard == []

    assert [(t.action, t.subject, t.details) for t in heard] == [("thing.open", "T", {"n": 1})] * 2
    assert services.import_string(f"{__name__}.WIRING") is WIRING
