"""A clerk's ways through the site: with the mouse, with the keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in


def test_from_the_desk_to_a_finding_and_its_article(page: Page, site: Site) -> None:
    sign_in(page, site, "secretary")
    page.get_by_role("link", name="看怎么补").first.click()
    expect(page.get_by_role("heading", name="查到的事实")).to_be_visible()
    expect(page.get_by_role("heading", name="怎么补")).to_be_visible()
    gist = page.locator(".article p:not(.from)").inner_text()

    page.get_by_role("link", name="看全部条文").click()

    expect(page.get_by_role("table", name="条文要义及由什么落实")).to_contain_text(gist)


def test_unfolding_a_line_stays_on_the_page(
    page: Page, site: Site, picture: Callable[..., Path]
) -> None:
    sign_in(page, site, "county")
    page.goto("/grid")
    page.locator("tr.org th a").nth(2).click()
    expect(page.locator("tr.org.open")).to_have_count(1)
    page.locator("tr.group th a").first.click()
    expect(page.locator("tr.group.open")).to_have_count(1)
    assert page.url.endswith("/grid")
    picture(page, "grid-open-desk")

    page.locator("tr.org.open th a").click()

    expect(page.locator("tr.org.open")).to_have_count(0)


def test_the_tip_of_a_citation_opens_on_focus(page: Page, site: Site) -> None:
    sign_in(page, site, "county")
    cite = page.locator(".rows .cite").first
    expect(cite.locator(".tip")).to_be_hidden()
    cite.focus()

    expect(cite.locator(".tip")).to_be_visible()


def test_keyboard_alone(page: Page, site: Site) -> None:
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#id_username").focus()
    page.keyboard.type("county")
    page.keyboard.press("Tab")
    page.keyboard.type(site.password("county"))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    expect(page.locator("main h1")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.goto("/grid")
    page.locator("tr.org th a").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.org.open")).to_have_count(1)
    page.locator("tr.duty .cell[href]").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator("main h1")).to_be_visible()
    assert "/finding" in page.url or "/verdicts" in page.url


def test_everything_works_without_javascript(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(javascript=False)
    sign_in(page, site, "county")
    page.goto("/grid")
    page.locator("tr.org th a").nth(2).click()
    assert page.locator("tr.org.open").count() == 1
    page.locator("#duty").select_option(index=1)
    page.get_by_label("只看没做到的").check()
    page.get_by_role("button", name="按这些看").click()
    assert "misses=1" in page.url

    page.goto("/directives/town-life-2020/activate")
    page.locator("#id_organisation").fill("青溪镇党委")  # many: a field that narrows a list
    page.locator("#id_since").fill("2026.1.1")
    page.get_by_role("button", name="先试算").click()
    expect(page.get_by_role("heading", name="会多出这些结论")).to_be_visible(timeout=60_000)

    page.goto("/organisations")
    page.locator("#on").fill("20260301")
    page.get_by_role("button", name="看这一天").click()
    expect(page.get_by_text("2026-03-01 那天的样子")).to_be_visible()


def test_a_list_is_downloaded_as_a_workbook(page: Page, site: Site) -> None:
    sign_in(page, site, "organs")
    page.goto("/grid")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()

    assert download.value.suggested_filename.endswith(".xlsx")
