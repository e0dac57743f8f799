"""Waits until a server that was just started shows its sign-in page: `answers.py URL PID SECONDS`."""

from __future__ import annotations

import os
import sys
import time
import urllib.request


def main(address: str, process: int, patience: int) -> int:
    started = time.monotonic()
    while time.monotonic() - started < patience:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            print("the server has ended")
            return 1
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                page = answer.read().decode()
        except OSError:
            time.sleep(0.2)
            continue
        seconds = time.monotonic() - started
        if answer.status == 200 and 'type="password"' in page:
            print(f"the sign-in page came after {seconds:.1f} s")
            return 0
        print(f"an unexpected page at {answer.url}: {page[:300]}")
        return 1
    print(f"no answer in {patience} s")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
