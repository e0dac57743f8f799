"""How long two hundred people take to sign in to one meeting at the same moment, against the ten seconds they may.

    .venv/bin/python bench/sign_in.py      # the test on the real server, its line of figures and the ratio
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAY = 10.0  # seconds


def main() -> int:
    """Run the test with its figures and put them in relation; its own failure is ours."""
    words = [sys.executable, "-m", "pytest", "-q", "-s", "tests/web/attendance/test_two_hundred.py"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"(\d+) signed in within ([\d.]+) s", done.stdout)
    if done.returncode or found is None:
        print(done.stdout[-2000:], file=sys.stderr)
        return done.returncode or 1
    many, seconds = int(found[1]), float(found[2])
    print(f"{many} people signed in within {seconds:.1f} s: {seconds / MAY:.2f} of the {MAY:.0f} s they may take")
    return 0


if __name__ == "__main__":
    sys.exit(main())
