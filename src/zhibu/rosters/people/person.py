"""One row of a list of persons, read value by value; every oddity goes to the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from zhibu.rosters.columns import Layout
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.register import Organisation
from zhibu.rosters.values.dates import MISSING, DateReading, read_date
from zhibu.rosters.values.ids import IdReading, read_id
from zhibu.rosters.values.names import NameReading, name_key, read_name
from zhibu.rosters.values.text import is_ditto, is_missing, squash, text_of
from zhibu.rosters.values.words import read_people, read_sex


@dataclass
class Section:
    """What a heading row names; `row` 0 stands for the title. A group lies in the branch above it."""

    row: int
    raw: str = ""
    branch: Organisation | None = None
    candidates: tuple[Organisation, ...] = ()
    group: str = ""
    above: Organisation | None = None  # the committee whose branches follow


@dataclass
class Person:
    """The values of one row; dates as readings, the rest as clean text."""

    row: int
    raw_name: str = ""
    name: str = ""
    former_name: str = ""
    id: IdReading = field(default_factory=IdReading)
    sex: str = ""
    ethnicity: str = ""
    born: DateReading = MISSING
    joined: DateReading = MISSING
    full_since: DateReading = MISSING
    category: str = ""
    branch: Organisation | None = None
    branches: tuple[Organisation, ...] = ()
    group: Organisation | None = None
    key: str = ""

    @property
    def birth(self) -> str:
        """The birth date as exactly as anything in the row tells it."""
        inside = self.id.born
        return inside.isoformat() if inside else self.born.text


class Reader:
    """Reads rows of one sheet; ditto marks and merged cells are filled from above."""

    def __init__(self, page: Page, context: Context, report: dt.date) -> None:
        assert page.layout is not None
        self.page = page
        self.context = context
        self.sheet = page.sheet
        self.layout: Layout = page.layout
        self.report = report
        self._columns = {field: column.index for field, column in page.layout.columns.items()}
        self._above: dict[str, object] = {}
        self.above_branch: Organisation | None = None
        self.section: Section | None = None  # the heading row, or the title, that the row stands under
        self.quiet_notes = {"blank_around_id"} if page.sheet.text_file else set()

    def heading(self, name: str) -> str:
        """The heading of a field as shown; a plain word where the sheet has no such column."""
        return self.layout.heading(name)

    def value(self, row: int, name: str) -> object:
        """A cell, filled from its merged range or, for a ditto mark, from the row above."""
        column = self._columns.get(name)
        if column is None:
            return ""
        cells = self.sheet.rows[row - 1]
        value = cells[column] if column < len(cells) else ""
        if value == "" and self.sheet.merges:
            value = self.sheet.spread(row, column)
        if isinstance(value, str) and value and len(value) < 4 and is_ditto(value):
            return self._above.get(name, "")
        self._above[name] = value
        return value

    def text(self, row: int, name: str) -> str:
        """The same as text."""
        return text_of(self.value(row, name))

    def date(self, row: int, name: str, *, year: int | None = None) -> DateReading:
        """A date cell with the class of its format."""
        column = self.layout.index(name)
        if column < 0:
            return MISSING
        shown = self.sheet.shown.get((row, column), "")
        value = self.value(row, name)
        return read_date(value, shown, year=year, may_lack_zero=self.sheet.may_lack_zero(column, value))

    def begin(self, row: int) -> Person:
        """Name and ID number without any judgement, for finding duplicates first."""
        peeked = self.page.peeked.get(row)
        if isinstance(peeked, Person):
            return peeked
        person = Person(row, self.text(row, "name"))
        person.ethnicity = read_people(self.text(row, "ethnicity")) or ""
        person.name = self.named(person).name
        person.id = read_id(self.value(row, "id_number"), self.context.today)
        return person

    def named(self, person: Person) -> NameReading:
        """The reading of the name cell."""
        return read_name(person.raw_name, person.ethnicity)

    # -- judged values ---------------------------------------------------------------------

    def judge_name(self, person: Person) -> None:
        """The clean name; a character that was not typed is looked up in the other lists."""
        reading, heading = self.named(person), self.heading("name")
        person.former_name = reading.former
        for code, reason in reading.notes:
            self.page.note(person.row, heading, code, person.raw_name, reading.name, reason)
        if not squash(reading.name):
            self.page.reject(person.row, heading, "name_missing", person.raw_name, "没有姓名")
        if not reading.hold:
            person.name = reading.name
            return
        candidates = list(dict.fromkeys([*self._elsewhere(person), *reading.candidates]))
        chosen = self.page.hold(person.row, heading, reading.hold, person.raw_name, candidates, reading.reason)
        if chosen:
            person.name = chosen
        elif len(candidates) == 1:
            person.name = candidates[0]

    def _elsewhere(self, person: Person) -> list[str]:
        """What other lists call the bearer of this ID number."""
        number = person.id.number or person.id.candidate
        return [name for name in self.context.names_by_id.get(number, ()) if name_key(name) != name_key(person.raw_name)]

    def judge_id(self, person: Person) -> None:
        """The ID number: mended with a note, held with a candidate, or rejected."""
        row, heading, reading = person.row, self.heading("id_number"), person.id
        if self.layout.index("id_number") < 0:
            return
        raw = self.value(row, "id_number")
        if reading.severity == "reject":
            self.page.reject(row, heading, reading.code, raw, reading.reason)
        elif reading.severity == "hold":
            chosen = self.page.hold(row, heading, reading.code, raw, (reading.candidate,), reading.reason)
            if chosen:
                person.id = read_id(chosen, self.context.today)
        elif reading.code == "id_missing":
            self.page.note(row, heading, "id_missing", raw, "", reading.reason)
        else:
            for code, reason in reading.notes:
                if code not in self.quiet_notes:
                    self.page.note(row, heading, code, raw, reading.number, reason)

    def judge_sex(self, person: Person) -> None:
        """男 or 女; held where it disagrees with the ID number (whose word is then shown)."""
        heading, raw = self.heading("sex"), self.text(person.row, "sex")
        written, inside = read_sex(raw), person.id.sex
        person.sex = written or inside
        if written and inside and written != inside:
            chosen = self.page.hold(person.row, heading, "sex_disagrees_with_id", raw, (inside,),
                                    f"身份证号第17位表示{inside}")  # fmt: skip
            person.sex = chosen or inside
        elif written is None and not is_missing(raw):
            chosen = self.page.hold(person.row, heading, "value_not_in_list", raw, ("男", "女"), "性别写的不是男或女")
            person.sex = chosen or inside

    def judge_ethnicity(self, person: Person) -> None:
        """The full name of the people; a word of no list is kept and told."""
        raw = self.text(person.row, "ethnicity")
        if person.ethnicity or is_missing(raw):
            return
        person.ethnicity = squash(raw)
        self.page.note(person.row, self.heading("ethnicity"), "value_not_in_list", raw, person.ethnicity,
                       "民族不在清单里，照写")  # fmt: skip
