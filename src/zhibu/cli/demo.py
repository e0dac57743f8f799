"""`zhibu demo`: load the invented county into an empty database, or write it as a facts bundle."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibu.cli.progress import Progress
from zhibu.kernel.clock import today

if TYPE_CHECKING:
    from zhibu.facts.writing import Format

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """演示县：全部虚构的一个县，约 500 个支部、8000 名党员、一年多的活动。"""


@command.command()
@click.option("--on", type=DAY, help="装到哪一天（默认今天）")
@click.option("--seed", type=int, default=20231, show_default=True, help="换一个数，换一个县")
def load(on: dt.datetime | None, seed: int) -> None:
    """把演示县装进空库，给出各角色的账号。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from zhibu.domain.demo.services import accounts_table, demo_prepare
    from zhibu.kernel.actor import Actor

    begun = time.perf_counter()
    progress, actor = Progress("核查规则"), Actor.system("cli")
    loaded = demo_prepare(actor=actor, on=on.date() if on else today(), seed=seed, progress=progress)
    progress.end()
    told = accounts_table(loaded.accounts)
    path = Path(settings.ZHIBU_DATA) / "demo-accounts.txt"
    path.touch(mode=0o600)
    path.write_text(told + "\n", "utf-8")
    verdicts = loaded.counts.pop("verdicts")
    click.echo(
        f"演示县已装好：{sum(loaded.counts.values())} 行事实，核查出 {verdicts} 条结论，"
        f"用时 {time.perf_counter() - begun:.1f} 秒。"
    )
    click.echo(told)


@command.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, help="写到哪一天（默认今天）")
@click.option("--seed", type=int, default=20231, show_default=True, help="换一个数，换一个县")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    show_default=True,
)
def write(target: Path, on: dt.datetime | None, seed: int, fmt: Format) -> None:
    """不用数据库，把演示县写成一个数据包。"""
    from zhibu.domain.demo.county import bundle_rows
    from zhibu.facts.bundle import Bundle
    from zhibu.facts.writing import write_bundle

    bundle = Bundle.from_rows(bundle_rows(on.date() if on else today(), seed))
    click.echo(f"已写到 {write_bundle(bundle, target, fmt)}")
