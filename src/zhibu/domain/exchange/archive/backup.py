"""Makes a backup: one file, whole or not there at all, readable by its owner only."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from zhibu.domain.audit.chain import key_marks
from zhibu.domain.audit.services import entry_record
from zhibu.domain.exchange import policies
from zhibu.domain.exchange.archive import manifest as form
from zhibu.domain.exchange.archive.manifest import Manifest, digest
from zhibu.domain.exchange.archive.tables import (
    applied,
    audit_head,
    copy_sqlite,
    count_rows,
    dump_rows,
)
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.crypto import KEY_NAMES
from zhibu.kernel.errors import Refused

_SEALED = (".sealed", ".zip", ".xlsx", ".jpg", ".png", ".pdf")  # nothing to gain by compressing


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made."""

    path: Path
    size: int
    rows: int
    files: int
    with_keys: bool


def backup_make(*, actor: Actor, target: Path, with_keys: bool = False) -> Backup:
    """Write database, uploaded files and manifest into one archive; keys only where asked for.

    Who may: the keeper of the machine. An existing file is never overwritten.
    """
    policies.backup_make(actor)
    if target.exists():
        raise Refused(f"{target} 已经存在，没有写入。换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():  # first, so that the copy tells of itself
        entry_record(actor=actor, action="backup.make", details={"with_keys": with_keys})
    with tempfile.TemporaryDirectory(prefix=".zhibu-backup-", dir=target.parent) as folder:
        copy = Path(folder) / form.DATABASE
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            copy_sqlite(connection.connection, copy)
        else:
            dump_rows(connection, copy)
        beside = Path(folder) / "archive.zip"
        described = _write(beside, copy, with_keys)
        beside.chmod(0o600)
        os.replace(beside, target)
    files = sum(name.startswith(form.FILES) for name in described.members)
    return Backup(target, target.stat().st_size, sum(described.counts.values()), files, with_keys)


def _write(target: Path, copy: Path, with_keys: bool) -> Manifest:
    members: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        _add(archive, members, copy, form.DATABASE)
        for path in _files(settings.ZHIBU_FILES):
            name = form.FILES + path.relative_to(settings.ZHIBU_FILES).as_posix()
            _add(archive, members, path, name)
        if with_keys:
            for name in KEY_NAMES:
                content = (settings.ZHIBU_SECRETS[name] + "\n").encode()
                archive.writestr(form.KEYS + name, content)
                members[form.KEYS + name] = _digest_of(content)
        described = _describe(copy, members)
        archive.writestr(form.MANIFEST, described.text())
    return described


def _describe(copy: Path, members: dict[str, tuple[int, str]]) -> Manifest:
    number, mac = audit_head(copy)
    try:
        program = version("zhibu")
    except PackageNotFoundError:  # run from a checkout without installing
        program = ""
    return Manifest(
        form=form.FORM,
        version=program,
        made_at=clock.now().isoformat(timespec="seconds"),
        vendor=connection.vendor,
        migrations=applied(connection),
        counts=count_rows(copy),
        audit_number=number,
        audit_mac=mac,
        keys=dict(pair.split(":") for pair in key_marks().split()),
        members=members,
    )


def _add(
    archive: zipfile.ZipFile, members: dict[str, tuple[int, str]], path: Path, name: str
) -> None:
    try:
        with path.open("rb") as stream:
            members[name] = digest(stream)
    except FileNotFoundError:
        return  # an upload whose time ended meanwhile
    plain = path.suffix.lower() in _SEALED
    archive.write(path, name, zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _digest_of(content: bytes) -> tuple[int, str]:
    return digest(io.BytesIO(content))
