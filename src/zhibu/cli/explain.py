"""`zhibu explain`: one verdict with its article, facts, arithmetic and cure."""

from __future__ import annotations

import click

from zhibu.cli.opening import Asked, Problems, day_of, judging_options, opened


@click.command()
@judging_options
@click.argument("directive")
@click.argument("rule")
@click.argument("subject")
@click.argument("period_start", default="")
def command(asked: Asked, directive: str, rule: str, subject: str, period_start: str) -> None:
    """说明一条结论：条款、计入的事实、算法、怎么补。

    不写 PERIOD_START 就说明最近的一个期间。
    """
    from zhibu.engine import explain

    problems = Problems()
    start = day_of(period_start, "PERIOD_START", problems) if period_start else None
    with opened(asked, problems, (directive,)) as ready:
        found = explain(
            ready.rulebook, ready.source, ready.window, directive, rule, subject, start)
    click.echo("\n".join(found.lines()))
