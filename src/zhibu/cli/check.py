"""`zhibu check`: judge a bundle by the rules and write the verdicts."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from zhibu.cli.opening import Asked, Opened, Problems, judging_options, opened
from zhibu.cli.progress import Progress


@click.command()
@judging_options
@click.option("--directive", "directives", multiple=True, metavar="编号",
              help="只按这件制度核查；可写几次。不写就按装入的全部制度")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件",
              help="把结论写到 .csv、.parquet、.json 或 .xlsx 文件")
@click.option("--fail-on", default="", metavar="unmet|deviation",
              help="有这种结论时以 1 退出；deviation 连同 unmet")
def command(asked: Asked, directives: tuple[str, ...], out: Path | None, fail_on: str) -> None:
    """按制度核查一个数据包。

    退出码：0 核查完，1 有 --fail-on 所说的结论，2 输入有错（什么都没有写）。
    """
    from zhibu.cli.verdict_files import check_target
    from zhibu.engine.packs.compilable import require_compilable
    from zhibu.engine.verdicts import FAILING

    problems = Problems()
    if fail_on and fail_on not in FAILING:
        problems.add("--fail-on", fail_on, "unmet 或 deviation")
    if out is not None:
        check_target(out, problems)
    with opened(asked, problems, directives) as ready:
        rules = ready.rulebook.rules(directives or None)
        require_compilable(rules, [asked.engine], compiling := Progress("编译规则"))
        compiling.end()
        counts = judged(ready, directives, out)
        named = sorted(set(directives) or ready.rulebook.directives)
    window = ready.window
    click.echo(f"窗口 {window.since} 至 {window.as_of}，共 {counts.total()} 条结论")
    click.echo(summary(counts, named))
    if out is not None:
        click.echo(f"已写到 {out}")
    if fail_on and any(status in FAILING[fail_on] for _, status in counts):
        sys.exit(1)


def judged(ready: Opened, directives: Sequence[str], out: Path | None) -> Counter[tuple[str, str]]:
    """Judge, and write the verdicts as they come; how many there are, by directive and status.

    Where nobody asks for the rows their texts are not made.
    """
    from zhibu.cli.verdict_files import write_verdicts
    from zhibu.engine.judging.everything import everything_counted, everything_judged

    given = (ready.rulebook, ready.source, ready.window, directives or None)
    progress = Progress("核查规则")
    try:
        if out is None:
            return everything_counted(*given, progress=progress)
        with everything_judged(*given, progress=progress) as verdicts:
            return write_verdicts(verdicts, out)
    finally:
        progress.end()


def summary(counts: Counter[tuple[str, str]], directives: Sequence[str]) -> str:
    """A table of counts by directive and status."""
    from zhibu.engine.verdicts import STATUSES

    rows = [["制度", *STATUSES.values(), "合计"]]
    for directive in directives:
        numbers = [counts[directive, status] for status in STATUSES]
        rows.append([directive, *map(str, numbers), str(sum(numbers))])
    totals = [sum(counts[d, status] for d in directives) for status in STATUSES]
    rows.append(["合计", *map(str, totals), str(sum(totals))])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(_padded(cell, width, place > 0)
                  for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
