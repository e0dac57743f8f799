"""`zhibu forecast`: the duties of the coming months of a bundle, or of an organisation or member of the site."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibu.cli.opening import Asked, Problems, opened
from zhibu.kernel import clock

if TYPE_CHECKING:
    from zhibu.engine import Rulebook
    from zhibu.engine.forecasting import Duty, Forecast
    from zhibu.engine.sources.sessions import Source

MOST_MONTHS = 36


@click.command()
@click.argument("bundle", required=False, type=click.Path(path_type=Path))
@click.option("--site", "organisation", default="", metavar="组织编号",
              help="看网站数据库里的这个组织和它下面的，代替数据包")
@click.option("--member", default="", metavar="党员编号",
              help="只看这一名党员的；不写数据包就看网站数据库里的")
@click.option("--months", default=12, show_default=True, help="往后看几个月")
@click.option("--as-of", default="", metavar="日期", help="从哪一天往后看；不写是今天")
@click.option("--rules", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
              help="用这个文件夹里的制度包，代替随程序安装的；可写几次")
@click.option("--out", type=click.Path(path_type=Path), metavar="文件", help="写到 .csv 文件")
@click.option("--ics", type=click.Path(path_type=Path), metavar="文件", help="写成日历文件 .ics")
def command(
    bundle: Path | None, organisation: str, member: str, months: int, as_of: str,
    rules: tuple[Path, ...], out: Path | None, ics: Path | None,
) -> None:
    """今后要办的事：最早哪天能办，最迟哪天办，谁来办，前后各要做什么。已经过期的排在最前。

    退出码：0 算完，2 输入有错（什么都没有写）。
    """
    problems = Problems()
    _check(bundle, organisation, member, months, out, ics, problems)
    if bundle is not None:
        asked = Asked(bundle, rules, as_of, "", "duckdb")
        with opened(asked, problems, ()) as ready:
            from zhibu.engine.forecasting import forecast

            scope = None if not member else _branches(ready.source, member)
            found = forecast(ready.rulebook, ready.source, ready.window.as_of, scope, months)
            rulebook = ready.rulebook
    else:
        found, rulebook = _on_site(organisation, member, months, as_of, problems)
    if member:
        found = _only(found, member)
    _told(found, rulebook, out, ics)


def _check(
    bundle: Path | None, organisation: str, member: str, months: int, out: Path | None,
    ics: Path | None, problems: Problems,
) -> None:
    if (bundle is None) == (not organisation) and not (bundle is None and member):
        problems.add("参数", str(bundle or ""), "一个数据包，或者 --site 组织编号，或者 --member 党员编号")
    if not 1 <= months <= MOST_MONTHS:
        problems.add("--months", str(months), f"1 到 {MOST_MONTHS}")
    for option, path, suffix in (("--out", out, ".csv"), ("--ics", ics, ".ics")):
        if path is not None and (path.suffix.lower() != suffix or not path.parent.is_dir()):
            problems.add(option, str(path), f"已有的文件夹里、以 {suffix} 结尾的文件")
    if bundle is None:
        problems.raise_any()


def _branches(source: Source, member: str) -> set[str]:
    """The bodies a member of a bundle ever belonged to."""
    from zhibu.engine.forecasting.forecast import bodies_of

    found = bodies_of(source, member)
    if not found:
        problems = Problems()
        problems.add("--member", member, "数据包里编入了党组织的一名党员的编号")
        problems.raise_any()
    return found


def _only(found: Forecast, member: str) -> Forecast:
    from dataclasses import replace

    own = tuple(duty for duty in found.duties if duty.subject == member)
    return replace(found, duties=own)


def _on_site(
    organisation: str, member: str, months: int, as_of: str, problems: Problems
) -> tuple[Forecast, Rulebook]:
    """The same on the database of the site, as the machine's keeper sees it."""
    from zhibu.cli.opening import day_of

    today = day_of(as_of, "--as-of", problems) if as_of else clock.today()
    problems.raise_any()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.domain.planning import selectors
    from zhibu.domain.rulebook.selectors import rulebook
    from zhibu.kernel.actor import Actor

    require_tables()
    keeper = Actor.system("cli")
    day = today or clock.today()
    if organisation:
        found = selectors.forecast_of_organisation(
            actor=keeper, key=organisation, today=day, months=months)
    else:
        found = selectors.forecast_of_member(actor=keeper, key=member, today=day, months=months)
    return found, rulebook()


def _told(found: Forecast, rulebook: Rulebook, out: Path | None, ics: Path | None) -> None:
    from zhibu.cli.planning_files import write_csv
    from zhibu.engine.forecasting import together
    from zhibu.engine.forecasting.calendars import calendar_file

    click.echo("\n".join(lines(found, rulebook)))
    if out is not None:
        write_csv(out, found, rulebook)
        click.echo(f"已写到 {out}")
    if ics is not None:
        wanted = together(found.of("overdue", "due"))
        ics.write_bytes(calendar_file(wanted, rulebook, "zhibu", "要办的事", found.today))
        click.echo(f"已写到 {ics}")


def lines(found: Forecast, rulebook: Rulebook) -> Iterator[str]:
    """The agenda as text: what is overdue, then month by month."""
    from zhibu.engine.forecasting import together

    yield f"{found.today} 至 {found.horizon}"
    overdue, due = together(found.of("overdue")), together(found.of("due"))
    yield f"已过期 {len(overdue)} 项，要办 {len(due)} 项，已办 {len(found.of('done'))} 项，已豁免 {len(found.of('waived'))} 项"
    month = ""
    for duty in (*overdue, *due):
        heading = "已过期" if duty.state == "overdue" else f"{duty.latest.year} 年 {duty.latest.month} 月"
        if heading != month:
            yield f"\n{heading}"
            month = heading
        yield from _one(duty, rulebook)
    if not overdue and not due:
        yield "这段时间没有能预先说出的事。"
    for directive, rule, why in found.unknown:
        yield f"说不清：{directive} {rule}：{why}"


def _one(duty: Duty, rulebook: Rulebook) -> Iterator[str]:
    from zhibu.engine.forecasting.duties import PLACES

    title = rulebook.directives[duty.directive].head.title
    who = f"{len(duty.subjects)} 名党员" if duty.subject_kind == "member" and len(duty.subjects) > 1 else duty.subject
    advised = f"（放假，{_day(duty.advised)} 前办好）" if duty.advised != duty.latest else ""
    yield (f"  {duty.latest} 前{advised} {duty.organisation} {who if who != duty.organisation else ''}"
           f" {duty.what}；{_day(duty.earliest)} 起可办；{duty.who_text}；《{title}》{duty.article} {duty.rule}")
    for step in duty.steps:
        by = f"，最迟 {step.latest}" if step.latest else ""
        some = "（只对一部分活动）" if step.conditional else ""
        yield f"      {PLACES[step.place]}：{step.text}{by}{some}"


def _day(day: dt.date) -> str:
    return day.isoformat()
