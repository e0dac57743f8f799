"""Restores a backup: built and checked beside, then moved into place; nothing half-written.

SQLite: the database is made ready in a staging folder within the data folder and exchanged by renaming;
what was there before is kept in a folder of its own. PostgreSQL: one transaction does all of it.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from zhibu.domain.audit.services import entry_record
from zhibu.domain.exchange import policies
from zhibu.domain.exchange.archive import manifest as form
from zhibu.domain.exchange.archive.checks import (
    readable_problem,
    require_chain,
    require_counts,
    require_free,
)
from zhibu.domain.exchange.archive.keys import KeyPlan, keys_of
from zhibu.domain.exchange.archive.manifest import Manifest, read_manifest, verify_members
from zhibu.domain.exchange.archive.moves import Moves
from zhibu.domain.exchange.archive.tables import load_rows, our_tables, tables_of
from zhibu.domain.exchange.facts.views import drop_views
from zhibu.facts.normal import quoted
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where that which was there before lies now (None: nothing was)."""

    manifest: Manifest
    kept: Path | None


def backup_restore(
    *, actor: Actor, source: Path, replace: bool = False, keys: Path | None = None
) -> Restored:
    """Put a backup in place of an empty installation, or with `replace` of any.

    Checked first: digests, keys, state of migrations, number of rows, the audit chain, that encrypted
    columns can be read. Who may: the keeper of the machine, with the site stopped.
    """
    policies.backup_restore(actor)
    data: Path = settings.ZHIBU_DATA
    with contextlib.ExitStack() as stack:
        archive = stack.enter_context(_opened(source))
        described = read_manifest(archive, source)
        verify_members(archive, described, source)
        _require_known(described)
        if not replace:
            require_free(connection)
        stage = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".restore-", dir=data)))
        _unpack(archive, described, stage)
        plan = keys_of(described, stage / "keys", keys)
        moves = Moves(data)
        stack.enter_context(plan.in_use())
        if connection.vendor == "sqlite":
            _restore_sqlite(actor, described, stage, moves, plan)
        else:
            _restore_postgres(actor, described, stage, moves, plan)
        return Restored(described, moves.kept)


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise Refused(f"没有找到备份文件 {source}。") from None
    except (zipfile.BadZipFile, OSError):
        raise Refused(f"{source} 不是备份文件，或已经损坏。") from None
    with archive:
        yield archive


def _require_known(described: Manifest) -> None:
    """A backup of a newer program holds migrations that this one does not know."""
    known = MigrationExecutor(connection).loader.disk_migrations
    missing = [f"{a}.{m}" for a, m in described.migrations.items() if (a, m) not in known]
    if missing:
        raise Refused(
            f"备份是别的版本的程序（{described.version or '未知'}）做的，这里没有 {'、'.join(missing)}；"
            "用做备份的那个版本或更新的版本恢复。"
        )


def _unpack(archive: zipfile.ZipFile, described: Manifest, stage: Path) -> None:
    for name in described.members:
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(name) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        target.chmod(0o600)


def _restore_sqlite(
    actor: Actor, described: Manifest, stage: Path, moves: Moves, plan: KeyPlan
) -> None:
    ready = stage / "zhibu.sqlite3"
    if described.vendor == "sqlite":
        (stage / form.DATABASE).rename(ready)
    current = Path(str(connection.settings_dict["NAME"]))
    with _pointed_at(ready):
        if described.vendor != "sqlite":
            _migrate_to(described)
            with transaction.atomic():
                load_rows(connection, stage / form.DATABASE)
        _finish(actor, described)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ready.chmod(0o600)
    with moves:
        for beside in ("", "-wal", "-shm"):
            moves.away(Path(f"{current}{beside}"))
        moves.into(ready, current)
        _move_rest(stage, moves, plan)


def _restore_postgres(
    actor: Actor, described: Manifest, stage: Path, moves: Moves, plan: KeyPlan
) -> None:
    with moves, transaction.atomic():
        drop_views(connection)
        with connection.cursor() as cursor:
            for table in our_tables(connection):
                cursor.execute(f"DROP TABLE {quoted(table)} CASCADE")
        _migrate_to(described)
        load_rows(connection, stage / form.DATABASE)
        _finish(actor, described)
        _move_rest(stage, moves, plan)


def _move_rest(stage: Path, moves: Moves, plan: KeyPlan) -> None:
    """Uploaded files and keys; what is in their place goes away with the old database."""
    moves.away(settings.ZHIBU_FILES)
    if (stage / "files").is_dir():
        moves.into(stage / "files", settings.ZHIBU_FILES)
    for name, path in plan.files.items():
        target = settings.ZHIBU_KEYS / name
        moves.away(target)
        moves.into(path, target)


@contextlib.contextmanager
def _pointed_at(path: Path) -> Iterator[None]:
    """The application's connection leads to the database being made ready."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _migrate_to(described: Manifest) -> None:
    """The tables as they were when the backup was made."""
    MigrationExecutor(connection).migrate(list(described.migrations.items()))


def _finish(actor: Actor, described: Manifest) -> None:
    """Check the rows, bring the tables up to this program, record the restoring."""
    require_counts(described, {table: _count(table) for table in tables_of(connection)})
    call_command("migrate", verbosity=0, interactive=False)
    require_chain(described)  # read by the models of this program, so once the tables are its own
    problem = readable_problem()
    if problem:
        raise Refused(problem)
    with transaction.atomic():
        entry_record(
            actor=actor,
            action="backup.restore",
            details={"made_at": described.made_at, "audit_number": described.audit_number},
        )


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quoted(table)}")
        return int(cursor.fetchone()[0])
