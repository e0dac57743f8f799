"""Who may take facts in and out as a whole: the keeper of the machine, at the command line."""

from __future__ import annotations

from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def facts_import(actor: Actor) -> None:
    """Take in a whole bundle."""
    if not actor.everything:
        raise NotAllowed("整包导入、导出在服务器上用 zhibu facts 命令做。")


facts_export = facts_import


def backup_make(actor: Actor) -> None:
    """Make a backup, or restore one."""
    if not actor.everything:
        raise NotAllowed("备份和恢复在服务器上用 zhibu backup、zhibu restore 命令做。")


backup_restore = backup_make
