"""10,000 rows of a members' register with its list of organisations, read with the fate of every row."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench.stage import Figure, Stage, hand_over

ROWS = 10_000


def measure(stage: Stage) -> list[Figure]:
    from tests.rosters.big_workbook import write_big

    stage.data.mkdir(parents=True, exist_ok=True)
    return stage.inside("roster_preview", str(write_big(stage.folder / "名册.xlsx", ROWS)))


def main(file: Path) -> None:
    from zhibu import rosters

    started, spent = time.perf_counter(), time.process_time()
    reading = rosters.read([file])
    seconds, spent = time.perf_counter() - started, time.process_time() - spent
    counts = reading.counts()
    taken = counts.get("import", 0) + counts.get("import_with_note", 0)
    hand_over(
        [
            Figure(f"读 {ROWS} 行，给出每行去向", seconds, "秒", 3),
            Figure("其中：处理器时间", spent, "秒"),
            Figure("其中：可导入的行", taken, "行"),
        ]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
