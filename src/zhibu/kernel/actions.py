"""What a room lets every door do and read, said once.

The JSON door, the command line and the tests of scope walk these tables, so that a new action needs no
line in any of them. A room lists its own on the shelf `actions` (`ACTIONS`); config/wiring.py names the
shelves. Pages are written by hand and call the same services.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from zhibu.kernel.actor import Actor


class Given(BaseModel):
    """What is said to an action or a listing; a name that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Shape(BaseModel):
    """A row as it is told outside."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


G = TypeVar("G", bound=Given)
S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Action(Generic[G, S]):
    """One thing that can be done; `name` is the audit entry's (`organisation.rename`).

    `do` resolves ids within the actor's scope and calls one service. `about` is the field of `given`
    that holds the id of the row it changes, and the noun under which that row is read (`Single`): a
    door can then hold a change to the version that the caller has seen.
    """

    name: str
    label: str
    given: type[G]
    gives: type[S]
    do: Callable[[Actor, G], S]
    about: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[G, S]):
    """One list: `find` gives rows in scope in a fixed order, `shape` turns one page of them.

    `find` answers with something that can be counted and cut (a query or a sequence) and whose order
    no two rows share. `shape` gets a whole page, so that the number of queries does not grow with it.
    """

    name: str
    label: str
    asked: type[G]
    row: type[S]
    find: Callable[[Actor, G], Any]
    shape: Callable[[Actor, Sequence[Any]], list[S]]


@dataclass(frozen=True, slots=True)
class Single(Generic[S]):
    """One row by its id; NotFound where it is not there or not the actor's to see."""

    name: str
    label: str
    row: type[S]
    get: Callable[[Actor, str], S]


Entry = Action[Any, Any] | Listing[Any, Any] | Single[Any]
