"""Renames that belong together: all are done, or all are undone."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType

from zhibu.kernel import clock


class Moves:
    """Used as a context: an error inside puts everything back where it was."""

    def __init__(self, data: Path) -> None:
        self.folder = data / f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
        self.done: list[tuple[Path, Path]] = []

    @property
    def kept(self) -> Path | None:
        """Where that which was there before lies now."""
        return self.folder if self.folder.exists() else None

    def away(self, path: Path) -> None:
        """Out of the way, kept; nothing there is fine."""
        if path.exists():
            self.into(path, self.folder / path.name)

    def into(self, source: Path, target: Path) -> None:
        """To its place, which must be free."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, target)
        self.done.append((source, target))

    def __enter__(self) -> Moves:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for source, target in reversed(self.done):
                source.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.move(target, source)
            shutil.rmtree(self.folder, ignore_errors=True)
