"""After any history of writes and days the stored verdicts are those of judging everything anew."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.domain.compliance.histories import History
from tests.domain.conftest import KEEPER
from zhibu.domain.compliance import services
from zhibu.domain.compliance.models import Run, Touched, Verdict
from zhibu.domain.compliance.places import places
from zhibu.domain.compliance.rows import AT, COLUMNS, RowMaker
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.engine import Window, judge
from zhibu.kernel import clock

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("ZHIBU_HISTORY_STEPS", "12"))  # more of both: a longer search
DIRECTIVES = int(os.environ.get("ZHIBU_HISTORY_DIRECTIVES", "4"))
# one history on PostgreSQL, two others on SQLite; more of them where asked
SEEDS = [3] if connection.vendor == "postgresql" else [1, 2]
SEEDS += map(int, os.environ.get("ZHIBU_HISTORY_SEEDS", "").split())
TOLD = COLUMNS[1:-1]  # all but which run wrote it, and when it is looked at again


def anew(day: dt.date) -> set[tuple[Any, ...]]:
    """The rows of judging everything."""
    book = rulebook.rulebook()
    maker = RowMaker(Run(as_of=day), book, places())
    return {maker.row(v)[1:-1] for v in judge(book, whole_copy(), Window.until(day))}


def stored() -> list[tuple[Any, ...]]:
    return list(Verdict.objects.values_list(*TOLD))


def told(rows: set[tuple[Any, ...]]) -> list[str]:
    """The first rows, for whoever mends it."""
    return ["  ".join(str(row[AT[name] - 1]) for name in COLUMNS[1:-3]) for row in sorted(rows, key=str)[:4]]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_store_equals_a_full_judging_after_every_step(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(seed, tmp_path)
    monkeypatch.setattr(clock, "today", lambda: history.today)
    history.begin()
    directives = sorted(rulebook.rulebook().directives.items())
    for name, directive in history.random.sample(directives, DIRECTIVES):
        adoption_activate(
            actor=KEEPER,
            organisation=Organisation.objects.get(pk=history.random.choice(["C1", "C1", "C2", "B3"])),
            directive=name,
            since=max(directive.head.effective, dt.date(2024, 5, 1)),
        )
    services.judge_all()
    past = []
    for number in range(STEPS):
        past.append(history.step())
        services.day_turn()
        if number % 2:
            services.touched_work_off(at_once=True)
        services.touched_work_off()
        rows, wanted = stored(), anew(history.today)
        assert len(rows) == len(set(rows)), past[-3:]
        lacking, odd = wanted - set(rows), set(rows) - wanted
        words = "\n".join([*past[-4:], "lacking", *told(lacking), "odd", *told(odd)])
        assert lacking == odd == set(), words
        assert not Touched.objects.exists()
    assert services.judge_all().differences == 0


