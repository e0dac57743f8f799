"""Pages on points: a unit's items and marks, the table in the order of the tree, workbooks, keeping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
from django.test import Client
from django.urls import reverse

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.domain.scoring.models import KeptScore, Mark
from zhibu.kernel import clock

CARD = "loudi-groups-2023/GROUPS"
UNIT = "/scores/organisations/B1"
ClientOf = Callable[[str], Client]


def enter(**more: str) -> str:
    return f"{reverse('mark-enter')}?{urlencode({'s': 'B1', 'card': CARD, 'item': 'PRAISE'} | more)}"


def test_a_mark_is_entered_from_above_seen_by_the_unit_corrected_and_withdrawn(client_of: ClientOf) -> None:
    clerk, secretary = client_of("clerk"), client_of("secretary")

    page = clerk.get(enter()).content.decode()
    refused = clerk.post(enter(), {"points": "9", "evidence": "通报"})
    entered = clerk.post(enter(), {"points": "3", "evidence": "县委通报甲"}, follow=True)

    assert "每次固定 3 分" in page
    assert "分值是 3，读到 9" in refused.content.decode()
    assert "已录入" in entered.content.decode()
    seen = secretary.get(UNIT).content.decode()
    assert "县委通报甲" in seen
    assert "mark-enter" not in seen
    assert reverse("mark-enter") not in seen
    assert secretary.post(enter(), {"points": "3", "evidence": "自己加"}).status_code == 403

    key = Mark.objects.get().pk
    assert secretary.get(reverse("mark-correct", args=[key])).status_code == 403
    clerk.post(reverse("mark-correct", args=[key]), {"points": "3", "evidence": "县委通报乙"})
    last = Mark.objects.order_by("-pk")[0]
    clerk.post(reverse("mark-withdraw", args=[last.pk]), {"reason": "记错了支部"})
    text = secretary.get(UNIT).content.decode()
    assert "更正为 3 分" in text
    assert "撤回：记错了支部" in text


def test_each_item_says_how_it_came_about_and_leads_to_the_findings(client_of: ClientOf) -> None:
    client = client_of("secretary")
    text = client.get(UNIT).content.decode()

    assert "党小组会按月开" in text
    assert "条结论：" in text
    assert "/finding?" in text
    assert "条文没有扣分办法" in text
    assert "不给党员个人计分" in text


def test_units_stand_in_the_order_of_the_tree_and_are_never_ranked(client_of: ClientOf) -> None:
    client = client_of("clerk")
    client.post(enter(s="B2"), {"points": "3", "evidence": "通报"}, follow=True)
    text = client.get(f"{reverse('score-table')}?at=C1").content.decode()
    book = client.get(f"{reverse('score-table')}?at=C1&format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))

    assert text.index("B1组织") < text.index("B2组织")
    assert "不排名次" in text
    assert "党员M" not in text
    assert [row[0] for row in rows[2:4]] == ["B1组织", "B2组织"]
    assert isinstance(rows[2][7], (int, float))


def test_a_card_adopted_in_the_middle_of_a_year_counts_for_the_year_asked_for(client_of: ClientOf) -> None:
    """The address names a period by its first day; whom a card concerns is read on its last."""
    year = clock.today().replace(month=1, day=1)
    Adoption.objects.filter(directive="loudi-groups-2023").update(since=year + dt.timedelta(days=1))
    client, asked = client_of("clerk"), urlencode({"card": CARD, "in": year.isoformat()})

    assert "党小组会按月开" in client.get(f"{UNIT}?{asked}").content.decode()
    assert f'href="{UNIT}?' in client.get(f"/scores?{asked}").content.decode()


def test_a_unit_as_a_workbook_and_a_body_without_a_card(client_of: ClientOf) -> None:
    client = client_of("clerk")
    book = client.get(f"{UNIT}?format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))

    assert rows[1] == ("部分", "计分项", "满分", "得分", "怎样得来")
    assert any(row[0] == "合计" for row in rows)
    assert "没有给G11组织计分的考评" in client.get("/scores/organisations/G11").content.decode()
    assert client.get("/scores/organisations/C1").headers["Location"] == f"{reverse('score-table')}?at=C1"
    assert client.get(f"{reverse('score-table')}?at=B1").status_code == 200


def test_a_past_year_is_kept_by_the_body_above(
    client_of: ClientOf, county: dict[str, Organisation]
) -> None:
    client, past = client_of("clerk"), dt.date(clock.today().year - 1, 1, 1)
    asked = {"at": "C1", "card": CARD, "in": past.isoformat()}

    table = client.get(f"{reverse('score-table')}?{urlencode(asked)}").content.decode()
    kept = client.post(reverse("score-keep"), asked, follow=True).content.decode()
    running = client.post(reverse("score-keep"), asked | {"in": clock.today().isoformat()}, follow=True)

    assert "先请各组织看过自己的分和依据" in table
    assert "个组织。以后改动数据，这些结果不再变" in kept
    assert "才满，满了以后再定稿" in running.content.decode()
    assert KeptScore.objects.count() == 2
    assert client_of("secretary").post(reverse("score-keep"), asked).status_code in (403, 404)
    unit = client_of("secretary").get(f"{UNIT}?in={past}").content.decode()
    assert "定稿。" in unit
