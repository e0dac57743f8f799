"""A part of a name is found, in Chinese and in Latin letters, by name and by pinyin, on every database."""

from __future__ import annotations

import pytest

from tests.domain.conftest import KEEPER, organisation
from zhibu.domain.organisations.grams import grams_of, holding, reading
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import spelt
from zhibu.domain.organisations.services import organisation_change, organisations_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Organisation:
    made = organisation("P1", None, "committee")
    made.name, made.short_name = "青水县IT产业园 100%_委员会", "园区党委"
    organisations_record(actor=KEEPER, organisations=[made])
    return Organisation.objects.get(pk="P1")


def holds(text: str) -> bool:
    found = Organisation.objects.filter(holding(text, "name"), pk="P1").exists()
    assert found == Organisation.objects.filter(reading(text, "name"), pk="P1").exists()
    return found


@pytest.mark.parametrize("text", ["青", "产业", "县IT产", "it", "%", "100%_", "青水县IT产业园 100%_委员会"])
def test_a_part_of_a_name_is_found(body: Organisation, text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize("text", ["水青", "产园", "园区", "100_", "1%", "\\"])
def test_what_does_not_stand_there_so_is_not_found(body: Organisation, text: str) -> None:
    assert not holds(text)


def test_one_of_several_columns_is_enough(body: Organisation) -> None:
    both = Organisation.objects.filter(pk="P1")
    assert both.filter(holding("园区", "name", "short_name")).exists()
    assert not both.filter(holding("园区县", "name", "short_name")).exists()


def test_pinyin_follows_the_name(body: Organisation) -> None:
    assert [one.pk for one in Organisation.objects.filter(spelt("qsx"))] == ["P1"]
    assert Organisation.objects.filter(spelt("yuanqu"), pk="P1").exists()
    organisation_change(actor=KEEPER, organisation=body, values={"name": "白石镇党委"})
    assert not Organisation.objects.filter(spelt("qsx")).exists()
    assert Organisation.objects.filter(spelt("baishi"), pk="P1").exists()


def test_what_is_looked_up_are_letters_and_pairs() -> None:
    assert grams_of("王") == ["王"]
    assert grams_of("IT部") == ["it", "t部"]
