"""Rules on pages: from the starting text to the wall."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from pypdf import PdfReader

from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

As = Callable[[str], Client]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def written(page: Client, code: str = "dues", body: str = "一、收缴\n按月交。") -> Bylaw:
    page.post(f"/bylaws/of/B1/add?code={code}", {"title": "党费制度", "body": body})
    return Bylaw.objects.get(organisation="B1", code=code)


def decided(page: Client, rule: Bylaw) -> Version:
    draft, today = rule.versions.get(state="draft"), str(clock.today())
    page.post(f"/bylaws/versions/{draft.pk}/enact", {"decided_by": "党员大会", "decided_on": today, "since": today})
    return Version.objects.get(pk=draft.pk)


def test_from_the_starting_text_to_the_wall(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")

    shown = text(page.get("/bylaws?at=B1"))
    assert "十二项里还差 12 项" in shown
    assert "每月 10 日" in text(page.get("/bylaws/of/B1/add?code=dues"))
    rule = written(page)
    assert "登记定下来" in text(page.get(f"/bylaws/{rule.pk}"))
    held = decided(page, rule)
    assert held.state == "enacted"
    assert "党员大会通过" in text(page.get(f"/bylaws/{rule.pk}"))

    for size, wide in (("", 842), ("?size=a4", 595)):
        sheet = PdfReader(io.BytesIO(page.get(f"/bylaws/versions/{held.pk}/wall{size}").content))
        assert (len(sheet.pages), round(sheet.pages[0].mediabox.width)) == (1, wide)
    book = PdfReader(io.BytesIO(page.get("/bylaws/of/B1/booklet").content))
    assert len(book.pages) == 3
    assert "党费制度" in book.pages[1].extract_text()
    assert page.get("/bylaws/of/B1/booklet?format=docx").content[:2] == b"PK"
    assert "已登记到党建制度清单" in text(page.post("/bylaws/of/B1/shown?item=wall", {"on": str(clock.today())}, follow=True))


def test_a_long_text_still_is_one_sheet(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")
    rule = written(page, body="\n".join(f"{number}. 这一条写得比较长，说清楚谁在什么时候做什么事，做不到的怎么办。" for number in range(1, 60)))

    answer = page.get(f"/bylaws/versions/{rule.versions.get().pk}/wall?size=a4")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_a_change_is_shown_beside_what_it_was(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")
    rule = written(page)
    decided(page, rule)
    base = re.search(r'name="base" value="([^"]*)"', text(page.get(f"/bylaws/{rule.pk}/draft")))
    assert base is None or base.group(1) == ""
    page.post(f"/bylaws/{rule.pk}/draft", {"body": "一、收缴\n每季度交。"})

    shown = text(page.get(f"/bylaws/versions/{rule.versions.get(number=2).pk}/compare"))
    assert re.search(r"<del>.*按月交。</del>", shown)
    assert re.search(r"<ins>.*每季度交。</ins>", shown)


def test_a_fault_is_told_at_the_form_and_the_words_stay(county: dict[str, Organisation], client_of: As) -> None:
    page = client_of("secretary")
    rule = written(page)

    answer = page.post(f"/bylaws/{rule.pk}/draft", {"body": "我写的很多字", "base": "2020-01-01"})
    assert answer.status_code == 422
    assert "刚才有人改过" in text(answer)
    assert "我写的很多字" in text(answer)


def test_a_member_reads_and_a_leader_does_not_write(county: dict[str, Organisation], client_of: As) -> None:
    rule = written(client_of("secretary"))
    decided(client_of("secretary"), rule)

    shown = text(client_of("member").get("/bylaws?at=B1"))
    assert "党费制度" in shown
    assert "起草" not in shown
    assert "写新的一版" not in text(client_of("member").get(f"/bylaws/{rule.pk}"))
    for role in ("leader", "member"):
        assert client_of(role).get("/bylaws/of/B1/add").status_code in (403, 404)
        assert client_of(role).get(f"/bylaws/{rule.pk}/repeal").status_code in (403, 404)
