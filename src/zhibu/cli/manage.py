"""`zhibu manage ...`: Django's own administrative commands, with our settings."""

from __future__ import annotations

import os

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Django 管理命令，例如 zhibu manage migrate。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhibu manage", *words])
