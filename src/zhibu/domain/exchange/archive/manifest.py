"""What an archive says of itself, and the checking of its digests before anything is written."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from zhibu.kernel.errors import Refused

FORM = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
FILES, KEYS = "files/", "keys/"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """The archive's description; `members` gives size and SHA-256 of everything else in it."""

    form: int
    version: str
    made_at: str
    vendor: str  # of the database it was taken from: sqlite (an exact copy) or postgresql (its rows)
    migrations: dict[str, str]  # app -> the last migration applied
    counts: dict[str, int]  # rows by database table
    audit_number: int
    audit_mac: str
    keys: dict[str, str]  # name -> fingerprint of the key it was written with
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def with_keys(self) -> bool:
        """Whether the keys themselves lie in it."""
        return any(name.startswith(KEYS) for name in self.members)

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def digest(stream: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of a stream."""
    found, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        found.update(block)
        size += len(block)
    return size, found.hexdigest()


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The manifest; Refused where this is no backup, or one of a form unknown here."""
    try:
        found = json.loads(archive.read(MANIFEST))
        if found["form"] > FORM:
            raise Refused(f"{path} 是更新版本的程序做的备份，用新版本来恢复。")
        members = {name: (size, mark) for name, (size, mark) in found.pop("members").items()}
        return Manifest(**found, members=members)
    except (KeyError, ValueError, TypeError):
        raise Refused(f"{path} 不是备份文件，或清单读不出来。") from None


def verify_members(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Everything named is there, whole and unchanged; nothing else is; no name leads elsewhere."""
    names = set(archive.namelist()) - {MANIFEST}
    problems = [f"缺少 {name}" for name in sorted(set(manifest.members) - names)]
    problems += [f"多出 {name}" for name in sorted(names - set(manifest.members))]
    for name, expected in manifest.members.items():
        if not _is_ours(name):
            problems.append(f"文件名 {name} 不该出现")
        elif name in names:
            try:
                with archive.open(name) as stream:
                    found = digest(stream)
            except (zipfile.BadZipFile, OSError, EOFError):
                found = (-1, "")
            if found != tuple(expected):
                problems.append(f"{name} 损坏或被改动过")
    if DATABASE not in manifest.members:
        problems.append(f"缺少 {DATABASE}")
    if problems:
        listed = "；".join(problems[:10])
        raise Refused(f"备份 {path} 不完整，没有恢复任何东西：{listed}。")


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name)
    return (
        not parts.is_absolute()
        and ".." not in parts.parts
        and "\\" not in name
        and (name == DATABASE or name.startswith((FILES, KEYS)))
    )
