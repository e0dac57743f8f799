"""A demo that was worked with: no ID number and no phone of anybody stands in the record."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from zhibu.domain.accounts.services import members_invite
from zhibu.domain.audit.chain import verify
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.demo.places import TOWN
from zhibu.domain.demo.services import demo_load
from zhibu.domain.members.models import Member
from zhibu.domain.members.services import member_change, member_leave, member_restore
from zhibu.domain.registry.services.looking import member_print, member_reveal
from zhibu.kernel.actor import Actor

KEEPER = Actor.system("test")


@pytest.mark.django_db
def test_the_record_of_a_worked_demo() -> None:
    demo_load(actor=KEEPER, on=dt.date(2026, 11, 22), seed=4, within=TOWN)
    first, second, third = Member.objects.filter(left=None).order_by("pk")[:3]
    number, phone = first.id_number or "", first.phone or ""
    assert number.startswith("999999")
    member_change(actor=KEEPER, member=first, values={"phone": "15400000001"}, why=f"原来的 {phone} 停机")
    member_reveal(actor=KEEPER, member=first, items=["id_number", "phone"], why=f"核对 {number}")
    member_print(actor=KEEPER, member=second, why="本人要")
    member_leave(actor=KEEPER, member=third, on=dt.date(2026, 11, 1), reason="died", note="电话 15400000002")
    member_restore(actor=KEEPER, member=third, why="登记错了")
    members_invite(actor=KEEPER, members=[second.pk])

    said = json.dumps(list(AuditEntry.objects.values()), default=str, ensure_ascii=False)
    assert AuditEntry.objects.count() > 8
    known = {"15400000001", "15400000002", phone, number}
    for one in Member.objects.all():
        known |= {one.id_number or "", one.phone or ""}
    assert [value for value in known - {""} if value in said] == []
    assert f"{number[:6]}********{number[-4:]}" in said  # what was typed is told, covered
    assert verify().problems == ()
