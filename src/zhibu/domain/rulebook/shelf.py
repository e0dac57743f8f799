"""The loaded rulebook of this process: packs on the disk; local directives, own values and own types in the database."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.db import connection
from django.db.models import Count, Max

from zhibu.domain.rulebook.inventing import own_types
from zhibu.domain.rulebook.models import LocalDirective, OwnType, ParameterValue
from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.compilable import require_compilable
from zhibu.engine.packs.drafting import with_texts
from zhibu.engine.packs.loader import load
from zhibu.kernel.errors import InputError
from zhibu.kernel.packs import installed_packs, is_own

log = logging.getLogger(__name__)
LOOK_AGAIN = 2.0  # seconds for which files and tables are taken to be unchanged
Signature = tuple[object, ...]


class Shelf:
    """The loaded packs; loaded anew when a file, a local directive or an own value has changed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.signature: Signature | None = None
        self.book = Rulebook()

    def _load(self, folders: list[Path]) -> None:
        """A pack that somebody is just changing must not close the site: the last good one stands."""
        try:
            book = load(folders, own_values())
            require_compilable(_brought(book), engines())
            self.book = _with_local(with_own_types(book))
        except InputError as error:
            if self.signature is None:
                raise
            log.error("rule packs not read, the former ones stay in use:\n%s", error)

    def current(self) -> Rulebook:
        """The packs as they are now; looked at again at most every two seconds."""
        if time.monotonic() - self.looked_at < LOOK_AGAIN:
            return self.book
        with self.lock:
            folders = installed_packs()
            signature = (*_files(folders), *_tables())
            if signature != self.signature:
                self._load(folders)
                self.signature = signature
            self.looked_at = time.monotonic()
        return self.book

    def forget(self) -> None:
        """Look again the next time: something was just changed here."""
        self.looked_at = float("-inf")


def own_values() -> dict[str, dict[str, str]]:
    """Directive -> parameter -> the value that this installation set."""
    found: dict[str, dict[str, str]] = {}
    for value in ParameterValue.objects.filter(ended_at__isnull=True):
        found.setdefault(value.directive, {})[value.parameter] = value.value
    return found


def with_own_types(book: Rulebook) -> Rulebook:
    """The packs joined by the types of activity that organisations invented; those of packs cannot be replaced."""
    own = own_types(book.minutes_fields)
    return replace(book, activity_types={**own, **book.activity_types}) if own else book


def local_packs() -> list[TextPack]:
    """The local directives as they are in use, each in its latest version."""
    latest: dict[str, LocalDirective] = {}
    for version in LocalDirective.objects.order_by("directive", "version"):
        latest[version.directive] = version
    return [TextPack(found.files, f"{key} 第 {found.version} 版") for key, found in latest.items()]


def _with_local(book: Rulebook) -> Rulebook:
    """One local directive that can no longer be read is left out; the others stay in use."""
    packs, own = local_packs(), own_values()
    try:
        return with_texts(book, packs, own)
    except InputError:
        for pack in packs:
            try:
                book = with_texts(book, [pack], own)
            except InputError as error:
                log.error("a local directive is left out:\n%s", error)
        return book


def _brought(book: Rulebook) -> list[Rule]:
    """The rules of packs that the office brought itself: those of the program are known to compile."""
    brought = [name for name, directive in book.directives.items()
               if directive.folder is not None and not is_own(directive.folder)]
    return book.rules(brought)


def engines() -> set[str]:
    """The engines on which the site judges: one organisation, many, and all at once."""
    return {"sqlite", "duckdb", "postgres" if connection.vendor == "postgresql" else "sqlite"}


def _files(folders: Iterable[Path]) -> Signature:
    """What tells whether a file was added, removed or changed, without reading any."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _tables() -> Signature:
    """The same of the tables: versions are only added, values only added and ended."""
    local = LocalDirective.objects.aggregate(n=Count("pk"), last=Max("pk"))
    own = ParameterValue.objects.aggregate(n=Count("pk"), last=Max("pk"), ended=Max("ended_at"))
    types = OwnType.objects.aggregate(n=Count("pk"), last=Max("pk"))
    return (*local.values(), *own.values(), *types.values())


def value_problems(directive: Directive, parameter: str, value: str) -> list[str]:
    """What the rules of a directive say to a value of one of its parameters; nothing where it fits."""
    if not value:
        return ["还没有填值。"]
    book = replace(shelf.current(), directives={})
    if directive.folder is not None:
        files = {path.name: path.read_text("utf-8") for path in directive.folder.glob("*.yaml")}
        pack = TextPack(files)
    else:
        versions = LocalDirective.objects.filter(directive=directive.id).order_by("version")
        pack = TextPack(versions.last().files)  # type: ignore[union-attr]  # it is local: there is one
    own = {directive.id: {**directive.values, parameter: value}}
    try:
        with_texts(book, [pack], own)
    except InputError as error:
        return [f"“{value}”不合用：应为{problem.expected}。" for problem in error.problems]
    return []


shelf = Shelf()
