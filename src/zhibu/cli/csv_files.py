"""CSV files that Excel opens."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def excel_csv(path: Path, head: Sequence[str]) -> Iterator[Any]:
    """A `csv.writer` on a new file with its heading, and a byte-order mark so that Excel reads Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        yield writer
