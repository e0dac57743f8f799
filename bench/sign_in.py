"""How long two hundred people take to sign in to one meeting at the same moment, against the ten seconds they may.

    .venv/bin/python bench/sign_in.py      # the test on the real server, its line of figures and the ratio
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.stage import Figure, Stage  # noqa: E402 -- the checkout is put on the path first

MAY = 10.0  # seconds


def signed() -> tuple[int, float]:
    """Run the test with its figures: how many signed in, within how many seconds; its own failure is ours."""
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/web/attendance/test_two_hundred.py"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"(\d+) signed in within ([\d.]+) s", done.stdout)
    if done.returncode or found is None:
        raise SystemExit(done.stdout[-2000:] or "the test of signing in failed")
    return int(found[1]), float(found[2])


def measure(stage: Stage) -> list[Figure]:
    """The time they took as a share of the time they may take; the stage is not needed, the test brings its own."""
    many, seconds = signed()
    return [Figure(f"{many} 人同时签到，占可用的 {MAY:.0f} 秒", seconds / MAY, "倍", 1)]


def main() -> int:
    """The figure alone, without the other measurements."""
    many, seconds = signed()
    print(f"{many} people signed in within {seconds:.1f} s: {seconds / MAY:.2f} of the {MAY:.0f} s they may take")
    return 0


if __name__ == "__main__":
    sys.exit(main())
