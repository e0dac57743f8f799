"""Every page as each role, on a desk's screen and on a phone: accessible, nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site, sign_in

Violations = Callable[[Page], list[str]]
Picture = Callable[..., Path]
SIZES = {"desk": DESK, "phone": PHONE}
# role -> address -> name of its picture; "" stays on the page that a click led to
PAGES = {
    "county": {
        "/": "desk-clerk",
        "/grid": "grid",
        "/grid?year=2025": "grid-past",
        "/organisations": "organisation-upper",
        "/directives": "directive-list",
        "/directives/loudi-groups-2023": "directive",
        "/directives/town-life-2020/activate": "adoption-activate",
        "/verdicts?status=unmet": "verdict-list",
        "/search?q=云岭": "search",
        "/scores": "score-table",
        "/waivers": "waiver-list",
        "/waivers/record": "waiver-record",
        "/trials/directives/county-groups-2017": "directive-try",
    },
    "secretary": {
        "/": "desk-secretary",
        "/organisations": "organisation",
        "/forecast/organisations/ZH-01-JG-1": "organisation-forecast",
        "/burden/organisations/ZH-01-JG-1": "organisation-burden",
        "/directives/compare?at=ZH-01-JG-1": "directive-compare",
        "/search?q=谈心": "search-articles",
        "/account": "account",
        "/account/password": "password-change",
        "/more": "more",
    },
    "leader": {
        "/": "desk-leader",
        "/grid": "grid-group",
        "/forecast/organisations/ZH-01-JG-1-Z1": "group-forecast",
    },
    "member": {"/": "desk-member", "/organisations": "member", "/nix": "not-found"},
}


def sticks_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible_and_fit(
    role: str,
    size: str,
    site: Site,
    open_page: Callable[..., Page],
    violations: Violations,
    picture: Picture,
) -> None:
    page = open_page(SIZES[size])
    sign_in(page, site, role)
    wrong = []
    for address, name in PAGES[role].items():
        page.goto(address)
        assert page.locator("main h1").count() == 1, address
        picture(page, f"{name}-{size}")
        wrong += [f"{address}: {line}" for line in violations(page)]
        if sticks_out(page):
            wrong.append(f"{address}: wider than the screen")

    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
def test_a_finding_is_accessible_and_fits(
    size: str,
    site: Site,
    open_page: Callable[..., Page],
    violations: Violations,
    picture: Picture,
) -> None:
    page = open_page(SIZES[size])
    sign_in(page, site, "secretary")
    page.goto("/verdicts?status=unmet&status=deviation")
    page.get_by_role("link", name="看事实").first.click()
    expect(page.get_by_role("heading", name="依据", exact=True)).to_be_visible()
    picture(page, f"finding-{size}", full_page=True)

    assert violations(page) == []
    assert not sticks_out(page)


def test_large_type_fits_on_a_phone(
    phone: Page, site: Site, violations: Violations, picture: Picture
) -> None:
    sign_in(phone, site, "secretary")
    phone.goto("/account")
    phone.get_by_role("button", name="改成大字").click()
    wrong = []
    for address in ("/", "/grid", "/organisations", "/directives/loudi-groups-2023", "/verdicts"):
        phone.goto(address)
        assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        wrong += [f"{address}: {line}" for line in violations(phone)]
        if sticks_out(phone):
            wrong.append(f"{address}: wider than the screen")
    phone.goto("/")
    picture(phone, "desk-secretary-phone-large")

    assert wrong == []


def test_print_has_no_navigation_and_keeps_signs(page: Page, site: Site, picture: Picture) -> None:
    sign_in(page, site, "county")
    page.goto("/grid")
    page.emulate_media(media="print")
    picture(page, "grid-print")

    for part in (".side", ".top", ".bar", ".pager .btn"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".grid .cell svg").first).to_be_visible()
    expect(page.locator(".print-foot")).to_be_visible()
