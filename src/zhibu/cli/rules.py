"""`zhibu rules`: check rule packs and run their cases."""

from __future__ import annotations

from pathlib import Path

import click

from zhibu.engine.packs import installed_packs


@click.group()
def command() -> None:
    """制度库：校验写法，跑样例，生成 JSON Schema。"""


@command.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """校验制度包的写法；不写文件夹就校验随程序安装的。"""
    from zhibu.engine import load

    rulebook = load(folders or installed_packs())
    for warning in rulebook.warnings:
        click.echo(f"提示：{warning}")
    for directive in rulebook.directives.values():
        click.echo(f"{directive.id}：{len(directive.rules)} 条规则，{len(directive.articles)} 个条款，"
                   f"{len(directive.cases)} 个样例")
    click.echo("写法没有问题。")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """把 JSON Schema 写到一个文件夹。"""
    from zhibu.engine.language.json_schema import write_schemas

    write_schemas(folder)
    click.echo(f"已写到 {folder}")
