"""Who or what a key in a reading is: a person or body of the sheets, or one of the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zhibu.domain.imports.known import inside_of
from zhibu.domain.imports.models import Import
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.rosters.reading import Reading

_KEY = re.compile(r"[A-Za-z][\w.-]{1,99}", re.ASCII)
PEOPLE = ("members", "members_2021", "members_csv")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as a question tells him from others: never a whole number."""

    name: str
    branch: str
    group: str = ""
    sex: str = ""
    born: str = ""
    number: str = ""

    @property
    def label(self) -> str:
        """Name, where, and what tells two of one name apart."""
        year = f"{self.born[:4]}年生" if self.born else ""
        tail = f"身份证尾号 {self.number[-4:]}" if self.number else ""
        told = "，".join(
            part for part in (f"{self.branch}{self.group}", self.sex, year, tail) if part
        )
        return f"{self.name}（{told}）" if told else self.name


def places_of(reading: Reading) -> dict[str, str]:
    """key -> where the person or body of the sheets stands; keys of the database are not in it."""
    places: dict[str, str] = {}
    for table in (*PEOPLE, "organisations"):
        for row in reading.tables.get(table, ()):
            place = f"{row['file']}|{row['sheet']}|{row['row']}|{row.get('name')}"
            places.setdefault(str(row["key"]), place[:300])
    return places


class Named:
    """Labels of keys, for one reading; the database is asked once, for the keys it is asked of."""

    def __init__(self, reading: Reading, of: Import, actor: Actor) -> None:
        self.reading = reading
        self.of = of
        self.actor = actor

    @cached_property
    def people(self) -> dict[str, Somebody]:
        """The people of the sheets."""
        found: dict[str, Somebody] = {}
        for table in PEOPLE:
            for row in self.reading.tables.get(table, ()):
                cells = {name: str(value or "") for name, value in row.items()}
                one = Somebody(
                    cells["name"], self.bodies.get(cells.get("branch_key", ""), cells.get("branch", "")),
                    cells.get("group", ""), cells.get("sex", ""), cells.get("born", ""),
                    cells.get("id_number", ""),
                )  # fmt: skip
                found.setdefault(cells["key"], one)
        return found

    @cached_property
    def bodies(self) -> dict[str, str]:
        """key -> name, of the bodies of the sheets and of those he may write to."""
        found = {body.pk: str(body) for body in inside_of(self.actor, self.of.organisation)}
        for row in self.reading.tables.get("organisations", ()):
            name = str(row.get("short_name") or row["name"])
            found.setdefault(str(row["key"]), name)
        return found

    @cached_property
    def full_names(self) -> dict[str, str]:
        """Full name -> key, of the same bodies."""
        inside = inside_of(self.actor, self.of.organisation)
        found = {
            str(r["name"]): str(r["key"]) for r in self.reading.tables.get("organisations", ())
        }
        return found | {body.name: body.pk for body in inside}

    @cached_property
    def foreign(self) -> set[str]:
        """Names and keys of bodies outside: never shown."""
        inside = {body.pk for body in inside_of(self.actor, self.of.organisation)}
        own = set(self.full_names)
        found: set[str] = set()
        for pk, name, short in Organisation.objects.values_list("pk", "name", "short_name"):
            if pk not in inside:
                found |= {pk} | ({name, short} - own - {""})
        return found

    @cached_property
    def _above(self) -> dict[str, str]:
        """Party group -> its branch."""
        found = {
            body.pk: body.parent_id or ""
            for body in inside_of(self.actor, self.of.organisation)
            if body.kind == "party_group"
        }
        for row in self.reading.tables.get("organisations", ()):
            if row["kind"] == "party_group":
                found[str(row["key"])] = str(row["parent"] or "")
        return found

    def branch_of(self, body: str) -> str:
        """The branch of a party group; any other body is its own."""
        return self._above.get(body, body)

    def label(self, key: str) -> str:
        """The label of a person or body; "" where the key is none's."""
        if key in self.people:
            return self.people[key].label
        return self.bodies.get(key, "")

    def enter(self, keys: Iterable[str]) -> None:
        """Look up in the database who is not in the sheets."""
        wanted = [key for key in dict.fromkeys(keys) if _KEY.fullmatch(key) and not self.label(key)]
        if not wanted:
            return
        inside = set(self.bodies)
        branches: dict[str, str] = {}
        there = Membership.objects.filter(member__in=wanted, until=None)
        for member, body in there.values_list("member_id", "organisation_id"):
            if body in inside:
                branches.setdefault(member, self.bodies[body])
        for pk, one in Member.objects.in_bulk(wanted).items():
            born = one.birth.isoformat() if one.birth else ""
            if pk in branches:
                self.people[pk] = Somebody(
                    one.name, branches[pk], "", one.sex, born, one.id_number or ""
                )

    def members_of(self, branch: str) -> list[tuple[str, str]]:
        """(key, label) of the people of one branch, from the sheets and the database."""
        found = {
            str(row["key"]): self.people[str(row["key"])].label
            for row in self.reading.tables.get("members", ())
            if row.get("branch_key") == branch and not row.get("left")
        }
        there = Membership.objects.filter(organisation=branch, until=None)
        if branch in self.bodies:
            keys = list(there.values_list("member_id", flat=True))
            self.enter(keys)
            found |= {key: self.people[key].label for key in keys if key in self.people}
        return sorted(found.items(), key=lambda pair: pair[1])
