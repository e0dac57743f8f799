"""新发展党员: a second list of probationary members with exact days; it makes no new persons."""

from __future__ import annotations

import re

from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.kinds.members import reader_of
from zhibu.rosters.people.belonging import judge_branch
from zhibu.rosters.people.entering import agree
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.people.section import names_a_branch, rows_of_persons
from zhibu.rosters.people.vocabulary import VOCABULARY
from zhibu.rosters.register import Member
from zhibu.rosters.rowkinds import title_year
from zhibu.rosters.values.dates import DateReading, read_date
from zhibu.rosters.values.names import read_name
from zhibu.rosters.values.text import is_missing, squash

WHAT = "second_list_of_member"


def read(page: Page, context: Context) -> None:
    """Read one list of newly admitted members."""
    reader = reader_of(page, context)
    reader.report = context.today
    year = title_year(page.sheet, page.layout)
    for row in rows_of_persons(reader):
        _row(reader, row, year)


def _row(reader: Reader, row: int, year: int | None) -> None:
    page = reader.page
    person = reader.begin(row)
    reader.judge_name(person)
    reader.judge_id(person)
    person.sex = squash(reader.text(row, "sex"))
    judge_branch(reader, person)
    field = "admitted" if reader.layout.index("admitted") >= 0 else "joined"
    admitted = _day(reader, row, field, year)
    member = _member(reader, person)
    if member is not None:
        admitted = _compared(reader, person, member, field, admitted)
    introducers = _introducers(reader, person)
    page.add("members_second_list", row, {
        "key": member.key if member else "", "name": person.name, "joined": admitted.text,
        "branch": person.branch.name if person.branch else "", "introducers": "|".join(introducers),
        "approved": reader.date(row, "approved", year=year).text,
        "branch_key": person.branch.key if person.branch else "",
    })  # fmt: skip
    open_issue = page.worst(row) in ("hold", "reject")
    page.fate(row, WHAT, "" if open_issue else "merge", member.key if member else "")


def _day(reader: Reader, row: int, field: str, year: int | None) -> DateReading:
    """The day on which the general meeting admitted the person."""
    raw, reading, page = reader.value(row, field), reader.date(row, field, year=year), reader.page
    heading = reader.heading(field)
    if reading.precision in ("ambiguous",) or reading.code == "year_only":
        chosen = page.hold(row, heading, reading.code, raw, reading.candidates, reading.reason)
        return read_date(chosen) if chosen else DateReading(None, "ambiguous")
    if reading.precision == "invalid":
        page.reject(row, heading, reading.code, raw, reading.reason)
    elif reading.precision == "missing":
        page.reject(row, heading, "joined_missing", raw, "没有接收日期")
    elif reading.value is not None and reading.value.first > reader.report:
        page.reject(row, heading, "date_in_future", raw, f"晚于今天{reader.report}")
    return reading


def _member(reader: Reader, person: Person) -> Member | None:
    """The person of the roster; never a new one."""
    register, page = reader.context.register, reader.page
    if person.id.number and (found := register.by_id(person.id.number)):
        return found
    branch = person.branch.key if person.branch else ""

    def fits(one: Member) -> bool:
        return one.sex in ("", person.sex) or not person.sex

    match = register.find_member(person.name, branch, where=fits)
    if match.found is None and len(match.candidates) > 1:
        young = tuple(one for one in match.candidates if one.category == "probationary")
        if len(young) == 1:
            return young[0]
    if match.found is None:
        heading = reader.heading("name")
        if match.candidates:
            labels = {f"{one.name}（{one.born}）": one for one in match.candidates}
            chosen = page.hold(
                person.row, heading, "member_ambiguous", person.raw_name, labels, "同名的不止一人"
            )
            return labels.get(chosen or "")
        page.reject(
            person.row, heading, "member_unknown", person.raw_name, "花名册的这个支部里没有此人"
        )
    return match.found


def _compared(
    reader: Reader, person: Person, member: Member, field: str, admitted: DateReading
) -> DateReading:
    """The roster's day of joining against this list's."""
    if not admitted.text or not member.joined or agree(member.joined, admitted.text):
        return admitted
    chosen = reader.page.hold(
        person.row, reader.heading(field), "joined_disagrees_with_other_sheet", reader.value(person.row, field),
        (member.joined, admitted.text), f"与花名册的入党日期{member.joined}不同",
    )  # fmt: skip
    return read_date(chosen) if chosen else admitted


def _introducers(reader: Reader, person: Person) -> list[str]:
    """The keys of the introducers, sought in the branch first, then everywhere."""
    raw = reader.text(person.row, "introducers")
    if is_missing(raw):
        return []
    register, keys = reader.context.register, []
    for part in re.split(r"[、,，;；/\n]+|\s{2,}", raw):
        name = read_name(part).name
        if not name:
            continue
        match = register.find_member(name, person.branch.key if person.branch else "")
        if match.found is None and not match.candidates:
            match = register.find_member(name)
        if match.found is not None:
            keys.append(match.found.key)
        else:
            reader.page.note(person.row, reader.heading("introducers"), "introducer_not_found", raw, "",
                             f"花名册里找不到介绍人“{name}”" if not match.candidates else f"介绍人“{name}”同名的不止一人")  # fmt: skip
    return keys


KIND = Kind(
    "second_list", "新发展党员", 40, VOCABULARY,
    required=(("name",), ("admitted", "joined"), ("introducers", "admitted"), ("branch",)),
    read=read, told_elsewhere=names_a_branch,
    telling=("admitted", "introducers", "approved"),
    against=("left_reason", "category", "full_since"),
    title_words=("新发展", "发展党员"),
    tables=("members_second_list",),
)  # fmt: skip
