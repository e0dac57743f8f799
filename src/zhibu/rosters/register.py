"""The register: every organisation and member known so far, found again by what clerks write."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from zhibu.rosters.orgnames import core_of, group_key, level_of, numerals_of, place_of
from zhibu.rosters.values.names import DOT, ELDER, YOUNGER, name_key
from zhibu.rosters.values.text import BLANK, plain

T = TypeVar("T")
BRANCHES = ("branch",)


@dataclass
class Organisation:
    """A body of the tree; `names` are further names it went or goes by."""

    key: str
    name: str
    kind: str
    short_name: str = ""
    parent: str = ""
    former: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    dissolved: str = ""
    sector: str = ""
    established: str = ""
    known: bool = False  # it is in the database already
    rank: int = 0  # 0: a sheet lists it; 1: it is known; 2: known, but foreign to whoever reads


@dataclass
class Member:
    """A person of a roster. `branch` is "" where it is not settled; then `branches` may tell more.

    `branches` are the keys the person may belong to: empty with an unsettled branch means any.
    """

    key: str
    name: str
    branch: str = ""
    group: str = ""
    id_number: str = ""
    born: str = ""
    sex: str = ""
    joined: str = ""
    joined_precision: str = ""
    full_since: str = ""
    left: str = ""
    former_names: list[str] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)  # as other lists write it
    branches: tuple[str, ...] = ()
    category: str = ""
    post: str = ""
    untyped: bool = False  # a character of the name could not be typed and is not settled
    place: tuple[str, str, int] = ("", "", 0)
    known: bool = False


@dataclass(frozen=True)
class Match(Generic[T]):
    """What a search found.

    `how` is exact, full (the name on the seal), variant, former, near (only similar), ambiguous
    or unknown; `found` is set for the first four.
    """

    how: str
    found: T | None = None
    candidates: tuple[T, ...] = ()


class Register:
    """Organisations and members by name; grows while the workbooks are read."""

    def __init__(self) -> None:
        self.organisations: dict[str, Organisation] = {}
        self.members: dict[str, Member] = {}
        self.place = ""
        self._known: dict[tuple[str, str, str], str] = {}
        self._names: dict[str, list[str]] = {}
        self._cores: dict[str, list[str]] = {}
        self._former: dict[str, list[str]] = {}
        self._groups: dict[str, list[str]] = defaultdict(list)
        self._stale = True
        self._found: dict[tuple[str, tuple[str, ...]], Match[Organisation]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._by_id: dict[str, str] = {}
        self._in_branch: dict[str, list[str]] = defaultdict(list)

    # -- organisations ---------------------------------------------------------------------

    def add_organisation(self, organisation: Organisation) -> Organisation:
        """Enter an organisation (a party group is one, with its branch as parent)."""
        self.organisations[organisation.key] = organisation
        if organisation.known:
            parent = organisation.parent if organisation.kind == "party_group" else ""
            self._known[(organisation.kind, plain(organisation.name), parent)] = organisation.key
        self._stale = True
        return organisation

    def known_like(self, kind: str, name: str, parent: str) -> Organisation | None:
        """The body that the database holds under this name (a group: in this branch)."""
        key = self._known.get((kind, plain(name), parent if kind == "party_group" else ""))
        return self.organisations[key] if key else None

    def _index(self) -> None:
        bodies = [one for one in self.organisations.values() if one.kind != "party_group"]
        self.place = place_of(one.name for one in bodies if one.rank < 2)
        self._names, self._cores, self._former = {}, {}, {}
        self._groups = defaultdict(list)
        self._found = {}
        for one in self.organisations.values():
            if one.kind == "party_group":
                self._groups[one.parent].append(one.key)
                continue
            for name in (one.name, one.short_name, *one.aliases):
                if name:
                    _put(self._names, plain(name), one.key)
                    _put(self._cores, core_of(name, self.place), one.key)
            for name in one.former:
                _put(self._former, core_of(name, self.place), one.key)
        self._stale = False

    def find_branch(self, text: str, kinds: tuple[str, ...] = BRANCHES) -> Match[Organisation]:
        """The branch (or body of one of `kinds`) that a cell names."""
        if self._stale:
            self._index()
        cached = self._found.get((text, kinds))
        if cached is None:
            cached = self._found[(text, kinds)] = self._find_branch(text, kinds)
        return cached

    def _find_branch(self, text: str, kinds: tuple[str, ...]) -> Match[Organisation]:
        exact = _nearest(self._of(self._names.get(plain(text), []), kinds))
        if len(exact) == 1:
            if BLANK.sub("", text) != text.strip():
                return Match("variant", exact[0])
            full = plain(exact[0].name) == plain(text) != plain(exact[0].short_name)
            has_short = full and bool(exact[0].short_name)
            blank = BLANK.search(text.strip(" \t\r\n")) is not None or text != text.strip(" \t\r\n")
            return Match("variant" if blank else "full" if has_short else "exact", exact[0])
        core = core_of(text, self.place)
        if not core:
            return Match("unknown")
        for how, index in (("variant", self._cores), ("former", self._former)):
            hits = self._same_level(text, _nearest(self._of(index.get(core, []), kinds)))
            if hits:
                return Match(how, hits[0]) if len(hits) == 1 else Match("ambiguous", None, tuple(hits))
        return self._partly(text, core, kinds)

    def _partly(self, text: str, core: str, kinds: tuple[str, ...]) -> Match[Organisation]:
        """Names of which only the end is written, then names that merely look alike."""
        tails = [key for known, keys in self._cores.items() if known.endswith(core) and known != core
                 for key in keys]  # fmt: skip
        hits = self._of(tails, kinds)
        if any(one.rank == 0 for one in hits):  # else a foreign one may be meant as well
            hits = _nearest(hits)
        hits = self._same_level(text, hits)
        if len(hits) == 1 and len(core) >= 3:
            return Match("variant", hits[0])
        if hits:
            return Match("ambiguous", None, tuple(hits))
        near = [key for known, keys in self._cores.items() if _near(core, known) for key in keys]
        hits = [one for one in self._of(near, kinds) if one.rank < 2]
        return Match("near", None, tuple(hits)) if hits else Match("unknown")

    def _of(self, keys: Iterable[str], kinds: tuple[str, ...]) -> list[Organisation]:
        found = [self.organisations[key] for key in dict.fromkeys(keys)]
        return [one for one in found if one.kind in kinds] if kinds else found

    def _same_level(self, text: str, hits: list[Organisation]) -> list[Organisation]:
        """Among several hits those of the level the text names, and of those the living ones."""
        level = level_of(text)
        same = [one for one in hits if one.kind == level] or hits
        living = [one for one in same if not one.dissolved]
        return living or same

    def groups_of(self, branch: str) -> list[Organisation]:
        """The party groups of a branch, in order."""
        if self._stale:
            self._index()
        return [self.organisations[key] for key in self._groups.get(branch, [])]

    def find_group(self, branch: str, text: str) -> Match[Organisation]:
        """The group of a branch that a cell names; candidates are all groups of the branch."""
        groups = self.groups_of(branch)
        for group in groups:
            if group.name == text.strip() or text.strip() in group.aliases:
                return Match("exact", group)
        wanted = group_key(text)
        hits = [group for group in groups if group_key(group.name) == wanted]
        if len(hits) == 1:
            return Match("variant", hits[0])
        return Match("ambiguous" if hits else "unknown", None, tuple(hits or groups))

    # -- members ---------------------------------------------------------------------------

    def add_member(self, member: Member) -> Member:
        """Enter a person; rejected and held ones too, so that other sheets can be judged."""
        before = self.members.get(member.key)
        if before is not None:
            self._in_branch[before.branch].remove(member.key)
        self.members[member.key] = member
        for name in (member.name, *member.former_names, *member.other_names):
            for spelling in {name_key(name), name_key(name).replace(DOT, "")}:
                _put(self._by_name, spelling, member.key)
        if member.id_number:
            self._by_id.setdefault(member.id_number, member.key)
        self._in_branch[member.branch].append(member.key)
        return member

    def by_id(self, id_number: str) -> Member | None:
        """The member with an ID number."""
        key = self._by_id.get(id_number)
        return self.members[key] if key else None

    def named(self, name: str) -> list[Member]:
        """All members of a name (former names too, and dots left out), the whole register over."""
        key = name_key(name)
        keys = self._by_name.get(key) or self._by_name.get(key.replace(DOT, "")) or []
        return [self.members[key] for key in keys]

    def _untyped(self, name: str, branch: str) -> list[Member]:
        """Members of a branch whose roster name lacks a character that this name may have: 刘?."""
        return [one for one in self.members_of(branch) if one.untyped and one.name[:1] == name[:1]
                and (len(one.name) == len(name) or not one.name.isalpha())]  # fmt: skip

    def members_of(self, branch: str, on: dt.date | None = None) -> list[Member]:
        """The members of a branch, in order; with `on` only those who had joined and not left."""
        members = [self.members[key] for key in self._in_branch.get(branch, [])]
        return members if on is None else [one for one in members if present_on(one, on)]

    def find_member(
        self,
        name: str,
        branch: str = "",
        group: str = "",
        mark: str = "",
        where: Callable[[Member], bool] | None = None,
    ) -> Match[Member]:
        """The member that a name means inside a branch (and group).

        `mark` 大 or 小 tells the elder from the younger of two with one name. Who has no settled
        branch is found too where nobody else fits. `where` narrows the choice further.
        """
        hits = [one for one in self.named(name) if where is None or where(one)]
        if branch and not hits:
            hits = self._untyped(name, branch)
        if branch:
            settled = [one for one in hits if one.branch == branch]
            hits = settled or [one for one in hits if not one.branch
                               and (not one.branches or branch in one.branches)]  # fmt: skip
        if group and len(hits) > 1:
            hits = [one for one in hits if one.group == group] or hits
        if mark in (ELDER, YOUNGER) and len(hits) > 1:
            hits = _by_age(hits, mark)
        if len(hits) == 1:
            return Match("exact", hits[0])
        return Match("ambiguous" if hits else "unknown", None, tuple(hits))


def present_on(member: Member, day: dt.date) -> bool:
    """Whether a member had joined by a day and not yet left; what is not known counts as yes."""
    text = day.isoformat()
    joined = not member.joined or member.joined <= text[: len(member.joined)]
    return joined and (not member.left or member.left > text[: len(member.left)]
                       or (len(member.left) < 10 and member.left == text[: len(member.left)]))  # fmt: skip


def _nearest(hits: list[Organisation]) -> list[Organisation]:
    """Those that the sheets list; where they list none, those that are known, then foreign ones."""
    return [one for one in hits if one.rank == min(other.rank for other in hits)]


def _put(index: dict[str, list[str]], name: str, key: str) -> None:
    keys = index.setdefault(name, [])
    if key not in keys:
        keys.append(key)


def _by_age(members: list[Member], mark: str) -> list[Member]:
    """The elder or the younger; all of them where their ages are not known apart."""
    born = [(one.born or one.id_number[6:14], one) for one in members]
    if not all(day for day, _ in born):
        return members
    ordered = sorted(born, key=lambda pair: pair[0].replace("-", ""))
    return [ordered[0][1] if mark == ELDER else ordered[-1][1]]


def _near(core: str, known: str) -> bool:
    if not known or len(core) < 4 or numerals_of(core) != numerals_of(known):
        return False
    return difflib.SequenceMatcher(None, core, known).ratio() >= 0.85
