"""A secretary changes a division on his phone: ticks two people, moves them, sees the rule answer, takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

Violations = Callable[[Page], list[str]]

COLD = 60_000  # ms: the first answer after a start compiles its rules


def test_a_division_is_changed_and_answered_on_a_phone(phone: Page, site: Site, violations: Violations) -> None:
    sign_in(phone, site, "secretary")
    phone.set_default_timeout(COLD)
    phone.goto("/organisations")
    phone.get_by_role("link", name="党小组", exact=True).click()
    phone.get_by_role("link", name="打开方案").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("划分党小组")

    first = phone.locator(".divide-group").first
    name = first.locator("h3").inner_text()
    before = first.locator(".seats li").count()
    for box in first.locator(".seats input").all()[: before - 2]:
        box.check()
    phone.get_by_label("勾选的党员移到").select_option(index=1)
    phone.get_by_role("button", name="移动").click()

    expect(phone.get_by_text(re.compile(r"党员人数应不少于 3，现在 2")).first).to_be_visible()
    expect(phone.locator(".divide-group", has_text=name).first.locator(".seats li")).to_have_count(2)
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert violations(phone) == []

    phone.get_by_role("button", name="撤销上一步").click()
    expect(phone.get_by_text(re.compile(r"党员人数应不少于 3，现在 2"))).to_have_count(0)
    expect(phone.locator(".divide-group").first.locator(".seats li")).to_have_count(before)
    expect(phone.get_by_role("button", name="重做")).to_be_visible()

    box = phone.locator(".seats label").first.bounding_box()
    assert box is not None
    assert box["height"] >= 44


def test_the_decision_names_the_meeting_and_what_goes_up(page: Page, site: Site, violations: Violations) -> None:
    sign_in(page, site, "secretary")
    page.set_default_timeout(COLD)
    page.goto("/organisations")
    page.get_by_role("link", name="党小组", exact=True).click()
    page.get_by_role("link", name="打开方案").click()
    page.get_by_role("link", name="登记支部的决定").click()

    expect(page.get_by_text("党小组怎样分由支部开会定，个人不能定")).to_be_visible()
    page.get_by_role("button", name="登记决定").click()
    expect(page.get_by_text("哪一个人都不能自己定")).to_be_visible()
    assert violations(page) == []
