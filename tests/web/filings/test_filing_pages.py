"""Pages of filings: written, sent, answered by their buttons; errors in place, nothing lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from django.test import Client
from django.urls import reverse

from tests.domain.conftest import KEEPER
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services import filing_draft, filing_send
from zhibu.domain.organisations.models import Organisation

ClientOf = Callable[[str], Client]
TITLE = "关于成立第三党小组的备案报告"


def sent(kind: str = "file") -> Filing:
    draft = filing_draft(actor=KEEPER, kind=kind, sender=Organisation.objects.get(pk="B1"), subject=TITLE, body="正文")
    return filing_send(actor=KEEPER, filing=draft)


def test_a_filing_is_written_sent_and_put_on_file(client_of: ClientOf) -> None:
    secretary, clerk = client_of("secretary"), client_of("clerk")
    form = {"kind": "file", "sender": "B1", "receiver": "", "subject": "", "body": "一段正文", "papers": "会议记录", "key": "k"}
    said = secretary.post(reverse("filing-draft"), form).content.decode()
    assert "还没有写标题" in said
    assert "一段正文" in said
    for _ in range(2):  # a double click
        secretary.post(reverse("filing-draft"), form | {"subject": TITLE})
    filing = Filing.objects.get()
    secretary.post(reverse("filing-send", args=[filing.pk]))

    assert TITLE in clerk.get("/filings").content.decode()
    page = clerk.post(reverse("filing-accept", args=[filing.pk]), {"number": "C1备1号"}, follow=True).content.decode()
    assert "C1备1号" in page
    assert "C1备1号" in secretary.get(reverse("filing", args=[filing.pk])).content.decode()


def test_a_return_without_a_reason_comes_again_with_the_words(client_of: ClientOf) -> None:
    client = client_of("clerk")
    filing = sent()
    answer = client.post(reverse("filing-return", args=[filing.pk]), {"reason": ""})
    assert answer.status_code == 422
    assert "还没有写原因" in answer.content.decode()
    client.post(reverse("filing-return", args=[filing.pk]), {"reason": "附上会议记录"})

    secretary = client_of("secretary")
    assert "附上会议记录" in secretary.get("/filings", {"box": "out"}).content.decode()
    assert "退回来的" in secretary.get("/").content.decode()


def test_a_request_is_answered_on_its_page(client_of: ClientOf) -> None:
    client = client_of("clerk")
    filing = sent("request")
    page = client.post(reverse("filing-reply", args=[filing.pk]), {"agrees": "yes"}, follow=True).content.decode()

    assert "批复已经发出" in page
    assert "批复" in client_of("secretary").get("/filings", {"box": "in"}).content.decode()


def test_who_may_not_answer_has_no_button_and_is_refused(client_of: ClientOf) -> None:
    secretary = client_of("secretary")
    filing = sent()
    assert reverse("filing-accept", args=[filing.pk]) not in secretary.get(reverse("filing", args=[filing.pk])).content.decode()
    secretary.post(reverse("filing-accept", args=[filing.pk]), {})
    filing.refresh_from_db()
    assert filing.state == "sent"


def test_boxes_are_filtered_searched_exported_and_letters_printed(client_of: ClientOf) -> None:
    client = client_of("clerk")
    filing = sent()
    assert TITLE in client.get("/filings", {"q": "第三党小组"}).content.decode()
    assert TITLE not in client.get("/filings", {"kind": "request"}).content.decode()
    assert TITLE not in client.get("/filings", {"state": "overdue"}).content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/filings", {"format": "xlsx"})))).active
    assert sheet is not None
    assert (sheet["A3"].value, sheet["C3"].value) == (filing.number, TITLE)
    letter = reverse("filing-paper", args=[filing.pk])
    assert b"".join(client.get(letter)).startswith(b"%PDF")
    assert b"".join(client.get(letter, {"format": "docx"})).startswith(b"PK")


def test_the_way_numbers_begin_is_set_on_a_page(client_of: ClientOf) -> None:
    client = client_of("secretary")
    assert "年份和“号”会自动加上" in client.post(
        reverse("filing-prefix"), {"organisation": "B1", "text": "青水支〔2026〕"}).content.decode()
    client.post(reverse("filing-prefix"), {"organisation": "B1", "text": "青水支"})
    assert sent().number.startswith("青水支〔")
