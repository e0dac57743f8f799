"""Names are found by pinyin however a row came in; family names are read as family names are."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.directory.rosters import named
from zhibu.domain.directory.search import search
from zhibu.domain.exchange.facts.rows import values_of, write
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

JOINED = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张伟", "zhangwei", "zw"),
        ("曾单", "zengdan", "zd"),
        ("单于飞", "chanyufei", "cyf"),
        ("吕布", "lvbu", "lb"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        (" 欧阳 娜娜", "ouyangnana", "oynn"),
        ("𬭎明", "hongming", "hm"),
        ("", "", ""),
    ],
)
def test_names_are_read(name: str, full: str, initials: str) -> None:
    assert (pinyin_full(name), pinyin_initials(name)) == (full, initials)


def found(text: str) -> list[str]:
    return sorted(Member.objects.filter(named(text)).values_list("pk", flat=True))


@pytest.mark.django_db
def test_every_way_of_writing_keeps_the_pinyin() -> None:
    Member.objects.create(id="one", name="单晓", joined=JOINED)
    Member.objects.bulk_create([Member(id="many", name="单晓", joined=JOINED)])
    write("members", values_of("members", [{"id": "copied", "name": "单晓", "joined": JOINED, "phone": "15400000001"}]))
    assert found("shanxi") == found("sx") == ["copied", "many", "one"]

    one, many = Member.objects.get(pk="one"), Member.objects.get(pk="many")
    one.name = many.name = "曾晓"
    one.save(update_fields=["name"])
    Member.objects.bulk_update([many], ["name"])
    Member.objects.filter(pk="copied").update(name="曾晓")
    assert found("zengx") == ["copied", "many", "one"]
    assert found("sx") == []
    assert Member.objects.get(pk="copied").phone_index


def test_search_stays_in_scope_and_takes_no_part_of_a_number(
    tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    clerk = actor("clerk", "C1")
    Member.objects.filter(pk__in=["M1", "M9"]).update(name="欧阳娜")

    def keys(text: str, who: object = clerk) -> list[str]:
        return [one.pk for one in search(actor=who, text=text).members]  # type: ignore[arg-type]  # an actor

    assert keys("ouyang") == keys("OYN") == keys("阳娜") == ["M1"]
    assert sorted(keys("oyn", KEEPER)) == ["M1", "M9"]
    number, phone = people["M1"].id_number, people["M1"].phone
    assert number
    assert phone
    assert keys(number) == keys(f" {number[:6]} {number[6:]}") == keys(phone) == ["M1"]
    assert keys(number[:-1]) == keys(phone[:7]) == keys(phone[:-1] + "9") == []
    assert keys(people["M9"].id_number or "") == []
