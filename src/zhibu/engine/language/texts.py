"""A pack that lies in no folder: its files as texts by name, read and checked like those of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# The files of a pack of one directive; a pack kept as texts brings no words of its own.
FILES = ("directive.yaml", "rules.yaml", "articles.yaml", "clauses.yaml", "cases.yaml", "positions.yaml",
         "scorecard.yaml", "scorecard_cases.yaml", "roads.yaml", "voting.yaml",
         "branch_forms.yaml", "meetings.yaml", "topics.yaml")


@dataclass(frozen=True)
class TextFile:
    """One file of such a pack; `text` is None where the pack has no file of the name."""

    name: str
    text: str | None
    label: str = ""  # how messages name it

    def is_file(self) -> bool:
        """Whether the pack has it."""
        return self.text is not None

    def read_text(self, encoding: str = "utf-8") -> str:
        """Its text."""
        return self.text or ""

    def read_bytes(self) -> bytes:
        """Its text as it would lie on a disk."""
        return (self.text or "").encode()


@dataclass(frozen=True)
class TextPack:
    """The files of one directive: name -> text. `name` stands before the file's in messages, if given."""

    files: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def __truediv__(self, name: str) -> TextFile:
        label = f"{self.name}/{name}" if self.name else name
        return TextFile(name, self.files.get(name), label)

    def glob(self, pattern: str) -> Iterator[TextFile]:
        """Its files; the one pattern there is a use for is that of all."""
        return (self / name for name in sorted(self.files) if pattern == "*.yaml")
