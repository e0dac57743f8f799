"""ID number and phone: unreadable in the database, found by a mark, the mark kept with every writing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from zhibu.domain.activities import choices as activity_choices
from zhibu.domain.members import choices as member_choices
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations import choices as organisation_choices
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures import choices as procedure_choices
from zhibu.facts import choices as facts

JOINED = dt.date(2020, 1, 1)
NUMBER, PHONE = "99999919900101001X", "15400000001"


def found(number: str) -> list[str]:
    mark = index_of("id_number", number)
    return list(Member.objects.filter(id_number_index=mark).values_list("pk", flat=True))


@pytest.mark.django_db
def test_found_by_its_mark_however_it_is_typed() -> None:
    Member.objects.bulk_create(
        [Member(id="M1", name="甲", joined=JOINED, id_number=NUMBER, phone=PHONE),
         Member(id="M2", name="乙", joined=JOINED)]
    )

    assert found(NUMBER) == found(" 999999 19900101 001x") == found("９９９９９９１９９００１０１００１Ｘ") == ["M1"]
    assert found("999999199001010028") == []
    assert index_of("id_number", PHONE) != index_of("phone", PHONE)
    assert (index_of("phone", ""), index_of("phone", None)) == ("", "")


@pytest.mark.django_db
def test_nothing_readable_is_stored() -> None:
    Member.objects.create(id="M1", name="甲", joined=JOINED, id_number=NUMBER, phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_member")
        stored = repr(cursor.fetchall())

    assert NUMBER not in stored
    assert PHONE not in stored
    again = Member.objects.get(pk="M1")
    assert (again.id_number, again.phone) == (NUMBER, PHONE)


@pytest.mark.django_db
def test_a_change_takes_the_mark_along() -> None:
    member = Member.objects.create(id="M1", name="甲", joined=JOINED, id_number=NUMBER)
    other = "999999199001010028"

    member.id_number = other
    member.save()
    assert (found(NUMBER), found(other)) == ([], ["M1"])

    member.id_number = NUMBER
    member.save(update_fields=["id_number"])
    assert (found(NUMBER), found(other)) == (["M1"], [])

    member.id_number = other
    Member.objects.bulk_update([member], ["id_number", "name"])
    assert (found(NUMBER), found(other)) == ([], ["M1"])

    Member.objects.update(id_number=NUMBER)
    assert (found(NUMBER), found(other)) == (["M1"], [])
    Member.objects.update(id_number=None, name="乙")
    assert (found(NUMBER), Member.objects.get().id_number_index) == ([], "")


@pytest.mark.django_db
def test_the_database_keeps_keys_and_spans() -> None:
    Organisation.objects.create(id="B", kind="branch", name="B", path="000001", depth=0, established=JOINED)
    Member.objects.create(id="M1", name="甲", joined=JOINED)
    Membership.objects.create(member_id="M1", organisation_id="B", since=JOINED)
    wrong: list[dict[str, object]] = [
        {"since": JOINED},
        {"since": dt.date(2021, 1, 1), "until": dt.date(2021, 1, 1)},
        {"since": dt.date(2021, 1, 1), "since_precision": "hour"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(member_id="M1", organisation_id="B", **values)


def test_closed_lists_are_those_of_the_exchange_form() -> None:
    pairs = [
        (organisation_choices.OrganisationKind, facts.ORGANISATION_KINDS),
        (organisation_choices.Sector, facts.SECTORS),
        (member_choices.State, facts.STATES),
        (member_choices.PenaltyKind, facts.PENALTIES),
        (member_choices.PostKind, facts.POSTS),
        (member_choices.Manner, facts.MANNERS),
        (activity_choices.ActivityStatus, facts.ACTIVITY_STATUSES),
        (activity_choices.Form, facts.FORMS),
        (activity_choices.AttendanceStatus, facts.ATTENDANCE_STATUSES),
        (procedure_choices.Method, facts.METHODS),
    ]
    for ours, theirs in pairs:
        assert dict(ours.choices) == theirs
