"""What `python3 dev.py bench` runs: each module's `measure`, one line a figure."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import shutil
import subprocess
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
    "whole_run": "全部核查的内存",
    "lists": "名单和查找",
    "sign_in": "两百人同时签到",
}


LOCK = ROOT / "requirements-bench.txt"
OTHERS = Path(sys.prefix) / "bench"  # what is compared with, apart from the other libraries


def install_others() -> int:
    """Install what the benchmarks compare with, by hash, into a folder of its own; pip's exit code."""
    stamp = OTHERS / "zhibu.stamp"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return 0
    shutil.rmtree(OTHERS, ignore_errors=True)
    code = subprocess.run([
        sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary=:all:",
        "--no-deps", "--target", str(OTHERS), "-r", str(LOCK),
    ]).returncode  # fmt: skip
    if not code:
        stamp.write_text(LOCK.read_text())
    return code


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="测速。")
    parser.add_argument("names", nargs="*", help="只测这几项")
    parser.add_argument("--branches", help="虚构数据的支部数，可用逗号隔开几个，如 2000,20000；默认 2000")
    parser.add_argument("--others", action="store_true", help="连同要比的别的引擎（zen-engine）")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    args = arguments(words)
    if args.branches:
        os.environ["ZHIBU_BENCH_BRANCHES"] = args.branches
    if args.others and install_others():
        print("要比的引擎没有装好（上面是 pip 的原话）。", file=sys.stderr)
        return 2
    wanted = args.names
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
