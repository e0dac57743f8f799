"""`zhibu work`: periodic work, in a loop beside the web server or once, for a day long past too."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time

import click

from zhibu.cli.progress import Progress
from zhibu.kernel.clock import now

PAUSE = 30  # seconds between two looks at the table of jobs
BEAT = 1  # seconds between two looks whether the parent still lives, and whether verdicts are waiting

log = logging.getLogger("zhibu.work")


def _wait(parent: int | None) -> bool:
    """Pause, and judge what was touched; False as soon as the process that started us is gone."""
    from zhibu.jobs import runner

    for _ in range(PAUSE // BEAT):
        if parent is not None and os.getppid() != parent:
            return False
        try:
            runner.work_off()
        except Exception:  # it stays noted and is tried again after the pause
            log.exception("what was touched could not be judged")
            time.sleep(PAUSE)
        time.sleep(BEAT)
    return True


@click.command()
@click.option("--once", is_flag=True, help="到期的做一遍就结束")
@click.option("--job", "names", multiple=True, help="只做这一项（不管是否到期），可写多次")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="当作这一天来做（与 --job 同用）")
@click.option("--while-parent-lives", is_flag=True, hidden=True)
def command(
    once: bool, names: tuple[str, ...], as_of: dt.datetime | None, while_parent_lives: bool
) -> None:
    """定时任务：每日重新核查、清除过期文件等。"""
    parent = os.getppid() if while_parent_lives else None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from django.db import close_old_connections

    from zhibu.jobs import runner

    if names:
        for name in names:
            day, progress = as_of.date() if as_of else now().date(), Progress("核查规则")
            told = runner.run_named(name=name, day=day, progress=progress)
            progress.end()
            click.echo(told)
        return
    while True:
        close_old_connections()  # the server may have ended an idle one
        try:
            lines = runner.run_due(at=now())
        except Exception:  # a database that is busy or away now may answer at the next look
            if once:
                raise
            log.exception("the jobs could not be looked at")
            lines = []
        if once:
            runner.work_off()
            for line in lines:
                click.echo(line)
        if once or not _wait(parent):
            return
