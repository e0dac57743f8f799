"""Who acts: a person or the system itself, through which door, with which roles held where.

Resolved once at the door by `accounts`; rooms below need no import of accounts to ask it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Role = Literal["clerk", "secretary", "commissioner", "leader", "member"]
Door = Literal["web", "api", "cli", "jobs", "test"]

# What a role sees of the tree from the organisation it is held at: everything below, or that body.
KEEPERS: tuple[Role, ...] = ("clerk", "secretary", "commissioner")
SUBTREE_ROLES: frozenset[str] = frozenset(KEEPERS)
BODY_ROLES: frozenset[str] = frozenset({"leader"})


@dataclass(frozen=True, slots=True)
class Held:
    """One role held today at one organisation (its id and its place in the tree)."""

    role: Role
    organisation: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting; `everything` is the system itself (command line on the machine, jobs)."""

    name: str
    door: Door
    user: str = ""
    member: str = ""
    roles: tuple[Held, ...] = field(default=())
    everything: bool = False
    on_behalf: str = ""  # the member for whom somebody enters (代办); `member` is the same then
    behalf_name: str = ""

    @property
    def in_person(self) -> bool:
        """Whether he acts for himself: nobody votes, or signs in, on behalf of another."""
        return not self.on_behalf

    @classmethod
    def system(cls, door: Door = "cli", name: str = "系统") -> Actor:
        """The machine's own keeper: whoever can run commands on it can read the database anyway."""
        return cls(name=name, door=door, everything=True)

    def entrusted(self) -> Actor:
        """The same person, for a service of an earlier room that a later room calls once it has asked its own rights."""
        return replace(self, everything=True)

    def holds(self, *roles: str) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(held.role in roles for held in self.roles)

    def subtrees(self, *roles: str) -> tuple[str, ...]:
        """Paths below which he sees all, shortest first; only those of `roles` where given."""
        wanted = SUBTREE_ROLES & set(roles) if roles else SUBTREE_ROLES
        paths = sorted({held.path for held in self.roles if held.role in wanted})
        return tuple(p for p in paths if not any(p != q and p.startswith(q) for q in paths))

    def bodies(self) -> tuple[str, ...]:
        """Ids of single bodies that he sees without what lies beside or above (a leader's group)."""
        return tuple(sorted({h.organisation for h in self.roles if h.role in BODY_ROLES}))

    def reaches(self, path: str, *roles: str) -> bool:
        """Whether an organisation at this path lies in his subtrees (held in one of `roles`)."""
        return self.everything or any(path.startswith(top) for top in self.subtrees(*roles))
