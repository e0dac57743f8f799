"""Jobs are claimed once, run when due, and tried again after a failure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from zhibu.domain.schedule import selectors, services
from zhibu.jobs import runner
from zhibu.jobs.schedule import JOBS, Job
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import ZhibuError

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=SHANGHAI)
NIGHT = dt.datetime(2026, 3, 2, 2, 5, tzinfo=SHANGHAI)


def job(days: list[dt.date], *, broken: bool = False) -> tuple[Job, ...]:
    def do(day: dt.date) -> str:
        days.append(day)
        if broken:
            raise ZhibuError("库文件只读")
        return "做了"

    return (Job("nightly", "夜间", dt.time(2, 0), do),)


def test_a_job_runs_when_it_is_due_and_only_then() -> None:
    days: list[dt.date] = []
    first = runner.run_due(at=NOON, jobs=job(days))
    second = runner.run_due(at=NIGHT, jobs=job(days))
    third = runner.run_due(at=NIGHT + dt.timedelta(minutes=1), jobs=job(days))

    assert (first, second, third) == ([], ["夜间：做了"], [])
    assert days == [NIGHT.date()]
    assert selectors.job_runs()[0].due_at == dt.datetime(2026, 3, 3, 2, 0, tzinfo=SHANGHAI)


def test_a_machine_that_was_off_catches_up_once() -> None:
    days: list[dt.date] = []
    runner.run_due(at=NOON, jobs=job(days))
    runner.run_due(at=NOON + dt.timedelta(days=9), jobs=job(days))

    assert days == [NOON.date() + dt.timedelta(days=9)]


def test_a_claimed_job_is_not_claimed_again_until_its_lease_ends() -> None:
    services.job_plan(name="nightly", due_at=NIGHT)

    assert services.job_claim(name="nightly", at=NIGHT)
    assert not services.job_claim(name="nightly", at=NIGHT)
    assert services.job_claim(name="nightly", at=NIGHT + services.LEASE)


def test_a_long_job_tells_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def do(day: dt.date, progress: Callable[[int, int, str], None]) -> str:
        progress(3, 7, "F-CLASS")
        return "做了"

    jobs = (Job("nightly", "夜间", dt.time(2, 0), do, tells=True),)
    told: list[tuple[int, int, str]] = []
    runner.run_named(name="nightly", day=NOON.date(), jobs=jobs, progress=lambda *now: told.append(now))
    monkeypatch.setattr(runner, "PATIENCE", 0)
    runner.run_due(at=NOON, jobs=jobs)
    with caplog.at_level("INFO", logger="zhibu.jobs"):
        runner.run_due(at=NIGHT, jobs=jobs)

    assert told == [(3, 7, "F-CLASS")]
    assert "夜间 3/7：F-CLASS" in caplog.text


def test_a_job_that_fails_is_noted_and_tried_again_in_an_hour() -> None:
    days: list[dt.date] = []
    runner.run_due(at=NOON, jobs=job(days))
    lines = runner.run_due(at=NIGHT, jobs=job(days, broken=True))

    run = selectors.job_runs()[0]
    assert lines == ["夜间：失败：库文件只读"]
    assert (run.failed, run.due_at) == (True, NIGHT + runner.RETRY)


def test_a_job_can_be_run_by_name_for_a_day_long_past() -> None:
    days: list[dt.date] = []
    runner.run_named(name="nightly", day=dt.date(2025, 1, 1), jobs=job(days))

    assert days == [dt.date(2025, 1, 1)]


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ZhibuError, match="daily-check"):
        runner.run_named(name="nichts", day=NOON.date())


@pytest.mark.parametrize("each", JOBS, ids=lambda each: each.name)
def test_every_job_can_be_run_twice_on_an_empty_database(each: Job) -> None:
    assert each.do(NOON.date())
    assert each.do(NOON.date())


def test_a_clock_set_back_holds_no_job_up() -> None:
    """The clock stood years ahead when the job ran: its next time lies there, and is no reason to wait."""
    days: list[dt.date] = []
    ahead = NIGHT.replace(year=NIGHT.year + 4)
    runner.run_due(at=NOON, jobs=job(days))
    runner.run_due(at=ahead, jobs=job(days))
    assert runner.run_due(at=NIGHT, jobs=job(days)) == ["夜间：做了"]

    assert days == [ahead.date(), NIGHT.date()]
    assert runner.run_due(at=NIGHT, jobs=job(days)) == []
