"""A real browser before the real server: the site on a data folder of its own with the demo county."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """The running server."""

    address: str
    data: Path

    def zhibu(self, *words: str) -> str:
        """Run a command of the command line on the same data; its output."""
        return zhibu(self.data, *words)

    def password(self, username: str) -> str:
        """The password of a demo account, as the first start printed it."""
        for line in (self.data / "demo-accounts.txt").read_text("utf-8").splitlines():
            words = line.split()
            if words and words[0] == username:
                return words[1]
        raise KeyError(username)


def sign_in(page: Page, site: Site, username: str, password: str = "") -> None:
    """Sign in with a demo account (county, organs, secretary, leader, member), or one of a test's own with its password."""
    page.goto("/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[type=password]").fill(password or site.password(username))
    page.locator("form:has(input[type=password]) [type=submit]").click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def zhibu(data: Path, *words: str) -> str:
    environment = {**os.environ, "ZHIBU_DATA": str(data), "ZHIBU_DATABASE_URL": ""}
    environment["PYTHONPATH"] = str(ROOT / "src")
    environment["DJANGO_SETTINGS_MODULE"] = "zhibu.config.settings"
    command = [sys.executable, "-m", "zhibu", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"zhibu {' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer at {address}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`zhibu serve` with the demo county, once for all browser tests."""
    data = tmp_path_factory.mktemp("site")
    zhibu(data, "manage", "migrate", "--noinput", "--verbosity", "0")
    zhibu(data, "demo", "load")
    port = free_port()
    environment = {**os.environ, "ZHIBU_DATA": str(data), "ZHIBU_DATABASE_URL": ""}
    environment["PYTHONPATH"] = str(ROOT / "src")
    environment["DJANGO_SETTINGS_MODULE"] = "zhibu.config.settings"
    words = [sys.executable, "-m", "zhibu", "serve", "--port", str(port), "--no-work"]
    process = subprocess.Popen(words, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(address, process)
        yield Site(address, data)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; playwright brings none of its own."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("缺少 chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


class Watch:
    """Sees to it that no request leaves the machine and no page breaks its own security policy."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.outside: list[str] = []
        self.complaints: list[str] = []
        context.route("**/*", self._route)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _route(self, route: Route) -> None:
        if route.request.url.startswith((f"{self.home}/", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def verify(self) -> None:
        assert self.outside == [], f"requests that would leave the machine: {self.outside}"
        assert self.complaints == [], f"the browser complains: {self.complaints}"


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a context of its own: `open_page(PHONE)`, `javascript=False`, ..."""
    watches: list[tuple[BrowserContext, Watch]] = []

    def open_one(size: dict[str, int] | None = None, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport=size or DESK,  # type: ignore[arg-type]  # a plain dict with the two keys
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        watches.append((context, Watch(context, site.address)))
        return context.new_page()

    yield open_one
    for context, watch in watches:
        context.close()
        watch.verify()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk's screen."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page as narrow as a phone (390 px)."""
    return open_page(PHONE)


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page: one line for each rule broken, with the elements."""
    source = AXE.read_text("utf-8")

    def run(page: Page) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{found['id']}: {found['help']} -> {[node['target'] for node in found['nodes'][:3]]}"
            for found in result["violations"]
        ]

    return run


@pytest.fixture
def picture() -> Callable[..., Path]:
    """Keep a screenshot in test-results; those that the README shows in docs/screenshots, when
    ZHIBU_PICTURES=1."""
    shown = (ROOT / "README.md").read_text("utf-8")
    keep = os.environ.get("ZHIBU_PICTURES") == "1"

    def take(page: Page, name: str, *, full_page: bool = False) -> Path:
        kept = keep and f"docs/screenshots/{name}.png" in shown
        folder = ROOT / "docs" / "screenshots" if kept else ROOT / "test-results" / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.png"
        page.screenshot(path=file, full_page=full_page)
        return file

    return take
