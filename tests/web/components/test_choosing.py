"""Choosing one of many organisations without any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER, SINCE
from tests.web.pieces import read
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisations_record
from zhibu.domain.rulebook.models import Adoption
from zhibu.web.components.choosing import MANY, chosen, labels_of

PATH = "/directives/town-life-2020/activate"
PICK = {"since": "2024-01-01", "confirm": "1"}


@pytest.fixture
def many(county: dict[str, Organisation]) -> None:
    """More branches than anybody looks through."""
    rows = [
        Organisation(id=f"N{n}", parent_id="C1", kind="branch", name=f"山{n}村支部", established=SINCE)
        for n in range(MANY)
    ]
    organisations_record(actor=KEEPER, organisations=rows)


def test_names_parts_and_ids_mean_one() -> None:
    labels = labels_of([("", "选"), ("A", "　山下村支部"), ("B", "山上村支部"), ("C", "同名"), ("D", "同名")])

    assert chosen(labels, "A") == "A"
    assert chosen(labels, " 山上村支部 ") == "B"
    assert chosen(labels, "上村") == "B"
    assert chosen(labels, "支部") == "支部"  # two are called so
    assert chosen(labels, "同名（D）") == "D"


def test_few_are_a_list_many_a_field_that_narrows_it(
    client_of: Callable[[str], Client], many: None
) -> None:
    page = client_of("clerk").get(PATH).content.decode()
    assert 'list="id_organisation_names"' in page
    assert '<option value="山7村支部">' in page
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]
    few = client_of("stranger").get(PATH).content.decode()
    assert '<select name="organisation"' in few


def test_what_was_typed_is_understood_or_told(client_of: Callable[[str], Client], many: None) -> None:
    client = client_of("clerk")
    wrong = read(client.post(PATH, {**PICK, "organisation": "山1"}))
    assert "有几个组织都对得上" in wrong
    assert "山10村支部" in wrong
    assert "不在你的管理范围里" in read(client.post(PATH, {**PICK, "organisation": "海边支部"}))
    assert not Adoption.objects.filter(directive="town-life-2020").exists()

    client.post(PATH, {**PICK, "organisation": "山17村"})

    assert Adoption.objects.get(directive="town-life-2020").organisation_id == "N17"


def test_the_fields_of_drafts_and_of_the_comparison_narrow_as_well(
    client_of: Callable[[str], Client], many: None
) -> None:
    client = client_of("clerk")
    for path in ("/directives/own/new", "/directives/own/import", "/directives/compare", "/trials/directives/town-life-2020"):
        assert "<datalist" in client.get(path).content.decode(), path
    assert "今天管山3村支部的制度" in client.get("/directives/compare?at=山3村支部").content.decode()


@pytest.mark.parametrize("address", ["/meetings?organisation=", "/minutes?organisation=", "/meetings/plan?organisation=",
                                     "/talks?body=", "/reports?body=", "/study?body=", "/bylaws?at="])  # fmt: skip
def test_a_name_typed_where_many_are_offered_means_the_organisation(
    client_of: Callable[[str], Client], many: None, address: str
) -> None:
    client = client_of("clerk")
    for text in ("山7村支部", "山7村", "N7"):
        page = client.get(f"{address}{text}")
        assert page.status_code == 200
        assert "山7村支部" in page.content.decode()
    page = client.get(f"{address}山间")
    assert "没有“山间”这个党组织" in page.content.decode()
