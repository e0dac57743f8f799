"""The list of meetings as a table and as a ledger; its columns follow from the type."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.meetings import selectors
from zhibu.domain.meetings.kinds import kind_of, label_of
from zhibu.domain.meetings.selectors import Asked
from zhibu.facts.contract import TABLES
from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

PEOPLE = ("host", "recorder", "speaker")
LATER = ("recorded_on", "reported_on", "approved_on", "consulted_on", "notice_on")
SHOWN = ("theme", "place", "speaker")  # on the page; the ledger shows all
WIDTHS = {"theme": 30, "place": 16, "speaker": 14, "host": 12, "recorder": 12, "start": 8, "form": 8, "topics": 8}
LABELS = {column.name: column.chinese for column in TABLES["activities"].columns}
THERE, AWAY = ("present", "online"), ("excused", "absent")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page."""

    meeting: Activity
    label: str
    cells: tuple[tuple[str, str], ...]  # heading, value
    came: str
    late: int  # days after which it was written down; 0: in time
    overdue: bool
    together: str  # with which units; empty: its own alone


@dataclass(frozen=True, slots=True)
class Shown:
    """The table of the page."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def table(found: Sequence[Activity], type: str) -> Shown:
    """What the page shows; of one type the columns that it has."""
    names = [name for name in SHOWN if not type or name in kind_of(type).fields]
    names = names if type else ["theme"]
    people, counts, today = people_named(found), counted(found), clock.today()
    together = selectors.together_told(found)
    rows = tuple(
        Row(one, label_of(one.type), tuple((LABELS[name], value_told(one, name, people)) for name in names),
            came_told(counts.get(one.pk)), late_days(one), one.status == "planned" and one.on < today, together.get(one.pk, ""))
        for one in found
    )  # fmt: skip
    return Shown(tuple(LABELS[name] for name in names), rows)


def late_days(one: Activity) -> int:
    """How many days after the meeting its record was finished, where that is more than a week."""
    if one.recorded_on is None or one.status != "held":
        return 0
    days = (one.recorded_on - one.on).days
    return days if days > 7 else 0


def ledger(found: Iterable[Activity], asked: Asked, title: str) -> Sheet:
    """All that was asked for, one line a meeting: as workbook, Word or PDF."""
    rows = list(found)
    names = _columns(rows, asked.type)
    people, counts, together = people_named(rows), counted(rows), selectors.together_told(rows)
    columns = (
        Column("序号", 6, True), Column("日期", 12, True), *(() if asked.type else (Column("类型", 14),)), Column("组织", 22),
        *(Column(LABELS[name], WIDTHS.get(name, 12), name in LATER) for name in names),
        *((Column("联合开展", 18),) if together else ()), Column("到会", 12, True), Column("状态", 8, True),
    )  # fmt: skip
    lines = [
        (number, one.on, *(() if asked.type else (label_of(one.type),)), one.organisation.in_full,
         *(cell_told(one, name, people) for name in names), *((together.get(one.pk, ""),) if together else ()),
         came_told(counts.get(one.pk)), one.get_status_display())
        for number, one in enumerate(rows, 1)
    ]  # fmt: skip
    return Sheet(f"{title}台账", columns, lines, (f"截至 {clock.today()}，共 {len(lines)} 次。到会：到的人 / 登记的人。",), landscape=True)


def _columns(rows: Sequence[Activity], type: str) -> list[str]:
    """The columns that the type has, or the types shown have between them; days of a type without them left out."""
    kinds = [kind_of(type)] if type else [kind_of(code) for code in sorted({one.type for one in rows})]
    has = {name for kind in kinds for name in kind.fields}
    wanted = ("start", "place", "theme", "host", "recorder", "speaker", *LATER)
    few = ("start", "place", "theme", "host", "recorded_on", "reported_on")
    return [name for name in (wanted if type else few) if name in has]


def cell_told(one: Activity, name: str, people: dict[str, str]) -> str | int | dt.date:
    """The same in a workbook: days and numbers stay days and numbers."""
    value = getattr(one, name)
    return value if isinstance(value, (dt.date, int)) else value_told(one, name, people)


def value_told(one: Activity, name: str, people: dict[str, str]) -> str:
    """A column of an activity in words; people by their names."""
    value: Any = getattr(one, name)
    if name in PEOPLE:
        return "、".join(people.get(key, key) for key in value.split())
    if name == "part_of":
        return str(one.part_of_id or "")
    if name == "form":
        return str(one.get_form_display())
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def people_named(rows: Sequence[Activity]) -> dict[str, str]:
    """Names of those who led, recorded or spoke, by id."""
    return selectors.names_of(*(getattr(one, name) for one in rows for name in PEOPLE))


def counted(rows: Sequence[Activity]) -> dict[str, dict[str, int]]:
    """Activity -> how many of each sort were noted."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for activity, status, count in selectors.came([one.pk for one in rows]):
        found[activity][status] = count
    return found


def came_told(counts: dict[str, int] | None) -> str:
    """到的人 / 登记的人."""
    if not counts:
        return ""
    return f"{sum(counts.get(status, 0) for status in THERE)}/{sum(counts.values())}"
