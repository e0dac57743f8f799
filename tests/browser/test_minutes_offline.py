"""What is typed into minutes survives a lost connection, an ended sign-in and a closed page; signing out empties the device."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, Site, sign_in

SAID = "textarea[name='item.p01.said']"
STATE = "[data-draft-state]"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A phone of its own, with its own store."""
    context = browser.new_context(base_url=site.address, viewport=PHONE, locale="zh-CN")
    yield context
    context.close()


def open_minutes(page: Page) -> str:
    """The record page of a meeting of the leader's group whose minutes can be written; its address."""
    page.goto("/minutes?state=handed")
    page.locator("table a").first.click()
    page.wait_for_selector(SAID)
    return page.url


def told(page: Page, words: str) -> None:
    page.locator(STATE, has_text=words).wait_for(timeout=20_000)


def keys(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('zhibu-minutes:'))")
    return found


def test_no_word_is_lost(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    sign_in(page, site, "leader")
    address = open_minutes(page)
    page.fill(SAID, "在线写的一句。")
    told(page, "草稿已存")
    phone.set_offline(True)
    page.fill(SAID, "在线写的一句。断网写的一句。")
    told(page, "没有网，写的字存在这台手机上")
    page.click("button[value=save]")
    told(page, "现在没有网，还没有交出去")
    assert page.input_value(SAID) == "在线写的一句。断网写的一句。"
    page.close()
    phone.set_offline(False)

    again = phone.new_page()
    again.goto(address)
    told(again, "草稿已存")
    assert again.input_value(SAID) == "在线写的一句。断网写的一句。"

    phone.clear_cookies()
    again.fill(SAID, "在线写的一句。断网写的一句。过期以后写的一句。")
    told(again, "登录过期了")
    again.close()

    last = phone.new_page()
    sign_in(last, site, "leader")
    last.goto(address)
    told(last, "草稿已存")
    assert last.input_value(SAID) == "在线写的一句。断网写的一句。过期以后写的一句。"
    last.click("button[value=save]")
    last.locator(STATE, has_text="版").wait_for()
    assert keys(last) == []

    last.fill(SAID, "没有存就退出。")
    told(last, "草稿已存")
    assert keys(last) != []
    last.goto("/account")
    last.click("form[action*=sign-out] button")
    last.wait_for_url(lambda url: "sign-in" in url)
    assert keys(last) == []


def test_two_on_two_phones_lose_nothing(browser: Browser, site: Site) -> None:
    pages: dict[str, Page] = {}
    for who in ("leader", "secretary"):
        page = browser.new_context(base_url=site.address, viewport=PHONE, locale="zh-CN").new_page()
        sign_in(page, site, who)
        pages[who] = page
    address = open_minutes(pages["leader"])
    leader, secretary = pages["leader"], pages["secretary"]
    leader.fill(SAID, "开头一句。中间一句。结尾一句。")
    leader.click("button[value=save]")
    leader.locator(STATE, has_text="版").wait_for()
    secretary.goto(address)
    leader.fill(SAID, "开头改过一句。中间一句。结尾一句。")
    secretary.fill(SAID, "开头一句。中间一句。结尾也改过一句。")
    leader.click("button[value=save]")
    leader.wait_for_load_state()
    secretary.click("button[value=save]")
    secretary.wait_for_load_state()
    leader.goto(address)
    assert leader.input_value(SAID) == "开头改过一句。中间一句。结尾也改过一句。"
    for page in pages.values():
        page.context.close()
