"""The ten reference rules judged in bulk, against the same rules written by hand: one run, taken in turns.

Sizes by `--branches` (several joined by commas); the limit holds from 20 000 branches on, below that the
planning of the queries weighs more than the facts. Where rules.md says otherwise than the hand-written SQL:
(b) is judged only where a branch has 20 members, so it has fewer rows; (i) is two rules, and asks for the
months in a row up to the last ended one, not for any six of the year; the due day of (f) is the first of
the days of notice; everything has organisation, due day and the numbers counted beside the status.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
from pathlib import Path

from bench.branches.judging import Place, by_engine, by_hand, timed
from bench.stage import Figure, Stage, hand_over

ROUNDS = 5
LIMITED = 20_000  # branches from which the ratio and the memory have a limit
WAYS = {"counters": "计数器已备好", "numbers": "计数在本次做", "texts": "原样资料包（文字编号），计数在本次做"}


def sizes() -> list[int]:
    """The sizes asked for."""
    return [int(part) for part in os.environ.get("ZHIBU_BENCH_BRANCHES", "2000").split(",")]


def measure(stage: Stage) -> list[Figure]:
    figures: list[Figure] = []
    per_verdict: dict[int, float] = {}
    for size in sizes():
        folder = stage.branches()[1]
        found = stage.inside("ten_rules", str(size), folder)
        figures += found
        per_verdict[size] = next(f.value for f in found if f.unit == "微秒/条")
        figures += stage.inside("ten_rules", str(size), folder, "memory")
    least, most = min(per_verdict), max(per_verdict)
    if most > least:
        ratio = per_verdict[most] / per_verdict[least]
        figures.append(Figure(f"每条用时，{most} 个支部比 {least} 个支部", ratio, "倍", 1.5))
    return figures


def ratios(place: Place) -> list[Figure]:
    """By hand and by the engine in turns, so that a busy moment of the machine meets both."""
    built = place.make()
    ways = {"hand": by_hand(place)} | {way: by_engine(place, way) for way in WAYS}
    numbers, walls, spent = {}, {way: [] for way in ways}, {way: [] for way in ways}
    for turn in range(ROUNDS + 1):
        for way, work in ways.items():
            numbers[way], wall, cpu = timed(work)
            if turn:  # the first time rules are compiled and files come into memory
                walls[way].append(wall)
                spent[way].append(cpu)
    name = f"{place.branches} 个支部，十条规则"
    figures = [
        Figure(f"{name}：手写 SQL", statistics.median(walls["hand"]), "秒"),
        Figure("  条数", numbers["hand"] / 1e6, "百万条"),
    ]
    for way, label in WAYS.items():
        ratio = statistics.median(w / h for w, h in zip(walls[way], walls["hand"], strict=True))
        work = statistics.median(w / h for w, h in zip(spent[way], spent["hand"], strict=True))
        limit = 1.2 if way == "counters" and place.branches >= LIMITED else 0
        figures += [
            Figure(f"引擎比手写，{label}", ratio, "倍", limit),
            Figure("  其中：处理器时间", work, "倍"),
        ]
    median = statistics.median(walls["counters"])
    return [
        *figures,
        Figure("  条数（每条附期限、数目）", numbers["counters"] / 1e6, "百万条"),
        Figure("  每条用时", median / numbers["counters"] * 1e6, "微秒/条"),
        Figure("建底库一次（编号、排好、计数）", built, "秒"),
    ]


def peak(place: Place) -> list[Figure]:
    """The most memory that one judging in bulk takes, with its process."""
    by_engine(place, "counters")()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    limit = 2 if place.branches <= LIMITED else 0
    return [Figure(f"{place.branches} 个支部，内存峰值", used, "GiB", limit)]


def main() -> None:
    size, folder, *more = sys.argv[1:]
    place = Place(Path(folder or tempfile.gettempdir()), int(size))
    place.folder.mkdir(parents=True, exist_ok=True)
    hand_over(peak(place) if more else ratios(place))


if __name__ == "__main__":
    main()
