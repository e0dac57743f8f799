"""`zhibu facts ...`: check, take in and give out facts bundles (数据包)."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import click

from zhibu.kernel.actor import Actor


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """数据包：校验、整理、导入、导出。"""


@command.command("validate")
@click.argument("bundle", type=click.Path(path_type=Path))
def validate(bundle: Path) -> None:
    """校验数据包 BUNDLE（文件夹或 .xlsx），列出每一处问题。"""
    from zhibu.facts.reading import read_bundle
    from zhibu.facts.summary import summary_lines

    for line in summary_lines(read_bundle(bundle)):
        click.echo(line)


@command.command("prepare")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def prepare(bundle: Path, folder: Path) -> None:
    """校验数据包 BUNDLE，整理成可以反复核查的 Parquet，写到 FOLDER（不含个人信息列）。

    FOLDER 可以直接交给 zhibu check 和 zhibu explain，不再重新校验；用 Spark 集群核查时必须先整理。
    """
    from zhibu.facts.prepared import write_prepared
    from zhibu.facts.reading import read_bundle

    found = read_bundle(bundle)
    for warning in found.warnings:
        click.echo(f"提示：{warning}", err=True)
    click.echo(f"已写到 {write_prepared(found, folder)}。")


@command.command("import")
@click.argument("bundle", type=click.Path(path_type=Path))
def import_(bundle: Path) -> None:
    """把数据包 BUNDLE 导入数据库；有一处问题就整包不收。"""
    services = _exchange_services()
    for line in services.facts_import(path=bundle, actor=Actor.system()).lines():
        click.echo(line)


@command.command("export")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--personal", is_flag=True, help="连同性别、出生日期、身份证号、手机号码")
@click.option("--format", "fmt", type=click.Choice(["csv", "parquet", "xlsx"]), default="csv")
def export(directory: Path, personal: bool, fmt: str) -> None:
    """把数据库导出为数据包，写到 DIRECTORY。"""
    services = _exchange_services()
    written = services.facts_export(target=directory, personal=personal, format=fmt, actor=Actor.system())
    click.echo(f"已写到 {written}。")


def _exchange_services() -> Any:
    """The database is opened only by the commands that need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    importlib.import_module("zhibu.domain.exchange.readiness").require_tables()
    return importlib.import_module("zhibu.domain.exchange.services")
