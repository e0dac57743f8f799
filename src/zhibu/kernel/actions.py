"""What a room lets every door do and read, said once.

The JSON door, the command line and the tests of scope walk these tables, so that a new action needs no
line in any of them. A room lists its own on the shelf `actions` (`ACTIONS`); config/wiring.py names the
shelves. Pages are written by hand and call the same services.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from zhibu.kernel.actor import Actor


class Given(BaseModel):
    """What is said to an action or a listing; a name that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Shape(BaseModel):
    """A row as it is told outside."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


# A calendar year that is given from outside: from the founding of the Party on, and one whose days there are.
Year = Annotated[int, Field(ge=1921, le=2999)]

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
    fresh: bool = False  # each time by its own right and on record: the answer is never kept and told again


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


@dataclass(frozen=True, slots=True)
class ByService:
    """What `Action.do` is of a service that changes one row and takes the rest as it is given.

    `row`: the field with the id of the row; the service calls it so, or as `takes` says. `finds`: for each
    field with an id (`row` among them) what finds it in the actor's scope; an id that was left out is None.
    `tell(actor, row, made)` answers. `renamed`: what the service calls a field that has another name.
    """

    row: str
    tell: Callable[[Actor, Any, Any], Any]
    finds: dict[str, Callable[[Actor, str], Any]]
    takes: str
    service: Callable[..., Any]
    renamed: dict[str, str]

    def name(self, field: str) -> str:
        """What the service calls a field of what is given."""
        return self.takes or self.row if field == self.row else self.renamed.get(field, field)

    def __call__(self, actor: Actor, given: Given) -> Any:
        said = given.model_dump()
        for field in self.finds.keys() & said:
            wanted = said[field] or type(given).model_fields[field].is_required()
            said[field] = self.finds[field](actor, said[field]) if wanted else None
        made = self.service(actor=actor, **{self.name(field): value for field, value in said.items()})
        return self.tell(actor, said[self.row], made)


def by_service(
    row: str, tell: Callable[[Actor, Any, Any], Any], *, takes: str = "", **finds: Callable[[Actor, str], Any]
) -> Callable[..., ByService]:
    """Makes a `ByService` of each of a room's services about one kind of row; see there."""
    return lambda service, **renamed: ByService(row, tell, finds, takes, service, renamed)
