"""On behalf on the page: shown while it lasts, voting and sign-in pages shut, ended in one step."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.audit.models import AuditEntry
from zhibu.kernel import clock

REASON = {"reason": "没有手机"}


def test_it_shows_on_every_page_and_ends(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")
    assert 'href="/behalf/of/M2"' in secretary.get("/members/M2").content.decode()
    assert "/behalf/of/" not in client_of("clerk").get("/members/M2").content.decode()
    assert "为什么代办" in secretary.get("/behalf/of/M2").content.decode()

    assert secretary.post("/behalf/of/M2", REASON)["Location"].endswith("M2")
    for path in ("/", "/account"):
        assert "现在代 党员M2 办" in secretary.get(path).content.decode()
    assert secretary.get("/members/M1").status_code == 404  # nothing but what the member sees himself
    secretary.post("/behalf/end")
    assert "<strong>现在代" not in secretary.get("/").content.decode()
    entries = AuditEntry.objects.filter(action__startswith="behalf").values_list("action", "on_behalf")
    assert list(entries) == [("behalf.begin", ""), ("behalf.end", "M2")]


def test_what_is_not_for_others_is_shut(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")
    secretary.post("/behalf/of/M2", REASON)

    for path in (
        "/account/password", "/account/factors", "/account/factors/codes",
        "/members/looks/M2", "/members/reveal/M2", "/members/print/M2",
    ):  # fmt: skip
        answer = secretary.get(path)
        assert (answer.status_code, "不能代办" in answer.content.decode()) == (403, True)


def test_it_ends_with_the_right(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")
    secretary.post("/behalf/of/M2", REASON)
    RoleGrant.objects.filter(user="U-secretary").update(until=clock.today())

    assert "<strong>现在代" not in secretary.get("/").content.decode()


def test_without_a_reason_nothing_begins(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")

    assert secretary.post("/behalf/of/M2", {"reason": " "}).status_code == 422
    assert "<strong>现在代" not in secretary.get("/").content.decode()
    assert client_of("clerk").post("/behalf/of/M2", REASON).status_code == 403


def test_a_request_says_who_entered_it(client_of: Callable[[str], Client]) -> None:
    secretary = client_of("secretary")
    asked = {"item": "job", "wanted": "会计", "reason": "写错了"}
    secretary.post("/behalf/of/M2", REASON)
    on_behalf = secretary.post("/members/correct/M2", asked)["Location"]
    secretary.post("/behalf/end")

    assert "（代党员M2办）提出" in secretary.get(on_behalf).content.decode()
