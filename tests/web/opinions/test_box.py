"""The public page, tried as nobody: open and closed, the receipt, what programs and the curious meet."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from zhibu.domain.members.models import Member
from zhibu.domain.opinions import services
from zhibu.domain.opinions.models import Opinion, OpinionBox
from zhibu.domain.opinions.services import boxes
from zhibu.domain.organisations.models import Organisation
from zhibu.web.opinions import public


@pytest.fixture
def box(people: dict[str, Member], tree: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch) -> OpinionBox:
    monkeypatch.setattr(public, "LEAST", -1)  # nobody types here
    return services.box_open(actor=KEEPER, organisation=tree["B1"], words="十天内答复", shows_answers=True)


def form(client: Client, box: OpinionBox, **more: str) -> dict[str, str]:
    page = client.get(f"/o/{box.code}").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return {"text": "希望门口修个坡道", "kind": "suggestion", "whose": "masses", "token": found[1], "website": "", **more}


def test_anybody_sends_and_reads_the_answer_by_his_code(box: OpinionBox) -> None:
    nobody = Client()
    page = nobody.post(f"/o/{box.code}", form(nobody, box)).content.decode()
    code = re.search(r"<strong>([0-9a-z-]{14})</strong>", page)
    assert code is not None
    opinion = Opinion.objects.get()

    before = nobody.post(f"/o/{box.code}/receipt", {"code": code[1]}).content.decode()
    services.opinion_answer(actor=KEEPER, opinion=opinion, text="下个月修")
    after = nobody.post(f"/o/{box.code}/receipt", {"code": code[1]}).content.decode()

    assert "正在处理" in before
    assert "下个月修" in after
    assert "/sign-in" not in nobody.get(f"/o/{box.code}/answers").headers.get("Location", "")


def test_what_the_form_leaves_in_the_browser_ends_with_it(box: OpinionBox) -> None:
    nobody = Client()
    cookies = nobody.get(f"/o/{box.code}").cookies

    assert list(cookies) == ["zhibu_csrf"]
    assert not cookies["zhibu_csrf"]["max-age"]
    assert not cookies["zhibu_csrf"]["expires"]


def test_what_programs_send_is_not_taken_and_a_person_keeps_his_words(box: OpinionBox) -> None:
    nobody = Client()
    for wrong, word in (({"website": "x"}, "自动填写"), ({"token": "made-up"}, "不完整"), ({"text": "www.a.example 好"}, "网址")):
        answer = nobody.post(f"/o/{box.code}", form(nobody, box, **wrong))
        assert answer.status_code == 422
        assert word in answer.content.decode()
        assert (wrong.get("text") or "希望门口修个坡道") in answer.content.decode()

    assert not Opinion.objects.exists()


def test_the_same_form_is_one_opinion(box: OpinionBox) -> None:
    nobody = Client()
    given = form(nobody, box)
    told = [nobody.post(f"/o/{box.code}", given).content.decode() for _ in range(2)]

    first, again = (re.findall(r"<strong>([^<]+)</strong></p>", page) for page in told)
    assert len(first) == 1  # whoever pressed twice still has his receipt
    assert again == first
    assert Opinion.objects.count() == 1


def test_codes_cannot_be_guessed_all_day(box: OpinionBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "LOOKS", 2)
    nobody = Client()
    said = [nobody.post(f"/o/{box.code}/receipt", {"code": f"22222222222{n}"}).content.decode() for n in range(3)]

    assert ["次数太多" in page for page in said] == [False, False, True]


def test_a_closed_box_takes_nothing_and_another_address_is_none(box: OpinionBox, tree: dict[str, Organisation]) -> None:
    nobody = Client()
    services.box_close(actor=KEEPER, organisation=tree["B1"])

    assert "现在关着" in nobody.get(f"/o/{box.code}").content.decode()
    missing = nobody.get("/o/nothing")
    assert missing.status_code == 404
    assert "可能换了地址" in missing.content.decode()
    page = nobody.get(f"/o/{box.code}")
    assert page.headers["X-Robots-Tag"] == "noindex"
    for name in ("B1组织", "意见箱"):
        assert name in page.content.decode()
