"""Every list that is exported as a workbook is also there as PDF and Word, with the same rows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client, RequestFactory
from pypdf import PdfReader

from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.web.components.papers import file_name
from zhibu.web.components.sheets import PRINTED, Column, Sheet, sheet_response, table_of

LISTS = ("/grid", "/verdicts?at=B1", "/directives", "/waivers", "/organisations/C1", "/establishment/checks", "/establishment/checks/of/B1")


def by(name: str) -> Any:
    request = RequestFactory().get("/")
    request.actor = Actor(name=name, door="test")
    return request


def asked(client: Client, path: str, wanted: str) -> bytes:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}format={wanted}")
    assert answer.status_code == 200, path
    return bytes(answer.content)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_on_paper_has_what_the_workbook_has(path: str, client_of) -> None:
    client = client_of("clerk")
    page = openpyxl.load_workbook(BytesIO(asked(client, path, "xlsx"))).active
    pages = PdfReader(BytesIO(asked(client, path, "pdf"))).pages
    shown = "".join("".join(page.extract_text() for page in pages).split())

    cells = [str(cell) for row in page.values for cell in row if isinstance(cell, str)]
    assert cells
    assert [cell for cell in cells if "".join(cell.split()) not in shown] == []
    assert asked(client, path, "docx").startswith(b"PK")


def test_the_page_offers_all_three(client_of) -> None:
    page = client_of("clerk").get("/grid").content.decode()

    for wanted in ("xlsx", "docx", "pdf"):
        assert f"format={wanted}" in page


def test_an_unknown_format_is_the_page(client_of) -> None:
    assert client_of("clerk").get("/grid?format=exe")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("wanted", ["xlsx", "pdf", "docx"])
def test_a_list_says_who_took_it_and_when(wanted: str) -> None:
    content = sheet_response(by("顾明"), Sheet("名册", [Column("数")], [(1,)], ["共 1 名。"]), wanted).content
    if wanted == "xlsx":
        words = "".join(str(cell) for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row)
    elif wanted == "pdf":
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    else:
        words = "".join(one.text for one in docx.Document(BytesIO(content)).paragraphs)
    assert f"顾明{clock.today()}制表" in "".join(words.split())


def test_a_list_too_long_for_paper_says_so() -> None:
    rows = ((n,) for n in range(10_000_000))
    with pytest.raises(Refused, match=str(PRINTED)):
        table_of(Sheet("长", [Column("数")], rows))


def test_a_download_has_a_name_that_every_system_takes() -> None:
    answer = sheet_response(by("顾明"), Sheet("溪口镇/机关 名册", [Column("数")], [(1,)]), "pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''%E6%BA%AA")
    assert "/" not in file_name("甲/乙")
    assert file_name('甲\\/:*?"<>|乙\x00\u202e丙') == "甲 乙 丙"
    assert file_name(" ..") == "文书"
    assert len(file_name("长" * 300)) <= 80
