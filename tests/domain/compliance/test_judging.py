"""Judging everything, judging one organisation, what a write brings about."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from tests.domain.conftest import KEEPER, people, tree
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.selectors import record_end
from zhibu.domain.audit.services import Announcement, entry_record
from zhibu.domain.compliance import services
from zhibu.domain.compliance.models import Change, Run, Verdict
from zhibu.domain.compliance.selectors.runs import digest_of, stale_reason
from zhibu.domain.compliance.services import whole
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.domain.rulebook.services import adoption_activate, parameter_set
from zhibu.domain.rulebook.shelf import shelf

__all__ = ["people", "tree"]

AS_OF = dt.date(2024, 6, 30)
COLUMNS = (
    "directive", "rule", "article", "strength", "subject_kind", "subject", "period_start",
    "period_end", "status", "actual", "required", "due", "evidence", "reason", "organisation",
    "line", "path", "month", "severity",
)  # fmt: skip


@pytest.fixture
def judged(tree: dict[str, Organisation], people: dict[str, Member]) -> Run:
    adoption_activate(
        actor=KEEPER,
        organisation=tree["C1"],
        directive="loudi-groups-2023",
        since=dt.date(2023, 9, 1),
    )
    meeting("held-in-may", "G11", dt.date(2024, 5, 10))
    return services.judge_all(as_of=AS_OF)


def meeting(key: str, group: str, on: dt.date) -> Activity:
    return Activity.objects.create(
        id=key, organisation_id=group, type="party_group_meeting", on=on, status="held"
    )


def status(rule: str, subject: str, start: dt.date) -> str:
    return Verdict.objects.get(rule=rule, subject=subject, period_start=start).status


def everything() -> list[tuple[object, ...]]:
    return sorted(Verdict.objects.order_by().values_list(*COLUMNS), key=str)


def test_judge_all_keeps_a_row_for_each_verdict(judged: Run) -> None:
    assert judged.rows == Verdict.objects.count() > 0
    assert (judged.as_of, judged.since) == (AS_OF, dt.date(2024, 1, 1))
    assert "loudi-groups-2023" in judged.packs
    assert status("F-MEETING", "G11", dt.date(2024, 5, 1)) == "met"
    assert status("F-MEETING", "G11", dt.date(2024, 4, 1)) == "deviation"


def test_a_group_stands_on_the_line_of_its_branch(
    judged: Run, tree: dict[str, Organisation]
) -> None:
    row = Verdict.objects.filter(subject="G11").first()

    assert row is not None
    assert (row.organisation, row.line, row.path) == ("G11", "B1", tree["G11"].path)


def test_judging_again_changes_nothing(judged: Run) -> None:
    before = everything()
    services.judge_all(as_of=AS_OF)

    assert everything() == before
    assert Change.objects.count() == 0


def test_one_organisation_says_the_same_as_all(judged: Run) -> None:
    """Two databases, one truth: DuckDB judged all, the application's own judges one."""
    before = everything()
    run = services.judge_organisation(organisation="B1", as_of=AS_OF)

    assert run is not None
    assert everything() == before


def test_a_meeting_recorded_later_changes_the_verdict_and_is_told(judged: Run) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    services.judge_organisation(organisation="G11", as_of=AS_OF)

    assert status("F-MEETING", "G11", dt.date(2024, 4, 1)) == "met"
    change = Change.objects.get(rule="F-MEETING", subject="G11")
    assert (change.before, change.after, change.period_start) == (
        "deviation",
        "met",
        dt.date(2024, 4, 1),
    )


def test_facts_written_while_they_are_judged_are_judged_too(
    judged: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> None:
        meeting("held-meanwhile", "G11", dt.date(2024, 4, 9))
        with transaction.atomic():
            entry_record(actor=KEEPER, action="activity.record", subject="held-meanwhile")

    after_the_first_judging(monkeypatch, write)
    run = services.judge_all(as_of=AS_OF)

    assert status("F-MEETING", "G11", dt.date(2024, 4, 1)) == "met"
    assert run.facts_at == str(record_end())


def test_rules_changed_while_they_are_judged_are_judged_as_they_are_now(
    judged: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another process as well: its rules are read anew, not only the facts."""
    def change() -> None:
        parameter_set(
            actor=KEEPER, directive="loudi-groups-2023", parameter="prompt_days", value="77", reason="试"
        )
        monkeypatch.setattr(shelf, "looked_at", time.monotonic())  # this process did not hear of it

    after_the_first_judging(monkeypatch, change)
    run = services.judge_all(as_of=AS_OF)

    shelf.forget()
    assert run.digest == digest_of(rulebook())
    assert run.parameters["loudi-groups-2023"]["prompt_days"] == "77"
    assert stale_reason(run, AS_OF) == ""


def after_the_first_judging(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Something happens when everything has been judged for the first time and is not stored yet."""
    once, done = whole.everything_judged, []

    @contextlib.contextmanager
    def judged_slowly(*given: Any, **named: Any) -> Iterator[Any]:
        with once(*given, **named) as verdicts:
            yield verdicts
        if not done:
            done.append(True)
            do()

    monkeypatch.setattr(whole, "everything_judged", judged_slowly)


def test_verdicts_stored_by_another_while_everything_is_judged_are_not_doubled(
    judged: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody wrote a fact, but the branch was judged meanwhile: what was put beside it is no longer stored."""
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))  # past the services: both find it
    after_the_first_judging(
        monkeypatch, lambda: services.judge_organisation(organisation="B1", as_of=AS_OF)
    )
    run = services.judge_all(as_of=AS_OF)

    keys = [row[:3] + row[5:7] for row in everything()]
    assert len(keys) == len(set(keys)) == run.rows
    assert run.differences == 0
    assert Change.objects.filter(rule="F-MEETING", subject="G11").count() == 1


def test_a_full_judging_notes_the_changes_that_a_small_one_notes(judged: Run) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    named = ("directive", "rule", "subject", "period_start", "path", "before", "after")
    with transaction.atomic():
        services.judge_organisation(organisation="B1", as_of=AS_OF)
        small = sorted(Change.objects.values_list(*named))
        transaction.set_rollback(True)
    services.judge_all(as_of=AS_OF)

    assert sorted(Change.objects.values_list(*named)) == small
    assert ("deviation", "met") in {row[-2:] for row in small}


def test_progress_is_told_rule_by_rule(judged: Run) -> None:
    told: list[tuple[int, int]] = []
    services.judge_all(as_of=AS_OF, progress=lambda done, number, rule: told.append((done, number)))

    assert told == [(place, len(told)) for place in range(1, len(told) + 1)]


@pytest.mark.django_db(transaction=True)
def test_two_judgings_at_once_leave_one_row_a_verdict(judged: Run) -> None:
    def judge(which: int) -> None:
        try:
            if which:
                services.judge_all(as_of=AS_OF)
            else:
                services.judge_organisation(organisation="B1", as_of=AS_OF)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(judge, number % 2) for number in range(4)]:
            done.result()

    keys = [row[:3] + row[5:7] for row in everything()]
    assert len(keys) == len(set(keys)) == judged.rows


def test_other_organisations_stay_as_they_were(judged: Run) -> None:
    other = Verdict.objects.filter(line="B2").order_by("pk").values_list("pk", flat=True)
    before = list(other)
    services.judge_organisation(organisation="B1", as_of=AS_OF)

    assert list(other) == before


def test_before_the_first_full_judging_nothing_partial_is_kept(
    tree: dict[str, Organisation], people: dict[str, Member]
) -> None:
    assert services.judge_organisation(organisation="B1", as_of=AS_OF) is None
    assert Verdict.objects.count() == 0


def test_a_full_judging_forgets_small_runs_without_changes(judged: Run) -> None:
    services.judge_organisation(organisation="B1", as_of=AS_OF)
    services.judge_all(as_of=AS_OF)

    assert Run.objects.filter(scope="one").count() == 0


def announce(organisation: str = "", **details: object) -> None:
    told = Announcement("test.write", "", organisation, details, KEEPER)
    services.touched_note(told)
    services.verdicts_refresh(told)


def test_a_write_to_one_branch_judges_that_branch(judged: Run) -> None:
    announce("G11")

    assert Run.objects.order_by("-pk").values_list("scope", "organisation")[0] == ("one", "B1")


def test_a_write_to_a_committee_judges_all_below_it(judged: Run) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    announce("C1")

    assert Run.objects.order_by("-pk").values_list("scope", "organisation")[0] == ("one", "C1")
    assert not Verdict.objects.filter(line__in=["B1", "B2"], month__lt=202600).exists()


def test_only_rows_that_differ_are_written(judged: Run) -> None:
    before = dict(Verdict.objects.values_list("pk", "mark"))
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    services.judge_organisation(organisation="B1", as_of=AS_OF)
    after = dict(Verdict.objects.values_list("pk", "mark"))

    assert 0 < len(set(before) - set(after)) <= 3
    assert {pk: after[pk] for pk in before if pk in after}.items() <= before.items()
