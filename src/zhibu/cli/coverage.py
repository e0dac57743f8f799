"""How `zhibu rules coverage` shows its rows: as lines, and as a CSV file that Excel opens."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from zhibu.cli.csv_files import excel_csv
from zhibu.engine.packs.coverage import Answered

HEAD = ("要求", "制度", "位置", "要点", "由谁回答", "是什么", "还缺什么")


def listed(rows: Sequence[Answered], only_open: bool) -> Iterator[str]:
    """A line for each clause (or only for those still open), then the counts."""
    for row in rows:
        if row.lacking or not only_open:
            state = f"  〔{row.lacking}〕" if row.lacking else ""
            by = f"：{row.by}" if row.by else ""
            yield f"{_padded(row.clause, 10)}{_padded(row.place, 14)}{row.how}{by}{state}  {row.gist}"
    counts = Counter(row.how for row in rows)
    still = sum(bool(row.lacking) for row in rows)
    told = "，".join(f"{how} {number}" for how, number in counts.most_common())
    yield f"共 {len(rows)} 项：{told or '没有'}。还没有做完 {still} 项。"


def _padded(text: str, width: int) -> str:
    """Filled up with blanks; a Chinese character is two columns wide."""
    wide = sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in text)
    return text + " " * max(1, width - wide)


def write(path: Path, rows: Sequence[Answered]) -> None:
    """The same as a CSV file with a byte-order mark, so that Excel reads the Chinese."""
    with excel_csv(path, HEAD) as writer:
        writer.writerows(
            (row.clause, row.directive, row.place, row.gist, row.how, row.by, row.lacking)
            for row in rows)
