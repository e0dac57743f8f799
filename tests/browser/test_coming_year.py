"""The coming year on a leader's phone: found from the desk, subscribed with one tap, given back, printed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, sign_in

COLD = 60_000  # ms: the first forecast after a start compiles its rules


def test_from_the_desk_to_the_calendar_and_back(phone: Page, site: Site) -> None:
    sign_in(phone, site, "leader")
    phone.set_default_timeout(COLD)
    phone.get_by_role("link", name="今后十二个月").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("今后要办的事")
    expect(phone.get_by_text("开展党小组会").first).to_be_visible()

    phone.get_by_role("button", name="订到手机日历").click()
    address = phone.get_by_label(re.compile("把这个地址加到")).input_value()
    by_tap = phone.get_by_role("link", name="用这台设备的日历打开").get_attribute("href")
    assert by_tap == "webcal" + address.removeprefix("http")
    assert phone.request.get(address).text().count("SUMMARY:已过期") <= 1

    phone.goto("/account")
    phone.get_by_role("button", name=re.compile("停用")).first.click()
    assert phone.request.get(address).status == 404


def test_steps_and_months_are_large_enough_for_a_thumb(phone: Page, site: Site) -> None:
    sign_in(phone, site, "leader")
    phone.set_default_timeout(COLD)
    phone.get_by_role("link", name="今后十二个月").click()

    for part in (".around summary", ".agenda-months a"):
        box = phone.locator(part).first.bounding_box()
        assert box is not None
        assert box["height"] >= 40, part


def test_a_printed_agenda_has_no_closed_drawers(page: Page, site: Site) -> None:
    sign_in(page, site, "leader")
    page.set_default_timeout(COLD)
    page.get_by_role("link", name="今后十二个月").click()
    page.emulate_media(media="print")

    expect(page.locator(".around").first).to_be_hidden()
    expect(page.get_by_role("button", name="订到手机日历")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_finding_of_a_day_without_it_leads_back(page: Page, site: Site) -> None:
    sign_in(page, site, "secretary")
    page.set_default_timeout(COLD)
    page.goto("/verdicts?status=unmet")
    page.get_by_role("link", name="看事实").first.click()
    page.locator("#on").fill("2019.1.1")
    page.get_by_role("button", name="看这一天").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2019-01-01 那天没有这条结论")

    page.get_by_role("link", name="看今天的结论").click()
    expect(page.get_by_role("heading", name="依据", exact=True)).to_be_visible()
