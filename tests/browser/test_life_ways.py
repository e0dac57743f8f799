"""Organisational life with the keyboard alone, without scripts, and on paper."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Site, sign_in
from tests.browser.test_life_pages import follow
from tests.browser.test_pages import sticks_out

SAID = "textarea[name$='.said']"
A4 = {"width": 680, "height": 1000}  # px between the margins
# Whether the focus can be seen: an outline (of a hidden radio button: of its words), and no bar lies over it.
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const drawn = [at, at.nextElementSibling].some((one) => {
        const style = one && getComputedStyle(one);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const bars = ".actbar, .top, .tabs-phone";
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const seen = over !== null && (at.closest(bars) !== null || over.closest(bars) === null);
    return drawn && seen ? "" : `${at.outerHTML.slice(0, 200)} drawn: ${drawn}, seen: ${seen}`;
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; at every stop on the way the focus can be seen."""
    for _ in range(150):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == ""
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


def test_a_leader_keeps_a_record_with_the_keyboard_alone(page: Page, site: Site) -> None:
    sign_in(page, site, "leader")
    page.goto("/minutes?state=handed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation
    tab_to(page, page.locator("table a").first)
    page.keyboard.press("Enter")
    page.wait_for_selector(SAID)

    line = page.locator(".people li").filter(has=page.locator("input:checked[value=present]")).first
    person = str(line.locator("input[type=radio]").first.get_attribute("name"))
    tab_to(page, page.locator(f"[name='{person}']:checked"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"[name='{person}']:checked").get_attribute("value") == "excused"
    tab_to(page, page.locator(f"[name='{person}_why']"))
    page.keyboard.insert_text("出差")
    tab_to(page, page.locator("[name=tick_why]"))  # the record was handed over: a correction says why
    page.keyboard.insert_text("照签到表核对")
    tab_to(page, page.locator(SAID).first)
    page.keyboard.insert_text("用键盘记下的一句。")
    tab_to(page, page.locator("button[value=save]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("已存成第")).to_be_visible()
    assert "用键盘记下的一句。" in page.locator(SAID).first.input_value()
    assert page.locator(f"[name='{person}']:checked").get_attribute("value") == "excused"
    assert page.locator(f"[name='{person}_why']").input_value() == "出差"


def test_a_leader_plans_answers_and_records_without_scripts(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(PHONE, javascript=False)
    sign_in(page, site, "leader")
    page.locator("main a[href^='/attendance/answer/']").first.click()
    page.locator("[name=reason]").fill("出差")
    page.get_by_role("button", name="请假", exact=True).click()
    expect(page.locator("main")).to_contain_text("请假")
    expect(page.locator("main")).to_contain_text("出差")

    follow(page, "/meetings/plan > ?organisation=")
    page.locator("[name=theme]").fill("不用脚本也能排")
    page.locator("[name=agenda]").fill("学条例")
    page.locator("main .btn--go").click()
    expect(page.locator("main")).to_contain_text("已定下")
    expect(page.locator("main")).to_contain_text("不用脚本也能排")

    follow(page, "/minutes?state=handed > /minutes/")
    absent = str(page.locator(".people input[value=present]:checked").last.get_attribute("name"))
    page.locator("label", has=page.locator(f"[name='{absent}'][value=absent]")).click()
    page.locator("[name=tick_why]").fill("照签到表核对")
    page.locator(SAID).first.fill("没有脚本写下的一句。")
    page.locator("button[value=save]").click()
    expect(page.get_by_text("已存成第")).to_be_visible()
    expect(page.locator(SAID).first).to_have_value("没有脚本写下的一句。")
    expect(page.locator(f"[name='{absent}'][value=absent]")).to_be_checked()


def test_on_paper_there_is_no_navigation_and_nothing_is_cut_off(page: Page, site: Site) -> None:
    sign_in(page, site, "leader")
    page.set_viewport_size(A4)  # type: ignore[arg-type]  # a plain dict with the two keys
    page.emulate_media(media="print")
    for entry in (
        "/minutes?state=locked > /minutes/", "/meetings > /meetings/act_", "/plans > /plans/pln_", "/meetings > /meetings/act_ > /attendance/",
        "/study?view=ledger", "/talks?view=matrix", "/yearly > /yearly/year_",
    ):  # fmt: skip
        follow(page, entry)
        expect(page.locator("main h1")).to_be_visible()
        shown = page.locator(".top, .side, .tabs-phone, .bar, .actbar, .btn, .crumb").locator("visible=true")
        assert shown.count() == 0, f"{entry}: {shown.first.inner_text()}"
        assert not sticks_out(page), entry
