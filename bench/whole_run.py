"""Everything judged by the command and by the site: processor time and peak memory, each in a process of its own.

The site is filled past its forms, with seven directives in force in every branch, and judged twice: the first
time every verdict is written, the second time none is otherwise.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from pathlib import Path

from bench.branches.judging import HERE, Place, opened
from bench.stage import Figure, Stage, hand_over

AS_OF = dt.date(2025, 12, 31)
DIRECTIVES = (
    "branch-regulations-2018", "dues-2008", "education-2019", "groups-course", "loudi-groups-2023",
    "organs-2019", "party-constitution",
)  # fmt: skip
STEPS = ("check", "first", "again", "verify")


def measure(stage: Stage) -> list[Figure]:
    own, size, folder = stage.site_for("whole")
    own.inside("whole_run", size, folder, "fill")
    return [figure for step in STEPS for figure in own.inside("whole_run", size, folder, step)]


def fill(place: Place) -> list[Figure]:
    """The bundle and the site's database."""
    import django

    django.setup()
    from django.conf import settings

    from bench.branches.site import fill as fill_site
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.rulebook.models import Adoption
    from zhibu.facts.bundle import Bundle
    from zhibu.facts.prepared import write_prepared

    place.make()
    source = opened(place, "texts")
    write_prepared(Bundle(source.connection, source.tables), bundle_of(place))
    source.connection.close()
    fill_site(Path(settings.DATABASES["default"]["NAME"]), place)
    roots = Organisation.objects.filter(parent=None).values_list("pk", flat=True)
    Adoption.objects.bulk_create(
        [Adoption(organisation_id=root, directive=directive, since=dt.date(2025, 1, 1))
         for root in roots for directive in DIRECTIVES], batch_size=2000)  # fmt: skip
    return []


def bundle_of(place: Place) -> Path:
    """Where the prepared bundle lies."""
    return place.folder / f"bundle-{place.branches}"


def by_command(place: Place) -> int:
    """`zhibu check` with the ten rules, written as CSV; how many verdicts."""
    from zhibu.cli.check import command

    out = place.folder / "verdicts.csv"
    words = [str(bundle_of(place)), "--rules", str(HERE / "rules"), "--as-of", str(AS_OF), "--out", str(out)]
    sys.stdout = sys.stderr  # the last line of stdout is for the figures
    command.main(words, standalone_mode=False)
    sys.stdout = sys.__stdout__
    with out.open(encoding="utf-8") as file:
        return sum(1 for _ in file) - 1


def by_site(step: str) -> int:
    """The site's full run, or its last one checked again; how many verdicts."""
    import django

    django.setup()
    from zhibu.domain.compliance.selectors import verifying
    from zhibu.domain.compliance.services import judge_all
    from zhibu.kernel.actor import Actor

    if step != "verify":
        return judge_all(as_of=AS_OF).rows
    actor = Actor.system("cli")
    said = verifying.run_verify(actor=actor, run=verifying.runs(actor=actor)[0])
    assert said.sound
    return said.rows


NAMES = {
    "check": "zhibu check 十条规则，写成 CSV", "first": "网站全部核查，七件制度，第一次", "again": "同上，再来一次",
    "verify": "同上，复核",
}  # fmt: skip


def main() -> None:
    place, step = Place(Path(sys.argv[2]), int(sys.argv[1])), sys.argv[3]
    if step == "fill":
        hand_over(fill(place))
        return
    started = time.process_time()
    rows = by_command(place) if step == "check" else by_site(step)
    spent, used = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    hand_over([
        Figure(f"{place.branches} 个支部，{NAMES[step]}", spent, "秒"),
        Figure("  条数", rows / 1e6, "百万条"),
        Figure("  内存峰值", used, "MB"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
