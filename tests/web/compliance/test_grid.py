"""The grid of duties."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from zhibu.kernel import clock


def test_grid_works_and_shows_a_line_for_each_branch(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid").content.decode()

    assert [name for name in ("B1组织", "B2组织") if name in page] == ["B1组织", "B2组织"]
    assert 'class="group' not in page


def test_unfolding_shows_duties_and_groups_without_scripts(
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("clerk")
    page = client.get("/grid?open=B1").content.decode()
    assert "G11组织" in page

    page = client.get("/grid?open=B1&open=G11").content.decode()
    assert "党小组会一般每月至少开一次" in page


def test_each_row_covers_twelve_months(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid?open=B1&open=G11").content.decode()
    for row in re.findall(r"<tr class=\"(?:org|group|duty).*?</tr>", page, re.S):
        cells = re.findall(r"<td(?: colspan=\"(\d+)\")?(?: class=\"q\")?>", row)
        assert sum(int(span or 1) for span in cells) == 12


def test_every_sign_has_a_word(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid?open=B1&open=G11").content.decode()
    cells = re.findall(r"<a class=\"cell v-(\w+)\" href=\"[^\"]+\" aria-label=\"([^\"]+)\"", page)

    assert cells
    words = {"met": "符合", "unmet": "未达到", "deviation": "偏离", "pending": "待办"}
    assert all(words[status] in label for status, label in cells if status in words)


def test_only_misses_leaves_out_what_is_met(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid?misses=1&open=B1&open=G11").content.decode()

    assert "v-met" not in re.sub(r'<p class="legend".*?</p>', "", page, flags=re.S)
    assert "一个党小组至少 3 人" in page


def test_a_past_day_is_told(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid?on=2024-06-30").content.decode()

    assert "2024年" in page
    assert "2024-06-30 那天核查" in page


@pytest.mark.parametrize("year", ["1800", "x", "99999", "2999"])
def test_a_senseless_year_is_this_year(client_of: Callable[[str], Client], year: str) -> None:
    page = client_of("clerk").get(f"/grid?year={year}").content.decode()

    assert f"{clock.today().year}年</h1>" in page


def test_grid_exports_what_is_shown(client_of: Callable[[str], Client]) -> None:
    answer = client_of("clerk").get("/grid?format=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))

    assert [row[0] for row in rows[2:4]] == ["B1组织", "B2组织"]
    assert {cell for row in rows[2:4] for cell in row[1:13] if cell} <= set("✓○✕△◇?－")
    assert rows[1][1:13] == tuple(f"{month}月" for month in range(1, 13))


def test_grid_line_gives_one_body(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid/line?line=B1&open=B1").content.decode()

    assert page.startswith('<tbody id="o-B1">')
    assert "G11组织" in page


def test_the_workbook_of_one_group_has_its_duties(client_of: Callable[[str], Client]) -> None:
    client = client_of("leader")
    answer = client.get("/grid?format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    titles = [str(row[0]) for row in rows]

    assert any(
        "党小组会一般每月至少开一次（娄直发〔2023〕8号 第五条）" in title for title in titles
    )
    assert any(title.strip().startswith("对组员本人：") for title in titles)


@pytest.mark.parametrize("role", ["leader", "secretary", "clerk"])
@pytest.mark.parametrize("on", ["", "&on=2026-03-31"])
def test_a_group_s_grid_has_what_is_asked_of_its_members(
    client_of: Callable[[str], Client], role: str, on: str
) -> None:
    client = client_of(role)
    page = client.get(f"/grid?at=G11{on}").content.decode()
    rows = re.findall(r'<tr class="duty.*?</tr>', page, re.S)
    theirs = [row for row in rows if "对组员本人 · " in row]

    assert theirs
    assert len(theirs) < len(rows)
    shared = [html.unescape(one) for row in theirs for one in re.findall(r'href="(/verdicts\?[^"]+)"', row)]
    for address in [*shared[:2], "/verdicts?g=G11"]:
        assert "没有符合条件的结论" not in client.get(address + (on if "on=" not in address else "")).content.decode()
    assert client.get("/verdicts?g=G91").status_code == 404
