"""A clerk writes a directive in the browser: head, a rule with its conditions, trial, publishing, parameters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site, sign_in
from tests.browser.test_pages import sticks_out

Violations = Callable[[Page], list[str]]
Picture = Callable[..., Path]


def looked_at(page: Page, name: str, violations: Violations, picture: Picture, wrong: list[str]) -> None:
    """At both widths: a picture, no fault that axe finds, nothing wider than the screen."""
    for size, screen in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(screen)  # type: ignore[arg-type]  # width and height
        picture(page, f"{name}-{size}")
        wrong += [f"{name}-{size}: {line}" for line in violations(page)]
        if sticks_out(page):
            wrong.append(f"{name}-{size}: wider than the screen")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height


def test_from_an_empty_list_to_a_published_rule(
    site: Site, open_page: Callable[..., Page], violations: Violations, picture: Picture
) -> None:
    wrong: list[str] = []
    page = open_page(DESK)
    page.set_default_timeout(60_000)
    sign_in(page, site, "county")
    page.goto("/directives/own")
    looked_at(page, "draft-list-empty", violations, picture, wrong)
    page.get_by_role("link", name="新写一份").first.click()
    page.get_by_label("制度编号").fill("county-own-1")
    page.get_by_label("文件名称").fill("机关支部学习办法")
    page.get_by_label("施行的第一天").fill("2025-01-01")
    looked_at(page, "draft-head", violations, picture, wrong)
    page.get_by_role("button", name="建草稿，接着写规则").click()
    looked_at(page, "draft-rule-new", violations, picture, wrong)
    page.get_by_role("link", name="一段时间里至少（至多）开展或参加几次").click()
    page.get_by_label("党课", exact=True).check()
    page.get_by_label("至少几次").fill("1")
    page.get_by_label("多久一次").select_option("quarter")
    page.get_by_label("依据第几条").fill("3")
    page.get_by_label("要求（自己的话写一句）").fill("支部每季度上两次党课")
    page.get_by_label("管哪些对象：加什么条件").select_option("kind")
    page.locator("button[value='add:when']").click()
    page.get_by_label("党支部", exact=True).check()
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="试算结果")).to_be_visible(timeout=60_000)
    expect(page.locator("#composed")).to_have_text("党支部应当做到：每季度至少 1 次开展党课。")
    looked_at(page, "draft-rule-tried", violations, picture, wrong)
    page.get_by_label("至少几次").fill("两次")
    page.get_by_role("button", name="保存", exact=True).click()
    looked_at(page, "draft-rule-wrong", violations, picture, wrong)
    page.get_by_label("至少几次").fill("2")
    page.get_by_role("button", name="保存", exact=True).click()
    looked_at(page, "draft", violations, picture, wrong)
    draft = page.url.partition("#")[0]  # a redirect keeps the anchor of the trial
    page.goto(f"{draft}/rules?kind=sequence")
    page.get_by_label("哪种程序").select_option("development")
    page.locator("button[value='item:constraints']").click()
    expect(page.get_by_label("前一步")).to_be_visible()
    looked_at(page, "draft-rule-sequence", violations, picture, wrong)
    page.goto(f"{draft}/lists/articles")
    looked_at(page, "draft-articles", violations, picture, wrong)
    page.goto(f"{draft}/lists/scorecards/new")
    looked_at(page, "draft-scorecard", violations, picture, wrong)
    page.goto(f"{draft}/lists/cases/new?rule=R-1")
    page.get_by_label("样例说的是什么").fill("没有上党课")
    page.get_by_role("button", name="跑一遍", exact=True).last.click()
    expect(page.get_by_role("heading", name="跑出来的结论")).to_be_visible(timeout=60_000)
    looked_at(page, "draft-case-ran", violations, picture, wrong)
    page.goto("/directives/own")
    looked_at(page, "draft-list", violations, picture, wrong)
    page.goto("/directives/loudi-groups-2023/parameters")
    looked_at(page, "parameter-list", violations, picture, wrong)
    assert wrong == []
