"""The table of who may do what (权限表), asked of the policies themselves.

Nothing is said here of who may: every public policy of every room (`policies` and `..._policies` shelves) is
called with one actor after another on one organisation after another, and what it answers is the cell. The
page and what holds can therefore not disagree.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from zhibu import domain
from zhibu.domain.accounts.matrix_words import LEFT_OUT, POLICIES, ROOMS
from zhibu.domain.audit.labels import LABELS
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor, Held
from zhibu.kernel.errors import NotAllowed, NotFound

LEVELS = {"committee": "党委", "branch": "支部", "party_group": "党小组"}
# who: column, role, where it is held
WHO = (
    ("above", "上级党务工作者", "clerk", "top"),
    ("clerk", "本级党务工作者", "clerk", "itself"),
    ("secretary", "支部书记", "secretary", "branch"),
    ("commissioner", "支部委员", "commissioner", "branch"),
    ("leader", "党小组长", "leader", "party_group"),
    ("member", "党员本人", "", ""),
)
ME, OTHER = "matrix-me", "matrix-other"
Policy = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """The organisations that policies are asked about, one a level, each below the one before."""

    top: Organisation
    committee: Organisation
    branch: Organisation
    party_group: Organisation

    def at(self, level: str) -> Organisation:
        """The organisation of a level."""
        found: Organisation = getattr(self, level)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """One action of one room, and for each column the levels at which it may be done."""

    room: str
    name: str
    label: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> list[str]:
        """The cells in words: 全部 where every level, "" where none."""
        return [
            "可以" if len(cell) == len(LEVELS) else "、".join(LEVELS[one] for one in cell)
            for cell in self.cells
        ]


def stage() -> Stage:
    """Made up of nothing but ids and paths; the top is the real one where there is just one."""
    tops = list(Organisation.objects.filter(parent=None).values_list("path", flat=True)[:2])
    return stage_at(tops[0] if len(tops) == 1 else "000001")


def stage_at(path: str) -> Stage:
    """The same below a path."""
    made: list[Organisation] = []
    for number, level in enumerate(("top", *LEVELS)):
        kind = "work_committee" if level == "top" else level
        above = made[-1] if made else None
        made.append(
            Organisation(id=f"matrix-{level}", kind=kind, name=LEVELS.get(level, "上级"), parent=above,
                         path=path + "000001" * number, depth=number)
        )  # fmt: skip
    return Stage(*made)


def actor_for(column: str, level: str, on: Stage) -> Actor | None:
    """Somebody who holds just that role; None where nobody holds it for this level."""
    [(_, label, role, where)] = [one for one in WHO if one[0] == column]
    if not role:
        return Actor(name=label, door="test", user=ME, member=ME)
    held = on.at(level if where == "itself" else where)
    member = "" if role == "clerk" else f"{ME}-{role}"  # who holds a post is a member, a clerk need not be one
    return Actor(name=label, door="test", user=ME, member=member, roles=(Held(role, held.pk, held.path),))  # type: ignore[arg-type]  # one of the roles above


def policies() -> Iterator[tuple[str, str, Policy]]:
    """(room, name, function) of all policies: public, about an actor, refusing by an error."""
    for found in pkgutil.iter_modules(domain.__path__):
        room = importlib.import_module(f"{domain.__name__}.{found.name}")
        for shelf in pkgutil.iter_modules(room.__path__):
            if not shelf.name.endswith("policies"):
                continue
            module = importlib.import_module(f"{room.__name__}.{shelf.name}")
            for name, function in vars(module).items():
                if _is_policy(name, function, module.__name__):
                    yield found.name, name, function


def _is_policy(name: str, function: Any, module: str) -> bool:
    if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module:
        return False
    signature = inspect.signature(function)
    return next(iter(signature.parameters), "") == "actor" and signature.return_annotation == "None"


def asked(function: Policy, actor: Actor, body: Organisation, *, himself: bool) -> bool | None:
    """Whether a policy lets him, about this organisation and a member of it (`himself`, or another one).

    None where it cannot be asked.
    """
    given = _arguments(function, actor.member if himself else OTHER, actor.user, body)
    if None in given:
        return None
    try:
        function(actor, *given)
    except (NotAllowed, NotFound):
        return False
    return True


def unknown(function: Policy, body: Organisation) -> bool:
    """Whether a policy wants something that the table cannot make up."""
    return None in _arguments(function, OTHER, ME, body)


def _arguments(function: Policy, member: str, user: str, body: Organisation) -> list[Any]:
    """What a policy is asked about, after the actor; None where it is not known how to make it."""
    wanted = list(inspect.signature(function).parameters.values())[1:]
    given = [one for one in wanted if one.default is inspect.Parameter.empty]
    return [_argument(one, member, user, body) for one in given]


def _argument(parameter: inspect.Parameter, member: str, user: str, body: Organisation) -> Any:
    kind = str(parameter.annotation).replace(" | None", "")
    if kind == "Organisation":
        return body
    if "[Organisation]" in kind or kind == "Bodies":
        return [body]
    if kind == "Member":
        return Member(id=member, name="某")
    if kind == "str":
        return _text(parameter.name, member, user, body)
    return _row(kind, body)


def _row(kind: str, body: Organisation) -> Any:
    """A row of some room that speaks of the organisation, wherever it points to one; never stored."""
    for model in apps.get_models():
        if model.__name__ == kind:
            pointing = [field.name for field in model._meta.fields if field.related_model is Organisation]
            return model(**dict.fromkeys(pointing, body)) if pointing else None
    return None


def _text(name: str, member: str, user: str, body: Organisation) -> str | None:
    known = {
        "member": member, "person": "", "user": user, "path": body.path,
        "post": "group_leader", "what": "这件事", "decided_by": "",
    }  # fmt: skip
    return known.get(name)


def label_of(name: str) -> str:
    """The action in Chinese: of the record's table, or of the one for policies that hold for several."""
    noun, _, verb = name.partition("_")
    return POLICIES.get(name) or LABELS.get(f"{noun}.{verb}") or LABELS.get(name.replace("_", ".", 1), "")


def lines() -> list[Line]:
    """The whole table, room after room."""
    on = stage()
    found = []
    for room, name, function in policies():
        if name in LEFT_OUT:
            continue
        cells = []
        for column, *_ in WHO:
            held = [level for level in LEVELS if _cell(function, column, level, on)]
            cells.append(tuple(held))
        found.append(Line(ROOMS.get(room, room), name, label_of(name), tuple(cells)))
    return found


def _cell(function: Policy, column: str, level: str, on: Stage) -> bool:
    actor = actor_for(column, level, on)
    himself = column == "member"
    return actor is not None and bool(asked(function, actor, on.at(level), himself=himself))
