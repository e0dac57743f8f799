"""`zhibu rules`: check rule packs and run their cases."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zhibu.cli.rules_local import export, import_
from zhibu.kernel.packs import installed_packs


@click.group()
def command() -> None:
    """制度库：校验写法，跑样例，生成 JSON Schema，导出和导入本单位写的制度。"""


command.add_command(export)
command.add_command(import_)


@command.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """校验制度包的写法，并把每条规则编译到每种数据库；不写文件夹就校验随程序安装的。"""
    from zhibu.cli.progress import Progress
    from zhibu.engine import load
    from zhibu.engine.packs.compilable import require_compilable
    from zhibu.engine.sources.copies import ENGINES

    rulebook = load(folders or installed_packs())
    progress = Progress("编译规则")
    try:
        require_compilable(rulebook.rules(), progress=progress)
    finally:
        progress.end()
    for warning in rulebook.warnings:
        click.echo(f"提示：{warning}")
    for directive in rulebook.directives.values():
        click.echo(f"{directive.id}：{len(directive.rules)} 条规则，{len(directive.articles)} 个条款，"
                   f"{len(directive.cases)} 个样例")
    click.echo(f"写法没有问题；每条规则都能用 {'、'.join(ENGINES)} 计算。")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """把 JSON Schema 写到一个文件夹。"""
    from zhibu.engine.language.json_schema import write_schemas

    write_schemas(folder)
    click.echo(f"已写到 {folder}")


@command.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--engine", default="sqlite", show_default=True,
              type=click.Choice(["duckdb", "sqlite"]), help="用哪种数据库计算")
def test(folders: tuple[Path, ...], engine: str) -> None:
    """跑制度包的样例；不写文件夹就跑随程序安装的。

    退出码：0 全部符合，1 有不符合的样例，或有规则没有样例。
    """
    from zhibu.engine import load
    from zhibu.engine.packs.cases import run_cases
    from zhibu.engine.scoring.cases import cards_without_case, run_score_cases

    rulebook = load(folders or installed_packs())
    report = run_cases(rulebook, engine)
    results = [(found.directive, found.case.name, found.differences) for found in report.results]
    scores = run_score_cases(rulebook, engine)
    results += [(directive, case.name, differences) for directive, case, differences in scores]
    for directive, name, differences in results:
        if differences:
            click.echo(f"不符合  {directive}：{name}")
            for difference in differences:
                click.echo(f"    {difference}")
    without = [*report.without_case, *cards_without_case(rulebook)]
    for rule in without:
        click.echo(f"没有样例  {rule}")
    failed = sum(bool(differences) for _, _, differences in results)
    click.echo(f"样例 {len(results)} 个，不符合 {failed} 个；没有样例的规则和计分表 {len(without)} 条。")
    if failed or without:
        sys.exit(1)


@command.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--open", "only_open", is_flag=True, help="只列还没有做完的")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写成 CSV 文件")
def coverage(folders: tuple[Path, ...], only_open: bool, out: Path | None) -> None:
    """逐项列出条文的要求由什么回答：规则、流程、记录、台账、页面、由人判断，或者还没有做。"""
    from zhibu.cli.coverage import listed, write
    from zhibu.engine import load
    from zhibu.engine.packs.coverage import coverage as answered

    rows = answered(load(folders or installed_packs()))
    if out is not None:
        write(out, rows)
    for line in listed(rows, only_open):
        click.echo(line)


@command.command()
@click.argument("directives", nargs=-1, required=True)
@click.option("--rules", "folders", multiple=True, type=click.Path(path_type=Path),
              help="制度包的文件夹；不写就用随程序安装的")
@click.option("--only-differences", is_flag=True, help="只列说法不同的")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写成 CSV 文件")
def compare(
    directives: tuple[str, ...], folders: tuple[Path, ...], only_differences: bool, out: Path | None
) -> None:
    """比对几份制度：同一个问题各怎么说，谁更严、谁更宽、哪里矛盾，没有另作决定时怎样读。"""
    from zhibu.cli.comparing import listed, write
    from zhibu.engine import load
    from zhibu.engine.comparing import compare as compared

    rulebook = load(folders or installed_packs())
    found = [
        matter for matter in compared(rulebook, directives)
        if matter.differs or not only_differences
    ]
    if out is not None:
        write(out, rulebook, found)
    for line in listed(rulebook, found):
        click.echo(line)
