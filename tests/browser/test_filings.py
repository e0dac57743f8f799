"""A filing there and back on a phone: written, sent, put on file by the body above, seen by the branch."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Site, sign_in

TITLE = "关于三季度组织生活情况的报告"


def test_a_report_goes_up_and_comes_back_read(open_page: Callable[..., Page], site: Site) -> None:
    secretary, clerk = open_page(PHONE), open_page(PHONE, javascript=False)
    sign_in(secretary, site, "secretary")
    secretary.goto("/filings")
    secretary.get_by_role("link", name="写报送件").click()
    secretary.get_by_role("button", name="写好了").click()
    expect(secretary.get_by_text("还没有写标题。")).to_be_visible()
    secretary.get_by_label("标题").fill(TITLE)
    secretary.get_by_label("正文").fill("三季度开了三次党小组会、一次组织生活会。")
    secretary.get_by_label("附件").fill("组织生活会记录")
    secretary.get_by_role("button", name="写好了").click()
    expect(secretary.get_by_role("heading", level=1)).to_have_text(TITLE)
    secretary.get_by_role("button", name="报送").click()
    expect(secretary.get_by_role("status").or_(secretary.locator(".note")).first).to_contain_text("文号 机一支〔")
    address = secretary.url

    sign_in(clerk, site, "county")
    clerk.goto("/filings?box=in")
    clerk.get_by_role("link", name=TITLE).click()
    clerk.get_by_role("button", name="先签收").click()
    clerk.get_by_label("说明").first.fill("已转党建办")
    clerk.get_by_role("button", name="已阅").click()
    expect(clerk.get_by_text("已办结").first).to_be_visible()

    secretary.goto(address)
    for what in ("报送", "签收", "已阅"):
        expect(secretary.locator(".rows .t", has_text=re.compile(f"^{what}$"))).to_be_visible()
    expect(secretary.get_by_text("已转党建办")).to_be_visible()
    assert secretary.request.get(address.replace("/one/", "/paper/")).body().startswith(b"%PDF")
    for page in (secretary, clerk):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_case_of_the_demo_branch_shows_its_steps_and_passes_axe(
    phone: Page, site: Site, violations: Callable[[Page], list[str]]
) -> None:
    sign_in(phone, site, "secretary")
    phone.goto("/cases")
    phone.get_by_role("link", name="党小组设置、调整和撤销").click()

    expect(phone.locator(".way > .is-done").first).to_contain_text("支部研究决定")
    expect(phone.locator(".next")).to_contain_text("等它办")
    assert violations(phone) == []
    phone.goto("/filings?box=out")
    assert violations(phone) == []
