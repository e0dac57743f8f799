"""Signing in with a demo account, as each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

ROLES = ("county", "organs", "secretary", "leader", "member")


def test_the_sign_in_page_is_accessible_on_desk_and_phone(
    page: Page, phone: Page, violations: Callable[[Page], list[str]]
) -> None:
    for one in (page, phone):
        one.goto("/")
        expect(one.locator("input[type=password]")).to_be_visible()
        assert violations(one) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_demo_account_comes_to_its_desk(
    role: str, page: Page, site: Site, violations: Callable[[Page], list[str]]
) -> None:
    sign_in(page, site, role)

    assert page.locator("main h1").count() == 1
    assert violations(page) == []


def test_a_person_signs_in_without_javascript(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(javascript=False)
    sign_in(page, site, "secretary")

    assert page.locator("main h1").count() == 1


def test_no_passkey_is_offered_where_browsers_take_none(page: Page, open_page: Callable[..., Page]) -> None:
    for one in (page, open_page(javascript=False)):  # the site is opened by its bare address, or without scripts
        one.goto("/sign-in")
        expect(one.get_by_role("button", name="用通行密钥")).to_be_hidden()
