"""The same person twice in the rosters: dropped, or held when the two rows do not agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from zhibu.rosters.context import Context
from zhibu.rosters.people.belonging import find_branch
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.register import Member
from zhibu.rosters.values.names import name_key, read_name

SAME, OTHER = "是同一个人", "是另一个人"


@dataclass
class First:
    """A person's first row: where it is and what the clean table holds of it."""

    person: Person
    member: Member
    record: dict[str, object]
    place: str


@dataclass
class Seen:
    """The persons of all rosters read so far, by ID number and by name."""

    by_id: dict[str, First] = field(default_factory=dict)
    by_name: dict[str, list[First]] = field(default_factory=lambda: defaultdict(list))

    def remember(self, first: First) -> None:
        """Enter a row that is no duplicate."""
        number = first.person.id.number or first.person.id.candidate
        if number:
            self.by_id.setdefault(number, first)
        self.by_name[name_key(first.person.name)].append(first)


def seen_in(context: Context) -> Seen:
    """The memory of this reading."""
    seen = context.notes.setdefault("people_seen", Seen())
    assert isinstance(seen, Seen)
    return seen


def is_duplicate(reader: Reader, person: Person) -> bool:
    """Settle the row if the person stands in an earlier one; False for a new person."""
    seen = seen_in(reader.context)
    number = person.id.number or person.id.candidate
    first = seen.by_id.get(number) if number else None
    if first is not None:
        return _same_number(reader, person, first)
    for other in seen.by_name.get(name_key(person.name), ()):
        if _may_be_same(reader, person, other):
            return _without_number(reader, person, other)
    return False


def _where(reader: Reader, first: First) -> str:
    same = first.place == _sheet_of(reader)
    return f"第{first.person.row}行" if same else f"{first.place}第{first.person.row}行"


def _sheet_of(reader: Reader) -> str:
    return f"“{reader.sheet.file}”{reader.sheet.name}"


def _same_number(reader: Reader, person: Person, first: First) -> bool:
    """One ID number in two rows."""
    where = _where(reader, first)
    if not _same_name(person, first.person):
        names = (first.person.name, person.name)
        chosen = reader.page.hold(person.row, reader.heading("name"), "same_id_two_names", person.raw_name,
                                  names, f"与{where}身份证号相同、姓名不同")  # fmt: skip
        if chosen:
            first.record["name"] = first.member.name = chosen
        _settle(reader, person, first, "conflict", bool(chosen))
        return True
    branch = find_branch(reader, person.row).found
    mine, theirs = branch.key if branch else "", first.member.branch
    if mine == theirs or not mine or not theirs:
        reader.page.note(person.row, reader.heading("id_number"), "duplicate_same_person", person.id.number,
                         "", f"与{where}同一身份证号、同一支部，保留前一行")  # fmt: skip
        reader.page.skip(person.row, "duplicate", first.member.key)
        return True
    organisations = reader.context.register.organisations
    names = (organisations[theirs].name, organisations[mine].name)
    chosen = reader.page.hold(person.row, reader.heading("branch"), "same_id_in_two_branches",
                              reader.text(person.row, "branch"), names,
                              f"与{where}同一人，支部不同，不知哪行是新的")  # fmt: skip
    if chosen == names[1]:
        moved = replace(first.member, branch=mine, group="")
        first.member = reader.context.register.add_member(moved)
        first.record.update(branch=chosen, branch_key=mine, group="", group_key="")
    _settle(reader, person, first, "duplicate", bool(chosen))
    return True


def _settle(reader: Reader, person: Person, first: First, what: str, decided: bool) -> None:
    if decided:
        reader.page.skip(person.row, what, first.member.key)
    else:
        reader.page.fate(person.row, what, key=first.member.key)


def _same_name(one: Person, other: Person) -> bool:
    """Equal names, or one of them has a character that was not typed, or a former name."""
    if name_key(one.name) == name_key(other.name):
        return True
    names = {name_key(one.name), name_key(one.former_name) if one.former_name else "",
             name_key(read_name(one.raw_name).former or one.name)}  # fmt: skip
    if name_key(other.name) in names or (other.former_name and name_key(other.former_name) in names):
        return True
    odd = read_name(one.raw_name, one.ethnicity).hold or read_name(other.raw_name, other.ethnicity).hold
    return bool(odd) and one.name[:1] == other.name[:1]


def _may_be_same(reader: Reader, person: Person, first: First) -> bool:
    """Equal names, at least one without a number, birth dates that agree."""
    known, other = person.id, first.person.id
    if (known.number or known.candidate) and (other.number or other.candidate):
        return False
    if known.code != "id_missing" and other.code != "id_missing":
        return False
    mine = person.birth or reader.date(person.row, "born").text
    theirs = first.person.birth
    if not mine or not theirs:
        return False
    if len(mine) == 10 and mine == theirs:
        return True
    branch = find_branch(reader, person.row).found
    same_branch = branch is not None and branch.key == first.member.branch
    return same_branch and (mine.startswith(theirs) or theirs.startswith(mine))


def _without_number(reader: Reader, person: Person, first: First) -> bool:
    """Same name and birth date, one without a number: a person says whether they are one."""
    where = _where(reader, first)
    raw = "" if reader.page.sheet.text_file else person.raw_name
    chosen = reader.page.hold(person.row, reader.heading("name"), "possible_duplicate_no_id", raw,
                              (SAME, OTHER), f"无身份证号，姓名与出生日期同{where}")  # fmt: skip
    if chosen == OTHER:
        return False
    _settle(reader, person, first, "duplicate", chosen == SAME)
    return True
