"""What a write touched stays noted until it is judged, whatever happens in between."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.domain.compliance.test_judging import AS_OF, judged, meeting, status
from tests.domain.conftest import KEEPER, people, tree
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.compliance import services
from zhibu.domain.compliance.models import Run, Touched
from zhibu.domain.compliance.selectors.runs import stale_reason
from zhibu.domain.compliance.services import touching
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisation_change
from zhibu.kernel import clock

__all__ = ["judged", "people", "tree"]


@pytest.fixture(autouse=True)
def _its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: AS_OF)


def test_a_write_that_is_taken_back_touches_nothing(
    judged: Run, tree: dict[str, Organisation]
) -> None:
    with transaction.atomic():
        organisation_change(actor=KEEPER, organisation=tree["G11"], values={"name": "别的名字"})
        assert Touched.objects.exists()
        transaction.set_rollback(True)  # the writer falls over

    assert not Touched.objects.exists()


def test_a_crash_after_the_commit_loses_nothing(
    judged: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting("held-in-april", "G11", dt.date(2024, 4, 9))
    with transaction.atomic():
        entry_record(actor=KEEPER, action="organisation.change", organisation="G11")
    with monkeypatch.context() as falling:
        falling.setattr(touching, "_settled", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.touched_work_off()
    Touched.objects.update(since=clock.now() - dt.timedelta(minutes=1))

    assert "正在重新核查" in stale_reason(judged, AS_OF)
    services.touched_work_off()
    assert status("F-MEETING", "G11", dt.date(2024, 4, 1)) == "met"
    assert stale_reason(judged, AS_OF) == ""


def test_somebody_else_s_branch_is_judged_where_it_shares_a_person(judged: Run) -> None:
    with transaction.atomic():
        touch = Touch(members=frozenset({"M1"}))
        entry_record(actor=KEEPER, action="facts.import", touched=touch)
    run = services.touched_work_off()

    assert run is not None
    assert (run.scope, run.organisation) == ("one", "B1")


def test_nothing_touched_judges_nothing(judged: Run) -> None:
    assert services.touched_work_off() is None
    assert services.day_turn() is None
