"""`zhibu score`: the points of organisations by a scorecard, with how each came about."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibu.cli.opening import Asked, Problems, day_of, judging_options, opened
from zhibu.cli.progress import Progress
from zhibu.kernel.errors import ZhibuError

if TYPE_CHECKING:
    from zhibu.engine import Rulebook
    from zhibu.engine.language.scorecards import Scorecard
    from zhibu.engine.scoring import Scored
    from zhibu.engine.scoring.bodies import Body

COLUMNS = ("organisation", "name", "period_start", "period_end", "section", "item", "title", "points",
           "full", "grade", "steps", "open", "digest")
Rows = list[tuple[str, ...]]


@click.command()
@judging_options
@click.option("--card", required=True, metavar="制度/编号", help="哪张组织计分表")
@click.option("--in", "inside", default="", metavar="日期",
              help="考评期是这一天所在的那一期；不写是核查日所在的")
@click.option("--marks", type=click.Path(path_type=Path, dir_okay=False), metavar="文件",
              help="录入的分（CSV：organisation,item,points,evidence,on）")
@click.option("--organisation", "only", default="", metavar="编号", help="只看这个组织，并逐项说明")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件",
              help="逐项写到 .csv 或 .json 文件")
def command(
    asked: Asked, card: str, inside: str, marks: Path | None, only: str, out: Path | None
) -> None:
    """按组织计分表给党组织计分：结论加上录入的分，逐项写明怎样得来。只对组织，不对个人。

    退出码：0 算完，2 输入有错（什么都没有写）。
    """
    from zhibu.engine.scoring.judged import score_source
    from zhibu.engine.scoring.marks import read_marks
    from zhibu.engine.scoring.periods import span_of

    problems = Problems()
    if out is not None and out.suffix.lower() not in WRITERS:
        problems.add("--out", out.name, f"文件名以 {'、'.join(WRITERS)} 结尾")
    if out is not None and not out.parent.is_dir():
        problems.add("--out", str(out), "已有的文件夹里的文件", "先建好文件夹")
    day = day_of(inside, "--in", problems) if inside else None
    with opened(asked, problems, ()) as ready:
        directive, wanted = _card(ready.rulebook, card)
        span = span_of(wanted.period, day or ready.window.as_of)
        if span.first > ready.window.as_of:
            problems.add("--in", inside, f"不晚于核查日 {ready.window.as_of} 的考评期")
        entered = read_marks(marks, wanted) if marks is not None and not problems.found else []
        problems.raise_any()
        progress = Progress("核查规则")
        found = score_source(ready.rulebook, ready.source, ready.rulebook.directives[directive], wanted,
                             span, ready.window.as_of, entered, progress)
        progress.end()
    unknown = {mark.organisation for mark in entered} - {body.id for body, _ in found}
    for name in sorted(unknown):
        click.echo(f"提示：{name} 不在这张表计分的组织里，录入的分没有用", err=True)
    found = _chosen(found, only)
    if out is not None:
        _written(out, found)
    click.echo(f"《{ready.rulebook.directives[directive].head.title}》{wanted.title}，{span.label}，"
               f"截至 {ready.window.as_of}，{len(found)} 个组织")
    for body, result in found:
        for line in _lines(body, result, bool(only)):
            click.echo(line)
    if out is not None:
        click.echo(f"已写到 {out}")


def _card(rulebook: Rulebook, text: str) -> tuple[str, Scorecard]:
    from zhibu.engine.language.scalars import nearest
    from zhibu.kernel.errors import InputError, Problem

    cards = {f"{key}/{card.id}": (key, card)
             for key, directive in rulebook.directives.items() for card in directive.scorecards}
    if text not in cards:
        raise InputError([Problem("--card", text, f"计分表之一：{'、'.join(cards) or '（没有）'}",
                                  nearest(text, cards))])
    return cards[text]


def _chosen(
    found: list[tuple[Body, Scored]], only: str
) -> list[tuple[Body, Scored]]:
    from zhibu.kernel.errors import InputError, Problem

    kept = [pair for pair in found if pair[0].id == only] if only else found
    if only and not kept:
        raise InputError([Problem("--organisation", only, "这张表计分的组织的编号")])
    return kept


def _lines(body: Body, result: Scored, whole: bool) -> list[str]:
    from zhibu.engine.language.points import points_text, shown

    grade = f"，{result.grade}" if result.grade else ""
    lines = [f"{body.id} {body.name}：{points_text(result.points)} 分{grade}"]
    if result.open:
        lines[0] += f"（{'；'.join(result.open)}）"
    if whole:
        for section in result.sections:
            lines.append(f"  {section.title}：{shown(section.points)} 分。{'；'.join(section.steps)}")
            for item in section.items:
                said = "" if item.is_veto else f"{shown(item.points)} 分。"
                lines.append(f"    {item.id} {item.title}：{said}{'；'.join(item.steps)}")
        lines += [f"  {step}" for step in result.steps]
        lines.append(f"  摘要 {result.digest}")
    return lines


def _rows(found: Sequence[tuple[Body, Scored]]) -> Rows:
    from zhibu.engine.language.points import points_text

    rows: Rows = []
    for body, result in found:
        head = (body.id, body.name, str(result.span.first), str(result.span.last))
        for section in result.sections:
            rows += [
                (*head, section.id, item.id, item.title, points_text(item.points),
                 points_text(item.full) if item.full is not None else "", "", "；".join(item.steps), "", "")
                for item in section.items]
            rows.append((*head, section.id, "", section.title, points_text(section.points), "", "",
                         "；".join(section.steps), "", ""))
        rows.append((*head, "", "", "合计", points_text(result.points), "", result.grade,
                     "；".join(result.steps), "；".join(result.open), result.digest))
    return rows


def _csv(rows: Rows, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _json(rows: Rows, path: Path) -> None:
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


WRITERS: dict[str, Callable[[Rows, Path], None]] = {".csv": _csv, ".json": _json}


def _written(out: Path, found: Sequence[tuple[Body, Scored]]) -> None:
    """Write beside the target first and put it in place when it is complete."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        WRITERS[out.suffix.lower()](_rows(found), beside)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ZhibuError(f"{out} 写不进去：{error.strerror}。换一个位置。") from error
