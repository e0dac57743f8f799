"""`zhibu whatif`: what adopting, ending, a draft or another value would do, tried on a bundle without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibu.cli.csv_files import excel_csv
from zhibu.cli.opening import Asked, Opened, Problems, day_of, judging_options, opened
from zhibu.cli.progress import Progress

if TYPE_CHECKING:
    from zhibu.engine import Rulebook
    from zhibu.engine.forecasting import WhatIf
    from zhibu.engine.forecasting.what_if import Change

SHOWN = 20  # organisations listed; the file has all


@click.command()
@judging_options
@click.option("--adopt", multiple=True, metavar="制度@组织:日期", help="试着从这天起在这个组织执行；可写几次")
@click.option("--retire", multiple=True, metavar="制度@组织:日期", help="试着从这天起不再执行；可写几次")
@click.option("--draft", type=click.Path(path_type=Path), metavar="DIR",
              help="一份草案的文件夹；编号同装入的一样就代替它，否则当作各最上级组织都执行")
@click.option("--set", "values", multiple=True, metavar="制度.参数=值", help="试一个参数的另一个值；可写几次")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件", help="把有变化的结论写到 .csv 文件")
def command(
    asked: Asked, adopt: tuple[str, ...], retire: tuple[str, ...], draft: Path | None,
    values: tuple[str, ...], out: Path | None,
) -> None:
    """试算：改了以后谁会没做到什么，一年的负担前后各多少。什么都不写入。

    退出码：0 算完，2 输入有错。
    """
    from zhibu.engine.forecasting import what_if
    from zhibu.engine.forecasting.what_if import body_names
    from zhibu.engine.sources.sessions import DuckDBSource

    problems = Problems()
    changes = [*_changes(adopt, True, problems), *_changes(retire, False, problems)]
    if not (changes or draft or values):
        problems.add("参数", "没有写要试什么", "--adopt、--retire、--draft、--set 至少一个")
    if asked.engine != "duckdb":
        problems.add("--engine", asked.engine, "duckdb", "试算在内存里的副本上做")
    if out is not None and (out.suffix.lower() != ".csv" or not out.parent.is_dir()):
        problems.add("--out", str(out), "已有的文件夹里、以 .csv 结尾的文件")
    with opened(asked, problems, ()) as ready:
        after = _after(asked, ready.rulebook, draft, values)
        changes += _draft_everywhere(ready, after, draft, changes)
        assert isinstance(ready.source, DuckDBSource)
        progress = Progress("试算")
        found = what_if(ready.rulebook, after, ready.source, changes, ready.window, said=progress)
        progress.end()
        said = Words(_sentences(ready.rulebook) | _sentences(after), body_names(ready.source))
    click.echo("\n".join(lines(found, said)))
    if out is not None:
        _write(out, found, said)
        click.echo(f"已写到 {out}")


@dataclass(frozen=True, slots=True)
class Words:
    """What rules ask and what organisations are called, by their ids."""

    sentences: dict[tuple[str, str], str]
    bodies: dict[str, str]


def _sentences(book: Rulebook) -> dict[tuple[str, str], str]:
    return {rule.key: str(rule.spec.sentence) for rule in book.rules()}


def _changes(texts: Sequence[str], adopting: bool, problems: Problems) -> Iterator[Change]:
    from zhibu.engine.forecasting import Adopt, Retire

    option = "--adopt" if adopting else "--retire"
    for text in texts:
        directive, at, rest = text.partition("@")
        organisation, colon, day = rest.rpartition(":")
        if not (directive and at and organisation and colon):
            problems.add(option, text, "制度编号@组织编号:日期，如 loudi-groups-2023@B1:2024-01-01")
            continue
        on = day_of(day, option, problems)
        if on is not None:
            yield Adopt(directive, organisation, on) if adopting else Retire(directive, organisation, on)


def _after(
    asked: Asked, before: Rulebook, draft: Path | None, values: Sequence[str]
) -> Rulebook:
    """The rulebook with the draft in its place and the values put in; InputError with all that is wrong."""
    from zhibu.engine import load
    from zhibu.kernel.packs import installed_packs

    problems = Problems()
    own: dict[str, dict[str, str]] = {}
    for text in values:
        name, equals, value = text.partition("=")
        directive, dot, parameter = name.rpartition(".")
        known = before.directives.get(directive)
        names = [one.name for one in known.head.parameters] if known is not None else []
        if not (equals and dot and value) or parameter not in names:
            expected = f"参数之一：{'、'.join(names)}" if names else "有参数的制度，写成 制度.参数=值"
            problems.add("--set", text, expected)
        own.setdefault(directive, {})[parameter] = value
    problems.raise_any()
    found = load(asked.rules or installed_packs(), own) if own else before
    if draft is not None:
        found = replace(found, directives={**found.directives, **load(draft).directives})
    return found


def _draft_everywhere(
    ready: Opened, after: Rulebook, draft: Path | None, changes: Sequence[Change]
) -> Iterator[Change]:
    """A new draft that nobody was said to adopt is tried at every topmost organisation."""
    from zhibu.engine.forecasting import Adopt
    from zhibu.engine.forecasting.what_if import topmost

    new = sorted(set(after.directives) - set(ready.rulebook.directives))
    if draft is None or "adoptions" not in ready.source.tables:
        return
    for name in new:
        if not any(change.directive == name for change in changes):
            since = max(ready.window.since, after.directives[name].head.effective)
            yield from (Adopt(name, body, since) for body in topmost(ready.source))


def lines(found: WhatIf, said: Words) -> Iterator[str]:
    """How many verdicts fare how, by rule and organisation, and the burden before and after."""
    from zhibu.engine.forecasting.burden import UNITS
    from zhibu.engine.forecasting.what_if import FATES

    fates = found.fates
    yield "，".join(f"{word} {fates[fate]} 条" for fate, word in FATES.items() if fates[fate])
    rules = found.by_rule()
    if rules:
        yield "\n按规则"
    for directive, rule, counts in rules:
        yield f"  {directive} {rule} {said.sentences.get((directive, rule), '')}：".replace(" ：", "：") + _counted(counts)
    bodies = found.by_body()
    if bodies:
        yield "\n按组织"
    for body, counts in bodies[:SHOWN]:
        yield f"  {body} {said.bodies.get(body, '')}：" + _counted(counts)
    if len(bodies) > SHOWN:
        yield f"  还有 {len(bodies) - SHOWN} 个组织，用 --out 写到文件里看"
    yield f"\n一年的负担（{found.before.since} 起，改以前 → 改以后）"
    before, after = found.before.totals, found.after.totals
    for unit, label in UNITS.items():
        if before[unit] or after[unit]:
            yield f"  {label}：{before[unit]} → {after[unit]}（{after[unit] - before[unit]:+d}）"


def _counted(counts: Counter[str]) -> str:
    from zhibu.engine.forecasting.what_if import FATES

    return "，".join(f"{word} {counts[fate]}" for fate, word in FATES.items() if counts[fate])


def _write(path: Path, found: WhatIf, said: Words) -> None:
    from zhibu.engine.forecasting.what_if import FATES
    from zhibu.engine.language.words import STATUSES

    head = ("变化", "制度", "规则", "要求", "条款", "组织", "组织名称", "对象", "期间从", "期间到", "到期", "改以前", "改以后", "说明")
    with excel_csv(path, head) as writer:
        for one in found.turned:
            now = one.now
            was = STATUSES[one.before.status] if one.before else ""
            then = STATUSES[one.after.status] if one.after else ""
            writer.writerow((
                FATES[one.fate], now.directive, now.rule, said.sentences.get((now.directive, now.rule), ""),
                now.article, now.organisation, said.bodies.get(now.organisation, ""), now.subject,
                now.period_start, now.period_end, now.due or "", was, then, now.reason))
