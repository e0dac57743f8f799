"""Runs on record: checked again, they say the same or what was changed since; kept, they outlive their packs."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.domain.compliance.test_judging import AS_OF, judged, meeting
from tests.domain.conftest import KEEPER, actor, people, tree
from zhibu.domain.compliance import services
from zhibu.domain.compliance.digests import rule_digests, run_digest
from zhibu.domain.compliance.models import KeptRun, Run, Verdict
from zhibu.domain.compliance.sealing import verdict_bytes, verdicts_of
from zhibu.domain.compliance.selectors import verifying
from zhibu.domain.compliance.services import keeping
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisation_change
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.shelf import shelf
from zhibu.engine import Window, judge
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.packs import installed_packs

__all__ = ["judged", "people", "tree"]


def test_a_run_keeps_what_it_rested_on(judged: Run) -> None:
    assert len(judged.row_digest) == 64
    assert sum(count for count, _ in judged.rule_digests.values()) == judged.rows
    assert len(judged.versions["loudi-groups-2023"]) == 64
    assert judged.facts_at.isdigit()


def test_its_digest_is_that_of_the_verdicts_judged_at_once(judged: Run) -> None:
    """Whichever way they are judged: streamed for the run, all in memory here."""
    verdicts = judge(rulebook.rulebook(), whole_copy(), Window(judged.since, judged.as_of))

    assert rule_digests(verdicts) == judged.rule_digests
    assert run_digest(judged.rule_digests) == judged.row_digest


def test_what_is_sealed_is_read_again_as_it_was(judged: Run) -> None:
    verdicts = judge(rulebook.rulebook(), whole_copy(), Window(judged.since, judged.as_of))

    assert list(verdicts_of(verdict_bytes(iter(verdicts)))) == verdicts


def test_a_run_checked_again_says_the_same(judged: Run) -> None:
    said = verifying.run_verify(actor=KEEPER, run=judged)

    assert said.same
    assert (said.gone, said.other, said.rules, said.corrections) == ([], [], [], [])


def test_after_a_correction_it_says_what_was_corrected(
    judged: Run, tree: dict[str, Organisation]
) -> None:
    organisation_change(
        actor=KEEPER, organisation=tree["G12"], values={"established": dt.date(2024, 5, 20)}
    )
    said = verifying.run_verify(actor=KEEPER, run=judged)

    assert not said.same
    assert "F-MEETING" in {one.rule for one in said.rules}
    [correction] = said.corrections
    assert (correction.what, correction.where) == ("更正组织信息", "G12组织")
    assert "更正组织信息" in "\n".join(said.lines())


def test_a_kept_run_names_each_verdict_that_is_otherwise(judged: Run) -> None:
    keeping.run_keep(actor=KEEPER, run=judged, reason="半年检查")
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    said = verifying.run_verify(actor=KEEPER, run=judged)

    assert said.by_own_packs
    found = {(one.rule, one.subject, one.period_start): (one.before, one.after) for one in said.verdicts}
    assert found["F-MEETING", "G11", "2024-04-01"] == ("偏离", "符合")
    assert "绕过程序" in "\n".join(said.lines())  # the test wrote past the services


def all_but_one_directive(folder: str, names: list[str]) -> list[str]:
    """An office that has only this one: packs of its own are compiled for every engine, which takes long."""
    return [name for name in names if Path(folder).name == "directives" and name != "party-constitution"]


def test_a_kept_run_is_checked_by_its_own_packs(
    judged: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.run_keep(actor=KEEPER, run=judged, reason="半年检查")
    packs = tmp_path / "packs"
    shutil.copytree(installed_packs()[0], packs, ignore=all_but_one_directive)
    monkeypatch.setenv("ZHIBU_RULEPACKS", str(packs))
    shelf.forget()
    try:
        assert verifying.run_verify(actor=KEEPER, run=judged).same
        KeptRun.objects.all().delete()
        said = verifying.run_verify(actor=KEEPER, run=judged)
        assert not said.same
        assert said.gone == ["loudi-groups-2023"]
    finally:
        monkeypatch.undo()
        shelf.forget()


def test_what_can_no_longer_be_had_is_not_kept(judged: Run) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))

    with pytest.raises(Refused, match="取不出来"):
        keeping.run_keep(actor=KEEPER, run=judged, reason="半年检查")


def test_a_kept_run_goes_on_its_day(judged: Run) -> None:
    until = clock.today() + dt.timedelta(days=30)
    keeping.run_keep(actor=KEEPER, run=judged, reason="半年检查", until=until)

    assert keeping.runs_expire(actor=KEEPER, day=until - dt.timedelta(days=1)) == 0
    assert keeping.runs_expire(actor=KEEPER, day=until) == 1
    assert not KeptRun.objects.exists()
    assert Run.objects.filter(pk=judged.pk).exists()


def test_a_clerk_below_the_top_sees_no_runs(judged: Run) -> None:
    with pytest.raises(NotAllowed):
        verifying.runs(actor=actor("clerk", "C1"))  # C9 stands beside C1


def test_rows_written_past_the_services_are_found_at_night(judged: Run) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    run = services.judge_all(as_of=AS_OF)

    assert run.differences == 6  # the meeting of the month, and what is asked of the meeting itself
    assert services.judge_all(as_of=AS_OF).differences == 0
    assert Verdict.objects.get(rule="F-MEETING", subject="G11", period_start=dt.date(2024, 4, 1)).status == "met"
