"""One branch judged on the site's SQLite, and made fresh after one change, in a database of many branches."""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from pathlib import Path

from bench.branches.judging import Place
from bench.stage import Figure, Stage, hand_over

AS_OF = dt.date(2025, 12, 31)
TRIES = 40


def measure(stage: Stage) -> list[Figure]:
    size = os.environ.get("ZHIBU_BENCH_BRANCHES", "2000").split(",")[0]
    folder = os.environ.get("ZHIBU_BENCH_FOLDER") or str(stage.folder)
    own = Stage(Path(folder) / f"site-{size}")  # the county's database stays as it is
    own.data.mkdir(parents=True, exist_ok=True)
    own.zhibu("manage", "migrate", "--noinput", "-v", "0")
    return own.inside("one_branch", size, folder)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from zhibu.domain.compliance.models import Run
    from zhibu.domain.compliance.services import judge_organisation
    from zhibu.domain.compliance.sources import database_source
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.rulebook import selectors as rulebook
    from zhibu.domain.rulebook.models import Adoption
    from zhibu.engine import Window, judge

    place = Place(Path(sys.argv[2]), int(sys.argv[1]))
    place.make()
    if not Organisation.objects.exists():
        from bench.branches.site import fill

        fill(Path(settings.DATABASES["default"]["NAME"]), place)
    book, window = rulebook.rulebook(), Window.until(AS_OF)
    rules = len(book.rules())
    branches = [f"b{1 + number * place.branches // TRIES:06d}" for number in range(TRIES)]
    Adoption.objects.bulk_create(
        [Adoption(organisation_id=branch, directive=directive, since=window.since)
         for branch in branches for directive in book.directives], ignore_conflicts=True)
    judged, verdicts = [], 0
    for branch in branches:
        started = time.perf_counter()
        verdicts += len(judge(book, database_source(), window, scope={branch}))
        judged.append((time.perf_counter() - started) * 1000)
    now = dt.datetime.now(dt.UTC)
    Run.objects.create(scope="all", since=window.since, as_of=AS_OF, started_at=now, finished_at=now)
    fresh = []
    for branch in branches:
        started = time.perf_counter()
        judge_organisation(organisation=branch, as_of=AS_OF)
        fresh.append((time.perf_counter() - started) * 1000)
    name, one = f"{place.branches} 个支部的库", statistics.median(judged[3:])
    hand_over([
        Figure(f"{name}：一个支部按全部 {rules} 条规则核查，中位数", one, "毫秒"),
        Figure("其中：每条规则", one / rules, "毫秒", 0.3),
        Figure("其中：结论，平均", verdicts / len(branches), "条"),
        Figure("其中：95 分位", sorted(judged[3:])[int(len(judged[3:]) * 0.95)], "毫秒"),
        Figure("改一笔之后结论重新存好，中位数", statistics.median(fresh[3:]), "毫秒", 150),
    ])


if __name__ == "__main__":
    main()
