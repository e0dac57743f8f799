"""The import in a browser: a workbook in, confirmed, a finding with its article, and undone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site, sign_in
from tests.domain.imports.books import book, person, register, roster

Violations = Callable[[Page], list[str]]
TOP = "中共甲县直属机关工作委员会"
FIRST, SECOND = "中共甲县试验站支部委员会", "中共甲县观测站支部委员会"
WHOLE_NUMBER = re.compile(r"(?<![\d.])\d{11,}[Xx]?")


@pytest.fixture
def workbooks(tmp_path: Path) -> list[Path]:
    """A register of two branches and a roster in which one birth date is not that of the ID number."""
    doubtful = list(person(3, "王三", SECOND))
    doubtful[4] = "1981-02-02"
    people = roster(person(1, "张一", FIRST), person(2, "李二", FIRST), tuple(doubtful))
    files = {
        "组织名册.xlsx": register((FIRST, "2020-03-01"), (SECOND, "2021-03-01")),
        "花名册.xlsx": people,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in files]


@pytest.fixture
def with_a_group(tmp_path: Path) -> list[Path]:
    """A register with a branch and its party group, whose duties the directive names; its roster."""
    headings = ("序号", "党组织名称", "组织类别", "成立时间", "备注")
    rows = (
        ("一", TOP, "工作委员会", "1990-07-01", ""),
        ("（一）", FIRST, "党支部", "2020-03-01", ""),
        ("1", "第一党小组", "党小组", "2020-04-01", ""),
    )
    files = {"组织名册.xlsx": book("党组织名册", headings, rows)}
    files["花名册.xlsx"] = roster(
        *(person(n, f"赵{c}", FIRST) for n, c in enumerate("一二三四", 1))
    )
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in files]


def upload(page: Page, workbooks: list[Path]) -> None:
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(workbooks)
    page.get_by_role("button", name="上传，看预览").click()
    expect(page.get_by_role("heading", name="导入预览")).to_be_visible()


def unfold(page: Page, title: str) -> None:
    family = page.locator("details.family", has_text=title)
    if family.get_attribute("open") is None:
        family.locator("summary").click()


def test_import_confirm_finding_article_undo(
    page: Page, site: Site, with_a_group: list[Path]
) -> None:
    sign_in(page, site, "organs")
    page.set_default_timeout(60_000)
    upload(page, with_a_group)
    address = page.url
    unfold(page, "名册最上面的组织是哪一个")
    page.get_by_label("就是“县直属机关工委”").check()
    page.get_by_role("button", name="记下回答，重新算").first.click()
    page.get_by_role("button", name=re.compile("确认写入")).click()
    expect(page.get_by_role("heading", name="导入结果：已写入")).to_be_visible(timeout=90_000)

    page.goto(f"/search?q={FIRST}")
    page.locator("main").get_by_role("link", name=re.compile("试验站")).first.click()
    body = page.url.rstrip("/").rsplit("/", 1)[-1].partition("?")[0]
    page.goto(f"/verdicts?at={body}")
    page.locator("main a[href*='/finding']").first.click()
    expect(page.get_by_role("heading", name="查到的事实")).to_be_visible()
    gist = page.locator(".article p:not(.from)").inner_text()
    assert len(gist) > 5

    page.goto(address)
    page.get_by_role("button", name="整批撤销这次导入").click()
    expect(page.get_by_text("已整批撤销")).to_be_visible(timeout=90_000)
    page.goto(f"/search?q={FIRST}")
    expect(page.locator("main").get_by_role("link", name=re.compile("试验站"))).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=("desk", "phone"))
def test_preview_is_accessible_and_covers_numbers(
    size: dict[str, int], site: Site, workbooks: list[Path],
    open_page: Callable[..., Page], violations: Violations,
) -> None:  # fmt: skip
    page = open_page(size, javascript=True)
    sign_in(page, site, "organs")
    upload(page, workbooks)
    unfold(page, "出生日期和身份证号里的不同")

    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.locator("details.family input[value=leave]").count() > 0
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert WHOLE_NUMBER.findall(page.locator("main").inner_text()) == []
    page.get_by_role("button", name="放弃").click()


def test_import_works_without_javascript(
    site: Site, workbooks: list[Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(javascript=False)
    sign_in(page, site, "organs")
    page.goto("/imports")
    page.locator("input[name=day]").fill(f"{dt.date.today():%Y.%m.%d}")
    page.locator("input[type=file]").set_input_files(workbooks)
    page.get_by_role("button", name="上传，看预览").click()
    unfold(page, "名册最上面的组织是哪一个")
    page.get_by_label("先留着，名册里的组织都不写入").check()
    page.get_by_role("button", name="记下回答，重新算").first.click()

    expect(page.get_by_text("回答已记下")).to_be_visible()
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("没有写入任何数据")).to_be_visible()
