"""What holds for every page: policy of the browser, large type, error pages, no inline code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from zhibu.domain.accounts.models import User

WEB = Path("src/zhibu/web")
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|javascript:|<script(?![^>]*\ssrc=)|type=\"date\"")


def templates(root: Path) -> list[Path]:
    return sorted((root / WEB).rglob("*.html"))


def test_no_template_holds_inline_style_or_script(root: Path) -> None:
    found = [
        f"{file.name}: {match.group()}"
        for file in templates(root)
        for match in [INLINE.search(file.read_text("utf-8"))]
        if match
    ]

    assert found == [], "the security policy of the site would block it"


def test_no_page_names_another_host(root: Path) -> None:
    text = "".join(file.read_text("utf-8") for file in templates(root))
    css = "".join(file.read_text("utf-8") for file in sorted((root / WEB).rglob("*.css")))

    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []
    assert re.findall(r"url\(|@import", css) == []


def test_css_keeps_to_what_old_office_browsers_know(root: Path) -> None:
    """Chromium 86: no nesting, no :has(), no colour functions, no container queries."""
    css = "".join(file.read_text("utf-8") for file in sorted((root / WEB).rglob("*.css")))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)

    assert re.findall(r":has\(|color-mix|oklch|@container|@layer|&[ .:]|:is\(|:where\(", css) == []


def test_the_policy_allows_only_this_site(accounts: dict[str, User], client: Client) -> None:
    policy = client.get("/sign-in")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_large_type_is_kept_in_a_cookie_and_taken_back(client: Client, db: None) -> None:
    client.post("/large-type", {"large": "1", "next": "/sign-in"})
    assert '<html lang="zh-CN" class="large">' in client.get("/sign-in").content.decode()

    client.post("/large-type", {"large": "0", "next": "/sign-in"})
    assert '<html lang="zh-CN">' in client.get("/sign-in").content.decode()


@pytest.mark.parametrize("path", ["/nix", "/members/nobody", "/finding", "/adoptions/999/retire"])
def test_a_page_that_is_not_there_says_so_in_chinese(
    client_of: Callable[[str], Client], path: str
) -> None:
    answer = client_of("clerk").get(path)

    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_server_error_has_a_page_that_needs_nothing(client: Client, db: None) -> None:
    from django.test import RequestFactory
    from django.views.defaults import server_error

    page = server_error(RequestFactory().get("/")).content.decode()

    assert "服务器出错了" in page


def test_navigation_marks_where_one_is(client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get("/grid").content.decode()

    assert re.findall(r'aria-current="page">.*?</svg>([^<]+)</a>', page) == ["履职网格", "履职"]


def test_a_member_is_offered_only_what_he_may_see(client_of: Callable[[str], Client]) -> None:
    page = client_of("member").get("/more").content.decode()

    assert "我的情况" in page
    assert "履职网格" not in page
    assert "导入导出" not in page
