"""A small sound bundle as texts, and ways to write it down."""

from __future__ import annotations

import copy
import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

Tables = dict[str, list[dict[str, str]]]


# One committee, one branch with two groups, three members; at least one row of every table.
_SMALL: Tables = {
    "organisations": [
        {"id": "C", "parent": "", "kind": "committee", "name": "甲党委", "established": ""},
        {"id": "B", "parent": "C", "kind": "branch", "name": "乙支部", "established": "2010-03"},
        {"id": "G1", "parent": "B", "kind": "party_group", "name": "一组", "established": "2011"},
        {"id": "G2", "parent": "B", "kind": "party_group", "name": "二组",
         "established": "2011-01-05", "dissolved": "2024-06"},
    ],
    "members": [
        {"id": "M1", "name": "甲一", "joined": "1998-07", "full_since": "1999-07",
         "phone": "15400000001", "id_number": "999999198001010011"},
        {"id": "M2", "name": "乙二", "joined": "1970", "full_since": ""},
        {"id": "M3", "name": "丙三", "joined": "2024-01-31", "full_since": ""},
    ],
    "states": [{"member": "M3", "state": "floating", "since": "2024-02-01"}],
    "memberships": [
        {"member": "M1", "organisation": "B", "since": "2010-03", "until": "2020"},
        {"member": "M1", "organisation": "B", "since": "2021-01-01"},
        {"member": "M1", "organisation": "G1", "since": "2015-01-01", "until": "2024-05-01"},
        {"member": "M2", "organisation": "B", "since": "2012"},
        {"member": "M2", "organisation": "G1", "since": "2012", "until": "2013-06-01"},
        {"member": "M2", "organisation": "G2", "since": "2013-06-01"},
        {"member": "M3", "organisation": "B", "since": "2024-01-31"},
    ],
    "posts": [
        {"id": "P1", "member": "nobody", "organisation": "B", "post": "secretary",
         "since": "2020-05", "until": "2023-05", "acting": "no", "decided_by": "A1"},
    ],
    "activities": [
        {"id": "A1", "organisation": "B", "type": "general_meeting", "on": "2024-03-01",
         "status": "held", "start": "09:30", "form": "in_person", "topics": "2", "host": "M1",
         "speaker": "M1  M2", "notice_on": "2024-02-27"},
        {"id": "A2", "organisation": "G1", "type": "study", "on": "2024-03-01",
         "status": "held", "part_of": "A1"},
    ],
    "attendance": [
        {"activity": "A1", "member": "M1", "status": "present"},
        {"activity": "A1", "member": "M2", "status": "excused"},
    ],
    "papers": [
        {"id": "D1", "kind": "script", "on": "2024-02-28", "about": "A1", "for_period": "2024-Q1"},
    ],
    "dues": [
        {"member": "M1", "month": "2024-01", "assessed": "20.00", "paid": "20.5",
         "paid_on": "2024-01-09"},
        {"member": "M2", "month": "2024-01", "assessed": "0"},
    ],
    "penalties": [{"member": "M2", "kind": "warning", "since": "2024-01-01", "until": "2025-01-01"}],
    "cases": [
        {"id": "K1", "procedure": "development", "organisation": "B", "subject": "applicant",
         "opened": "2024-01-01"},
    ],
    "steps": [{"case": "K1", "step": "talk", "on": "2024-01-09"}],
    "ballots": [
        {"id": "X1", "matter": "resolution", "activity": "A1", "case": "K1", "method": "hands",
         "entitled": "3", "present": "2"},
    ],
    "checks": [
        {"organisation": "B", "checklist": "room", "item": "area", "on": "2024-01-01", "ok": "yes",
         "value": "41.5"},
    ],
    "adoptions": [{"organisation": "C", "directive": "anything", "since": "2020-01-01"}],
    "waivers": [
        {"directive": "any", "rule": "any", "subject": "G1", "since": "2024-01-01",
         "reason": "停工", "approved_by": "乙支部"},
    ],
    "terms": [{"name": "2024春", "since": "2024-02-20", "until": "2024-07-07"}],
    "calendar": [{"date": "2024-05-11", "workday": "yes"}],
}  # fmt: skip


def small() -> Tables:
    """A fresh copy of the small bundle."""
    return copy.deepcopy(_SMALL)


def columns_of(rows: Sequence[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def write_csv(folder: Path, tables: Tables, encoding: str = "utf-8") -> Path:
    """The tables as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, columns_of(rows), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def day(text: str) -> int:
    """The day number of a date."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days
