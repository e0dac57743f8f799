"""Two who act on one member or one branch at the same moment: he is in one branch, never in none or two.

SQLite lets one writer in at a time by itself; on PostgreSQL the rows that are held have to do it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from tests.domain.conftest import KEEPER, SINCE
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.services import organisation_dissolve
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.services import member_move
from zhibu.domain.members.services.items import member_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.transfers import services
from zhibu.domain.transfers.models import Transfer
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = clock.today()
BEFORE = TODAY - dt.timedelta(days=10)
END = Decision(on=TODAY, decided_by="C1委员会", number="1号", decided_on=TODAY)


def while_held(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What becomes of `second`, begun while the transaction of `first` is still open."""
    begun, told = threading.Event(), []

    def other() -> None:
        begun.set()
        try:
            told.append(second())
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        begun.wait(5)
        thread.join(1.0)  # time to run ahead, were it not held
    thread.join(30)
    return told[0]


def homes(member: str) -> list[str]:
    rows = Membership.objects.filter(member=member, organisation__kind="branch", until=None)
    return [row.organisation_id for row in rows]


@pytest.fixture
def sent(people: dict[str, Member], tree: dict[str, Organisation]) -> Transfer:
    """M1 of B1 is on the road to B2, where nobody is."""
    Membership.objects.filter(organisation__in=["B2", "G21"]).delete()
    made = services.transfer_request(
        actor=KEEPER, member=people["M1"], on=BEFORE, reason="换了工作", destination=tree["B2"]
    )
    return services.transfer_send(
        actor=KEEPER, transfer=made, on=BEFORE, dues_paid_to=f"{BEFORE:%Y-%m}", valid_days=90, issuer=tree["C1"]
    )


def end_b2() -> None:
    organisation_dissolve(actor=KEEPER, organisation=Organisation.objects.get(pk="B2"), decision=END)


def test_nobody_is_received_into_a_branch_that_ends(sent: Transfer) -> None:
    told = while_held(end_b2, lambda: services.transfer_receive(actor=KEEPER, transfer=sent, on=TODAY))

    assert isinstance(told, Refused)
    assert homes("M1") == ["B1"]


def test_nobody_is_moved_or_entered_into_a_branch_that_ends(sent: Transfer, people: dict[str, Member]) -> None:
    there = Organisation.objects.get(pk="B2")
    told = while_held(end_b2, lambda: member_move(actor=KEEPER, member=people["M2"], to=there, on=TODAY))
    assert isinstance(told, Refused)
    given = {"name": "新来的", "joined": f"{SINCE}"}
    with pytest.raises(Refused):
        member_record(actor=KEEPER, branch=there, how="transferred", since=TODAY, values=given)
    assert not Membership.objects.filter(organisation="B2", until=None).exists()


def test_two_who_receive_him_at_once_move_him_once(sent: Transfer) -> None:
    told = while_held(
        lambda: services.transfer_receive(actor=KEEPER, transfer=sent, on=TODAY),
        lambda: services.transfer_receive(actor=KEEPER, transfer=sent, on=TODAY),
    )
    assert isinstance(told, Refused)
    assert homes("M1") == ["B2"]


def test_received_and_given_up_at_once_is_one_of_both(sent: Transfer) -> None:
    told = while_held(
        lambda: services.transfer_withdraw(actor=KEEPER, transfer=sent, reason="不去了"),
        lambda: services.transfer_receive(actor=KEEPER, transfer=sent, on=TODAY),
    )
    assert isinstance(told, Refused)
    assert homes("M1") == ["B1"]


def test_two_requests_at_once_are_one(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    def ask() -> Transfer:
        return services.transfer_request(
            actor=KEEPER, member=people["M1"], on=TODAY, reason="换了工作", destination=tree["B2"]
        )

    assert isinstance(while_held(ask, ask), Refused)
    assert Transfer.objects.count() == 1


def test_two_letters_at_once_bear_two_numbers(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    asked = [
        services.transfer_request(actor=KEEPER, member=people[key], on=BEFORE, reason="调动", destination=tree["B2"])
        for key in ("M1", "M2")
    ]

    def send(transfer: Transfer) -> Transfer:
        return services.transfer_send(
            actor=KEEPER, transfer=transfer, on=BEFORE, dues_paid_to=f"{BEFORE:%Y-%m}", valid_days=90,
            issuer=tree["C1"],
        )  # fmt: skip

    while_held(lambda: send(asked[0]), lambda: send(asked[1]))
    assert len(set(Transfer.objects.values_list("letter_number", flat=True))) == 2
