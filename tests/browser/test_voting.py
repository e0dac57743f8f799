"""A whole secret vote over HTTPS on telephones, the server restarted in the middle, checked again from the file."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, ROOT, Site, free_port, zhibu
from zhibu.kernel.certificates import own_certificate

PATIENCE = 60


class Server:
    """The site's own data behind HTTPS; can be stopped and started again on the same port."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.address = f"https://127.0.0.1:{self.port}"
        made = own_certificate(data / "certificates", "127.0.0.1")
        self.words = [sys.executable, "-m", "zhibu", "serve", "--port", str(self.port), "--no-work",
                      "--workers", "1", "--cert", str(made.cert), "--key", str(made.key)]  # fmt: skip
        self.start()

    def start(self) -> None:
        environment = {**os.environ, "ZHIBU_DATA": str(self.data), "ZHIBU_DATABASE_URL": ""}
        environment |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "zhibu.config.settings"}
        self.process = subprocess.Popen(self.words, env=environment)
        context = ssl._create_unverified_context()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(self.address, timeout=5, context=context)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail("no answer over HTTPS")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    running = Server(site.data)
    yield running
    running.stop()


@pytest.fixture
def person(browser: Browser, server: Server, site: Site) -> Iterator[Callable[[str, str], Page]]:
    """Signs in with a user name and a password, each in a browser of its own; pages are telephones'."""
    contexts: list[BrowserContext] = []

    def of(username: str, password: str) -> Page:
        context = browser.new_context(
            base_url=server.address, viewport=PHONE, locale="zh-CN", ignore_https_errors=True,  # type: ignore[arg-type]  # a plain dict
            timezone_id="Asia/Shanghai", reduced_motion="reduce", accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[type=password]").fill(password)
        page.locator("form:has(input[type=password]) [type=submit]").click()
        page.wait_for_url(lambda address: "sign-in" not in address)
        return page

    yield of
    for context in contexts:
        context.close()


def open_poll(data: Path) -> tuple[str, list[str], list[str]]:
    """The demo's open vote: its id, the voters and the tellers."""
    with sqlite3.connect(f"file:{data / 'zhibu.sqlite3'}?mode=ro", uri=True) as base:
        poll = base.execute("SELECT id FROM voting_poll WHERE state = 'open' AND means = 'electronic'").fetchone()[0]
        voters = base.execute("SELECT member_id FROM voting_voter WHERE poll_id = ? AND entitled ORDER BY 1", (poll,))
        tellers = base.execute("SELECT member_id FROM voting_teller WHERE poll_id = ? ORDER BY 1", (poll,))
        return poll, [row[0] for row in voters], [row[0] for row in tellers]


def account(site: Site, member: str) -> tuple[str, str]:
    """User name and password of a member: a demo account, or one made now."""
    with sqlite3.connect(f"file:{site.data / 'zhibu.sqlite3'}?mode=ro", uri=True) as base:
        known = base.execute("SELECT username FROM accounts_user WHERE member_id = ?", (member,)).fetchone()
    if known:
        return known[0], site.password(known[0])
    said = zhibu(site.data, "accounts", "open", f"v-{member.lower()}", "--name", "某某", "--member", member)
    found = re.search(r"密码：(\S+)", said)
    assert found
    return f"v-{member.lower()}", found[1]


def cast(page: Page, choice: int) -> str:
    """Fill in and cast; the receipt."""
    page.locator(".pick").nth(choice).click()
    page.get_by_role("button", name="投出这张票").click()
    page.wait_for_selector("#receipt:not([hidden])")
    return str(page.locator("#code").inner_text())


def draw(page: Page, poll: str) -> None:
    """Take the one slip."""
    page.goto(f"/votings/vote/{poll}")
    page.get_by_role("button", name="指纹对得上，领一张票").click()
    page.wait_for_selector("#slip:not([hidden])")


def test_a_secret_vote_from_four_telephones(
    site: Site, server: Server, person: Callable[[str, str], Page], tmp_path: Path,
    violations: Callable[[Page], list[str]], picture: Callable[..., Path],
) -> None:  # fmt: skip
    poll, voters, tellers = open_poll(site.data)
    pages = [person(*account(site, member)) for member in voters]
    draw(pages[0], poll)
    assert pages[0].locator("input:checked").count() == 0
    assert violations(pages[0]) == []
    picture(pages[0], "ballot-390", full_page=True)
    receipts = [cast(pages[0], 0)]
    for page in pages[1:]:
        draw(page, poll)
    server.stop()  # in the middle: everybody has his slip, one has cast
    server.start()
    receipts += [cast(page, 0 if number < 2 else 1) for number, page in enumerate(pages[1:])]
    pages[0].goto(f"/votings/vote/{poll}")
    assert pages[0].locator("#code").inner_text() == receipts[0]  # cast already: nothing to fill in again

    for member in tellers:
        page = person(*account(site, member))
        page.goto(f"/votings/at/{poll}")
        own = page.locator(f"form:has(input[name=teller][value='{member}'])")  # who runs the vote sees both
        own.locator("input[name=present]").fill(str(len(voters)))
        own.get_by_role("button", name="同意封箱").click()
        page.get_by_text("同意封箱，记下了").wait_for()
    secretary = person("secretary", site.password("secretary"))
    secretary.goto(f"/votings/at/{poll}")
    secretary.get_by_role("button", name="计票", exact=True).click()
    secretary.wait_for_url("**/votings/result/**")
    text = secretary.locator("main").inner_text()
    assert "得票最多" in text
    assert all(receipt in text for receipt in receipts)
    assert violations(secretary) == []

    with secretary.expect_download() as loading:
        secretary.get_by_role("link", name="校验文件").first.click()
    file = tmp_path / "result.zbv"
    loading.value.save_as(file)
    zhibu(site.data, "ballot", "verify", str(file))  # ends with 0, or this fails
    pages[1].goto(f"/votings/board/{poll}?receipt={receipts[1]}")
    assert "这张票算进去了" in pages[1].locator("main").inner_text()
