"""`zhibu work`: the loop goes on when the database does not answer for a while."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from django.db import OperationalError

from zhibu.cli import work
from zhibu.jobs import runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """Every look at the jobs; the first finds the database locked."""
    found: list[dt.datetime] = []

    def run_due(*, at: dt.datetime) -> list[str]:
        found.append(at)
        if len(found) == 1:
            raise OperationalError("database is locked")
        return ["每日重新核查：3 条结论"]

    monkeypatch.setattr(runner, "run_due", run_due)
    monkeypatch.setattr(work, "_wait", lambda parent: len(found) < 3)
    monkeypatch.setattr(runner, "work_off", lambda: None)  # the loop closes the test's connection
    return found


def test_the_loop_outlives_a_busy_database(
    looks: list[dt.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(work.log, "exception", noted.append)
    done = CliRunner().invoke(work.command, [])

    assert done.exit_code == 0, done.output
    assert (len(looks), len(noted)) == (3, 1)


def test_once_fails_aloud(looks: list[dt.datetime]) -> None:
    failed = CliRunner().invoke(work.command, ["--once"])
    done = CliRunner().invoke(work.command, ["--once"])

    assert isinstance(failed.exception, OperationalError)
    assert "3 条结论" in done.output
