"""Passkeys in Chromium with a virtual authenticator: added, used to sign in, as second step, to confirm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Site, Watch, sign_in

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def local(browser: Browser, site: Site) -> Iterator[Page]:
    """The site by the name `localhost`: a number is no name, and browsers want a name for passkeys."""
    address = site.address.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]  # a plain dict
    context.set_default_timeout(10_000)
    watch = Watch(context, address)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    watch.verify()


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in")


def test_a_passkey_from_adding_to_removing(local: Page, site: Site) -> None:
    page = local
    sign_in(page, site, "member")
    page.goto("/account/factors")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("给它起个名字").fill("办公室的电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/recovery/show")
    codes = page.locator("ol li").all_inner_texts()
    assert len(codes) == 10
    page.reload()
    expect(page.locator("ol li")).to_have_count(0)  # shown once

    sign_out(page)
    page.get_by_role("button", name="用通行密钥").click()  # no name, no password
    page.wait_for_url(lambda address: "sign-in" not in address)

    sign_out(page)
    page.locator("input[name=username]").fill("member")
    page.locator("input[type=password]").fill(site.password("member"))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/sign-in/code**")  # the password alone does not sign in any more
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url(lambda address: "sign-in" not in address)

    sign_out(page)
    page.locator("input[name=username]").fill("member")
    page.locator("input[type=password]").fill(site.password("member"))
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_label("动态码").fill(codes[0])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda address: "sign-in" not in address)

    page.goto("/account/confirm?next=/account/factors")
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/account/factors")
    expect(page.get_by_text("办公室的电脑").first).to_be_visible()
    page.get_by_role("button", name="删掉").click()
    expect(page.get_by_text("现在只用密码登录")).to_be_visible()


def test_a_refusal_of_the_browser_is_told_in_words(local: Page) -> None:
    page = local
    page.goto("/sign-in")
    page.get_by_role("button", name="用通行密钥").click()  # the authenticator holds none

    expect(page.locator("[data-passkey-says]")).to_contain_text("没有完成", timeout=70_000)
