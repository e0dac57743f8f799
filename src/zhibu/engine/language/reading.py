"""What a run of the loader has read so far: one file as its model, the problems, the warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from zhibu.engine.language.checking import checked
from zhibu.engine.language.reader import Document, Place, read_document, read_text
from zhibu.engine.language.texts import TextFile
from zhibu.kernel.errors import Problem

M = TypeVar("M", bound=BaseModel)
File = Path | TextFile
Own = Mapping[str, Mapping[str, str]]  # directive -> parameter -> the value this installation set


@dataclass(frozen=True)
class Reference:
    """A rule that something outside rules.yaml names, as `RULE` or `DIRECTIVE/RULE`."""

    document: Document
    place: Place
    directive: str  # whose rule it is, where the name does not say
    name: str
    late: bool = False  # whoever names it counts what was made good too late


@dataclass
class Reading:
    """What has been read so far and what was found wrong."""

    root: Path
    own: Own = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)  # looked up when all is read

    def read(self, path: File, model: type[M]) -> tuple[Document, M | None]:
        """One file as its model; problems are noted here."""
        if isinstance(path, TextFile):
            document = read_text(path.read_text(), path.label)
        else:
            document = read_document(path, _label(path, self.root))
        value = checked(model, document) if document.value is not None else None
        if document.value is None and not document.problems:
            document.problem((), "", "文件内容")
        return document, value

    def take(self, document: Document) -> None:
        self.problems += document.problems
        document.problems = []


def _label(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
