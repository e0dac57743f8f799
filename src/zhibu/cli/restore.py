"""`zhibu restore FILE`: a backup takes the place of an empty installation, or of any with --replace."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="替换现有的数据（先停下网站）")
@click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False), help="原来的密钥文件夹"
)
def command(file: Path, replace: bool, keys: Path | None) -> None:
    """从备份 FILE 恢复；先核对，全部对了才替换。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.exchange.archive.restore import backup_restore
    from zhibu.kernel.actor import Actor

    done = backup_restore(actor=Actor.system(), source=file, replace=replace, keys=keys)
    rows = sum(done.manifest.counts.values())
    click.echo(f"已恢复 {done.manifest.made_at} 的备份：{rows} 行，操作日志 {done.manifest.audit_number} 条，核对无误。")
    if done.kept is not None:
        click.echo(f"原来的数据留在 {done.kept}，确认无误以后可以删去。")
