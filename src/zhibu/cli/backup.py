"""`zhibu backup FILE`: database, uploaded files and manifest in one archive."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", is_flag=True, help="把密钥也放进去（拿到备份的人就能看到全部数据）")
def command(file: Path, with_keys: bool) -> None:
    """把数据库和上传的文件备份到 FILE；密钥另存。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from zhibu.domain.exchange.archive.backup import backup_make
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.kernel.actor import Actor

    require_tables()
    made = backup_make(actor=Actor.system(), target=file, with_keys=with_keys)
    size = made.size / 1024 / 1024
    click.echo(f"已备份到 {made.path}（{size:.1f} MB，{made.rows} 行，{made.files} 个上传的文件）。")
    if with_keys:
        click.echo(
            "注意：备份里有密钥。拿到它的人能看到全部身份证号、电话和文件，像保管保险柜钥匙一样保管它。",
            err=True,
        )
    else:
        click.echo(
            f"注意：密钥不在备份里。把 {settings.ZHIBU_KEYS} 另存到别处；"
            "没有密钥，备份里的身份证号、电话和上传的文件谁也打不开。",
            err=True,
        )
