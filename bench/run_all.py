"""What `python3 dev.py bench` runs: each module's `measure`, one line a figure."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.stage import temporary_stage  # noqa: E402 -- the checkout is put on the path first

MEASUREMENTS = {
    "first_start": "首次启动",
    "county_check": "全县核查",
    "desk_page": "工作台页面",
    "roster_preview": "名册预览",
    "ten_rules": "十条规则，成批核查",
    "other_ways": "别的做法",
    "one_branch": "一个支部",
}


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        print(f"没有这一项：{'、'.join(unknown)}。可选：{' '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    machine = f"{os.cpu_count()} 核，Python {platform.python_version()}"
    print(f"{machine}，1 分钟负载 {os.getloadavg()[0]:.1f}")
    stage, folder = temporary_stage()
    over = 0
    with folder:
        for name, title in MEASUREMENTS.items():
            if wanted and name not in wanted:
                continue
            started = time.perf_counter()
            figures = importlib.import_module(f"bench.{name}").measure(stage)
            print(f"\n{title}（量了 {time.perf_counter() - started:.0f} 秒）")
            for figure in figures:
                print(f"  {figure.line()}", flush=True)
                over += bool(figure.limit and figure.value > figure.limit)
    print(f"\n{over} 项超限" if over else "\n全部达标")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
