"""Compares the engine with the second way of judging, and shrinks a bundle on which they disagree.

`python -m tests.judge.comparing FIRST LAST [RULES [KINDS]]` tries the seeds from FIRST up to LAST, with
so many rules of the kinds named (`dues,streak`; all).
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.judge.engines import engine_rows, load_rules, sources
from tests.judge.judge import judge
from tests.judge.random_bundles import Rows, random_rows, random_window
from tests.judge.random_rules import KINDS, random_rules
from zhibu.facts.bundle import Bundle
from zhibu.kernel.errors import InputError

Window = tuple[dt.date, dt.date]


def differences(rules: list[dict], rows: Rows, absent: list[str], window: Window) -> list[str]:
    """What each database says otherwise than the second way of judging; empty: all agree."""
    bundle = Bundle.from_rows(rows, absent=absent)
    expected = judge(rules, rows, bundle.tables, *window)
    with tempfile.TemporaryDirectory() as folder:
        rulebook = load_rules(rules, Path(folder))
    found = []
    for name, source in sources(bundle).items():
        got = engine_rows(rulebook, source, *window)
        found += [f"{name} has   {_line(row)}" for row in got if row not in expected]
        found += [f"{name} lacks {_line(row)}" for row in expected if row not in got]
        if not found and got != expected:
            found.append(f"{name}: the order differs")
    return found


def _line(row: dict[str, str]) -> str:
    return " | ".join(row.values())


def shrink(
    rules: list[dict], rows: Rows, absent: list[str], window: Window
) -> tuple[list[dict], Rows, list[str]]:
    """A smaller bundle and a single rule on which they still disagree."""

    def fails(rules: list[dict], rows: Rows, absent: list[str]) -> bool:
        try:
            return bool(differences(rules, rows, absent, window))
        except InputError:
            return False

    for rule in rules:
        if fails([rule], rows, absent):
            rules = [rule]
            break
    for name in list(absent):
        if fails(rules, rows, [other for other in absent if other != name]):
            absent = [other for other in absent if other != name]
    smaller = True
    while smaller:
        smaller = False
        for table in list(rows):
            for place in range(len(rows[table]) - 1, -1, -1):
                tried = copy.deepcopy(rows)
                del tried[table][place]
                if fails(rules, tried, absent):
                    rows, smaller = tried, True
    return rules, rows, absent


def main(first: int, last: int, count: int, kinds: Sequence[str]) -> None:
    for seed in range(first, last):
        rows, absent = random_rows(seed)
        rules, window = random_rules(seed, count, kinds), random_window(seed)
        found = differences(rules, rows, absent, window)
        if not found:
            print(".", end="", flush=True)
            continue
        print(f"\n== seed {seed}, window {window[0]} {window[1]}")
        rules, rows, absent = shrink(rules, rows, absent, window)
        print(json.dumps(rules, ensure_ascii=False))
        print("absent:", absent)
        for table, given in rows.items():
            for row in given:
                print(f"  {table}:", {name: cell for name, cell in row.items() if cell})
        print("\n".join(differences(rules, rows, absent, window)), flush=True)
    print("done")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 5,
         sys.argv[4].split(",") if len(sys.argv) > 4 else tuple(KINDS))
