"""The pages of organisational life, each role on one page object: accessible, and nothing sticks out, wide, narrow and in large type.

An address after ` > ` is looked for among the links of the page before it, by how it begins: keys of the demo are made
anew each time. A kind of page is looked at once, as the role that sees most of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site, sign_in
from tests.browser.test_pages import sticks_out

Violations = Callable[[Page], list[str]]
PAGES = {
    "leader": (
        "/own", "/work", "/meetings", "/meetings > /meetings/act_", "/meetings/calendar", "/meetings/plan",
        "/meetings/plan > ?organisation=", "/meetings/plan > /meetings/series?", "/attendance/making-up",
        "/minutes", "/minutes?state=handed > /minutes/", "/minutes?state=handed > /minutes/ > /minutes/versions/",
        "/signals", "/plans", "/notices", "/notices/settings", "/tasks", "/tasks/give", "/tasks > /tasks/task_", "/opinions",
        "/opinions/take", "/talks", "/talks?view=matrix", "/talks/record", "/reports", "/reports/write", "/study", "/study?view=ledger",
        "/study?view=hours", "/study?view=materials", "/study?view=notes", "/study/mine", "/study/record", "/life",
        "/life > /life/act_", "/life > /life/act_ > /files/add/", "/measures", "/measures > /measures/", "/appraisals",
        "/appraisals > /appraisals/apr_", "/yearly", "/yearly > /yearly/year_", "/activity-types",
        "/activity-types > /activity-types/party_group_meeting",
    ),
    "secretary": (
        "/meetings/consents", "/meetings/notices", "/ > /attendance/", "/ > /attendance/ > /attendance/code/", "/plans > /plans/pln_",
        "/plans > /plans/pln_ > /plans/change/", "/minutes-templates", "/notices/sent", "/notices/channels", "/bylaws",
        "/bylaws > /bylaws/byl_", "/opinions > /opinions/op_", "/opinions/box/ZH-01-JG-1", "/reports", "/commitments",
        "/commitments > /commitments/com_", "/appraisals/plan", "/dual", "/signals/inspect", "/tasks/monthly",
    ),
    "county": ("/meetings", "/minutes", "/study", "/yearly/missing", "/activity-types/new"),
    "member": ("/own", "/sign", "/opinions/put", "/notices"),
}  # fmt: skip


def follow(page: Page, entry: str) -> None:
    """Open the address, then go on by its links."""
    address, *onward = entry.split(" > ")
    page.goto(address)
    for wanted in onward:
        page.goto(page.locator(f"main a[href^='{wanted}']:not([href*='format='])").first.evaluate("link => link.href"))


def faults(page: Page, violations: Violations, name: str) -> list[str]:
    """What is wrong with a page, wide, narrow and narrow in large type."""
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict with the two keys
        found += [f"{name} {size['width']}: {line}" for line in violations(page)]
        if sticks_out(page):
            found.append(f"{name} {size['width']}: wider than the screen")
    page.evaluate("document.documentElement.classList.add('large')")
    if sticks_out(page):
        found.append(f"{name}: wider than the screen in large type")
    if page.locator("main h1").count() != 1:
        found.append(f"{name}: {page.locator('main h1').count()} headings of the first rank")
    if page.locator("a.btn--go:visible, button.btn--go:visible").count() > 1:
        found.append(f"{name}: more than one main button")
    return found


@pytest.mark.parametrize("role", PAGES)
def test_pages_of_organisational_life_are_accessible_and_fit(
    role: str, site: Site, open_page: Callable[..., Page], violations: Violations
) -> None:
    page = open_page(DESK)
    sign_in(page, site, role)
    wrong = []
    for entry in PAGES[role]:
        follow(page, entry)
        wrong += faults(page, violations, entry)

    assert wrong == []


def test_the_public_box_is_accessible_and_a_wrong_address_says_what_to_do(
    site: Site, open_page: Callable[..., Page], violations: Violations
) -> None:
    keeper = open_page(DESK)
    sign_in(keeper, site, "secretary")
    keeper.goto("/opinions/box/ZH-01-JG-1")
    address = str(keeper.get_by_role("link", name="看页面").get_attribute("href"))

    nobody = open_page(PHONE)
    wrong = []
    for page in (address, f"{address}/answers", f"{address}/receipt", "/o/gone"):
        nobody.goto(page)
        wrong += faults(nobody, violations, page)
    expect(nobody.get_by_text("可能换了地址")).to_be_visible()

    assert wrong == []
