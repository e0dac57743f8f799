"""One branch judged on the site's SQLite, and made fresh after one change, in a database of many branches.

Judged: status, due day and numbers of each verdict are there; with texts: all that a row of a verdict file says.
Fresh: from the end of a write (one attendance is otherwise, its branch is noted as touched) to verdicts stored anew.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time

from bench.stage import Figure, Stage, hand_over
from zhibu.engine import Rulebook, Window, judge
from zhibu.engine.judging.judging import judgements

AS_OF = dt.date(2025, 12, 31)
TRIES = 40
WARM = 3  # branches before the figures: statements are not prepared yet


def measure(stage: Stage) -> list[Figure]:
    own, size, folder = stage.site_for("site")
    return own.inside("one_branch", size, folder)


def main() -> None:
    import django

    django.setup()
    from bench.branches.site import filled
    from zhibu.domain.rulebook import selectors as rulebook
    from zhibu.domain.rulebook.models import Adoption

    place = filled(*sys.argv[1:3])
    book, window = rulebook.rulebook(), Window.until(AS_OF)
    branches = [f"b{1 + number * place.branches // TRIES:06d}" for number in range(TRIES)]
    Adoption.objects.bulk_create(
        [Adoption(organisation_id=branch, directive=directive, since=window.since)
         for branch in branches for directive in book.directives], ignore_conflicts=True)
    bare, told, verdicts = judged(book, window, branches)
    (fresh, spent), rules, name = made_fresh(branches), len(book.rules()), f"{place.branches} 个支部的库"
    one = statistics.median(bare)
    hand_over([
        Figure(f"{name}：一个支部按全部 {rules} 条规则核查，中位数", one, "毫秒"),
        Figure("其中：每条规则（结论、到期日、数字）", one / rules, "毫秒", 0.3),
        Figure("其中：95 分位", sorted(bare)[int(len(bare) * 0.95)], "毫秒"),
        Figure("连同事实和文字，中位数", statistics.median(told), "毫秒"),
        Figure("其中：结论，平均", verdicts / len(branches), "条"),
        Figure("改一笔之后结论重新存好，中位数", statistics.median(fresh), "毫秒", 150),
        Figure("其中：处理器用时，中位数", statistics.median(spent), "毫秒"),
    ])


def judged(book: Rulebook, window: Window, branches: list[str]) -> tuple[list[float], list[float], int]:
    """Milliseconds a branch without and with its texts, taken in turn; how many verdicts altogether."""
    from zhibu.domain.compliance.sources import database_source

    rules, bare, told, verdicts = book.rules(), [], [], 0
    for branch in branches:
        started = time.perf_counter()
        with judgements(book, rules, database_source(), window, {branch}) as ready:
            number = sum(1 for judgement in ready for _ in judgement.bare())
        bare.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        found = judge(book, database_source(), window, scope={branch})
        told.append((time.perf_counter() - started) * 1000)
        assert len(found) == number
        verdicts += number
    return bare[WARM:], told[WARM:], verdicts


def made_fresh(branches: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds from the end of a write to its branch's verdicts stored anew (all stored before): by the
    clock, and of the processor, which a busy machine does not blur as much."""
    from django.db import transaction

    from zhibu.domain.activities.models import Attendance
    from zhibu.domain.compliance.choices import Thing
    from zhibu.domain.compliance.models import Run, Touched
    from zhibu.domain.compliance.services import judge_organisation, touched_work_off
    from zhibu.kernel import clock

    clock.today = lambda: AS_OF
    now = dt.datetime.now(dt.UTC)
    first = dt.date(AS_OF.year, 1, 1)
    Run.objects.create(scope="all", since=first, as_of=AS_OF, started_at=now, finished_at=now)
    found, spent = [], []
    for branch in branches:
        judge_organisation(organisation=branch, as_of=AS_OF)
        with transaction.atomic():
            row = Attendance.objects.filter(activity__organisation=branch).order_by("pk")[:1].get()
            row.status = "absent" if row.status == "present" else "present"
            row.save(update_fields=["status"])
            Touched.objects.create(thing=Thing.BODY, key=branch, since=now)
        started, used = time.perf_counter(), time.process_time()
        run = touched_work_off(at_once=True)
        found.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - used) * 1000)
        assert run is not None
        assert not Touched.objects.filter(thing=Thing.BODY).exists()
    return found[WARM:], spent[WARM:]


if __name__ == "__main__":
    main()
