"""Shared fixtures: where the published data lies; which tests run; what may be skipped."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
WEB = ROOT / "tests" / "web"
# Of the page tests those that walk every address or listing, and those of odd input (test_odd_*.py: texts
# too long, marks that cannot be stored) are run on both databases.
WALKS = {WEB, WEB / "api", WEB / "layout", WEB / "compliance", WEB / "imports"} | {WEB / "planning"}  # the last: tested by its pages only
LACKS = "缺少"  # a skip whose reason begins so is about the machine, and a failure where CI=true


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that a database decides")


def of_the_database(item: pytest.Item) -> bool:
    """Whether it is to be run on PostgreSQL too: it uses the database, and not for one area's pages only."""
    walks = item.path.parent in WALKS or item.path.name.startswith("test_odd_")
    if WEB in item.path.parents and not walks:
        transaction = item.get_closest_marker("django_db")
        return transaction is not None and bool(transaction.kwargs.get("transaction"))
    uses = item.get_closest_marker("django_db") is not None
    return uses or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    kept, left = [], []
    for item in items:
        (kept if of_the_database(item) else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a test left out because the machine lacks something has failed."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith(LACKS):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: {reason} (CI=true)"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published data: `ZHIBU_SHARED`, or `shared` beside the checkout."""
    folder = Path(os.environ.get("ZHIBU_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.fail(f"published data not found at {folder}; set ZHIBU_SHARED")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What one test keeps in the cache is not there for the next, whose rows have the same numbers."""
    if settings.configured:
        cache.clear()
