"""Writing a reading as CSV files: the clean tables, the fate of every row, the issues."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from zhibu.rosters.reading import Reading
from zhibu.rosters.values.text import words

_PLACE = "file sheet row"
_PERSON = "name id_number sex ethnicity born born_precision"
_DATES = "joined joined_precision full_since full_precision"
TABLES: dict[str, list[str]] = {
    "organisations": f"key {_PLACE} name short_name kind parent sector established established_precision dissolved secretary members".split(),
    "members": f"key {_PLACE} {_PERSON} education category branch group {_DATES} job phone left left_reason left_precision".split(),
    "members_2021": f"key {_PLACE} {_PERSON} {_DATES} branch".split(),
    "members_csv": f"key {_PLACE} name id_number sex born joined full_since branch".split(),
    "members_second_list": f"key {_PLACE} name joined branch introducers".split(),
    "activities": f"key {_PLACE} organisation type on status start place theme form topics host recorder speaker notice_on "
    "entitled_written present_written".split(),
    "attendance": ["activity", "member", "status", "reason"],
    "dues": f"{_PLACE} member month assessed paid paid_month".split(),
    "posts": f"{_PLACE} organisation branch group_established member post since since_precision until manner decided_on "
    "filed_on filing_number".split(),
}
# Columns that only serve inside the program.
_INSIDE = frozenset(("file", "sheet", "row"))


def write_reading(reading: Reading, folder: Path) -> list[Path]:
    """Write all tables (the columns of the exchange first, further ones behind), rows and issues."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, columns in TABLES.items():
        rows = reading.tables.get(name, [])
        more = dict.fromkeys(key for row in rows for key in row if key not in columns and key not in _INSIDE)
        written.append(_write(folder / f"{name}.csv", [*columns, *more], rows))
    rows = [{"file": row.file, "sheet": row.sheet, "row": row.row, "what": row.what, "outcome": row.outcome,
             "key": row.key, "reasons": " ".join(row.reasons)} for row in reading.rows]  # fmt: skip
    written.append(_write(folder / "rows.csv", words("file sheet row what outcome key reasons"), rows))
    issues = [{"file": one.file, "sheet": one.sheet, "row": one.row, "column": one.column,
               "severity": one.severity, "code": one.code, "raw": one.raw,
               "clean_or_candidates": one.clean_or_candidates, "reason": one.reason, "mend": one.mend,
               "key": one.key} for one in reading.issues]  # fmt: skip
    columns = words("file sheet row column severity code raw clean_or_candidates reason mend key")
    written.append(_write(folder / "issues.csv", columns, issues))
    return written


def _write(path: Path, columns: list[str], rows: Iterable[Mapping[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
