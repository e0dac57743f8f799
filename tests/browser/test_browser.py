"""The browser itself: that what a test would be told wrongly is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watch

HOME = "http://127.0.0.1:9"


def test_a_request_that_leaves_the_machine_is_stopped_and_seen(browser: Browser) -> None:
    context = browser.new_context()
    watch = Watch(context, HOME)
    page = context.new_page()
    page.set_content("<title>x</title><img src='http://elsewhere.invalid/a.png' alt=''>")
    page.wait_for_timeout(100)
    context.close()

    with pytest.raises(AssertionError, match=r"elsewhere\.invalid"):
        watch.verify()


def test_axe_finds_a_picture_without_words(
    browser: Browser, violations: Callable[[Page], list[str]]
) -> None:
    page = browser.new_page()
    page.set_content("<html lang='zh'><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")

    assert [line.split(":")[0] for line in violations(page)] == ["image-alt"]


def test_chinese_is_drawn_with_a_font_that_has_it(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.set_content("<span id=a style='font-size:40px'>䶮</span><span id=b style='font-size:40px'>\ufffe</span>")
    drawn = [page.locator(name).screenshot(path=tmp_path / f"{name[1]}.png") for name in ("#a", "#b")]

    assert drawn[0] != drawn[1]
