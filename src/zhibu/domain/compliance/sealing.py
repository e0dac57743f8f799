"""What a kept run rested on, as bytes: its verdicts as compressed CSV, the texts of its packs as a zip."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from zhibu.domain.compliance.digests import cells as written
from zhibu.domain.rulebook.shelf import local_packs, own_values
from zhibu.engine import Rulebook, Verdict, load
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.drafting import with_texts
from zhibu.kernel.packs import installed_packs

_DAYS = ("period_start", "period_end", "due")


def verdict_bytes(verdicts: Iterable[Verdict]) -> bytes:
    """The rows in the form of the verdict file, with the organisation as the last column."""
    content = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=content, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(Verdict._fields)
        writer.writerows(written(verdict) for verdict in verdicts)
    return content.getvalue()


def verdicts_of(content: bytes) -> Iterator[Verdict]:
    """The rows again, one after another."""
    with gzip.open(io.BytesIO(content), "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            cells: dict[str, Any] = dict(row)
            for name in _DAYS:
                cells[name] = dt.date.fromisoformat(row[name]) if row[name] else None
            yield Verdict(**cells)


def pack_bytes() -> bytes:
    """The texts of all packs as they are installed, local directives and own values of parameters too."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, folder in enumerate(installed_packs()):
            for path in sorted(folder.rglob("*.yaml")):
                archive.write(path, f"packs/{number}/{path.relative_to(folder).as_posix()}")
        local = [{"name": pack.name, "files": dict(pack.files)} for pack in local_packs()]
        archive.writestr("local.json", json.dumps(local, ensure_ascii=False))
        archive.writestr("values.json", json.dumps(own_values(), ensure_ascii=False))
    return content.getvalue()


def book_of(content: bytes) -> Rulebook:
    """The rulebook that these texts make."""
    with (
        tempfile.TemporaryDirectory(prefix="zhibu-packs-") as name,
        zipfile.ZipFile(io.BytesIO(content)) as archive,
    ):
        archive.extractall(name)
        own = json.loads(archive.read("values.json"))
        local = json.loads(archive.read("local.json"))
        book = load(sorted((Path(name) / "packs").iterdir()), own)
        return with_texts(book, [TextPack(one["files"], one["name"]) for one in local], own)
