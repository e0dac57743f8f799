"""Whether the database has its tables; an empty one gets them, an old one is told to be migrated."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhibu.domain.schedule.due import due_make
from zhibu.kernel.errors import Refused


def require_tables() -> None:
    """For commands that are the first to be run on a machine: no traceback about a missing table."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0, interactive=False)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("数据库是旧版本的，先备份，再运行 zhibu manage migrate 升级。")
    else:
        due_make()
