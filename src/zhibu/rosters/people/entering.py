"""Entering a row's person into the register: known ones keep their key."""

from __future__ import annotations

from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.register import Member


def agree(one: str, other: str) -> bool:
    """Whether two dates, each to a day, a month or a year, can be the same."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def find_same(reader: Reader, person: Person, only_known: bool = False) -> Member | None:
    """The member of the register that this row speaks of: by ID number, else by name and birth."""
    register = reader.context.register
    for number in (person.id.number, person.id.candidate):
        found = register.by_id(number) if number else None
        if found is not None and (found.known or not only_known):
            return found
    branches = {person.branch.key} if person.branch else {one.key for one in person.branches}
    hits = [one for one in register.named(person.name) if (one.known or not only_known)
            and agree(one.born or _inside(one), person.birth)
            and not (one.id_number and person.id.number)]  # fmt: skip
    near = [one for one in hits if one.branch in branches or (not one.branch and (
        not one.branches or branches & set(one.branches)))]  # fmt: skip
    settled = [one for one in near if one.branch in branches] or near
    if len(settled) > 1:
        settled = [one for one in settled if one.sex in ("", person.sex)
                   and (not one.joined or not person.joined.text or agree(one.joined, person.joined.text))]  # fmt: skip
    if len(settled) == 1:
        return settled[0]
    exact = [one for one in hits if person.birth and len(person.birth) == 10 and (one.born or _inside(one)) == person.birth]
    return exact[0] if not near and len(exact) == 1 else None


def _inside(member: Member) -> str:
    """The birth date inside a member's ID number."""
    number = member.id_number
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if len(number) == 18 else ""


def enter(reader: Reader, person: Person, **more: str) -> Member:
    """Enter the person; one that the database knows keeps its key."""
    known = find_same(reader, person, only_known=True)
    person.key = known.key if known else reader.context.new_key("P")
    untyped = bool(reader.named(person).hold)
    elsewhere = reader.context.names_by_id.get(person.id.number or person.id.candidate, []) if untyped else []
    member = Member(
        person.key, person.name, person.branch.key if person.branch else "",
        person.group.key if person.group else "", person.id.number, person.birth, person.sex,
        person.joined.text, person.joined.precision, person.full_since.text,
        former_names=[person.former_name] if person.former_name else [],
        other_names=list(elsewhere), untyped=untyped and reader.named(person).name == person.name, branches=tuple(one.key for one in person.branches),
        category=person.category, place=(reader.sheet.file, reader.sheet.name, person.row),
        known=known is not None,
    )  # fmt: skip
    for name, value in more.items():
        setattr(member, name, value)
    return reader.context.register.add_member(member)


def date_columns(person: Person) -> dict[str, object]:
    """The date columns of a clean row with their precisions."""
    return {
        "born": person.born.text, "born_precision": _shown(person.born.precision, person.born.code),
        "joined": person.joined.text, "joined_precision": person.joined.precision,
        "full_since": person.full_since.text,
        "full_precision": _shown(person.full_since.precision, person.full_since.code),
    }  # fmt: skip


def _shown(precision: str, code: str) -> str:
    """A date that is simply not there has no precision."""
    return "" if precision == "missing" else precision
