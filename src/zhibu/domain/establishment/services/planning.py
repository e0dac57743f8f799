"""Changes decided for a day to come: tried now, kept with all that was said, made on their day, withdrawn before.

A service under `plannable` that is given a later effective day makes nothing: it is gone through and rolled
back, so that what would be refused is refused now, and the change is kept as planned. `changes_due_make` makes
what has come; every door asks it before it reads (domain/schedule/due.py), the nightly job too, so that no job has to run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.establishment.choices import ChangeKind
from zhibu.domain.establishment.given import Decision, Destination, NewBody, NewPart, NewUnit
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.ids import new_id

SHAPES = {one.__name__: one for one in (Decision, Destination, NewBody, NewPart, NewUnit)}
LATEST = dt.timedelta(days=2 * 366)
P = ParamSpec("P")
R = TypeVar("R")
_DOERS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """The row that a planned change had: on its day it is the same change."""

    pk: str
    recorded_on: dt.date
    recorded_by: str


ahead: ContextVar[bool] = ContextVar("ahead", default=False)  # a later day is allowed: it is only tried
kept_row: ContextVar[Row | None] = ContextVar("kept_row", default=None)


class _Tried(Exception):
    """Takes the change out of the attempt and rolls it back."""

    def __init__(self, change: Change, parts: list[tuple[str, str]]) -> None:
        super().__init__()
        self.change, self.parts = change, parts


def plannable(kind: ChangeKind, *, pair: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A service of a change: with a later effective day it keeps the change as planned. `pair`: it answers two things."""

    def of(service: Callable[P, R]) -> Callable[P, R]:
        _DOERS[kind] = service

        @wraps(service)
        def do(*args: P.args, **given: P.kwargs) -> R:
            decision = cast(Decision, given["decision"])
            if decision.on <= clock.today() or ahead.get():
                return service(*args, **given)
            change = change_plan(kind, service, dict(given), pair)
            return cast(R, (None, change) if pair else change)

        return do

    return of


@transaction.atomic
def change_plan(kind: ChangeKind, service: Callable[..., Any], given: dict[str, Any], pair: bool) -> Change:
    """Try it, keep it: the paper, what was said, the bodies that are concerned and are there already."""
    decision, actor = given["decision"], given.pop("actor")
    given.pop("progress", None)
    if decision.on > clock.today() + LATEST:
        raise Refused(f"生效日期 {decision.on} 太远，最多提前两年登记。")
    tried = _try(service, actor, given, pair)
    made = Change(
        id=new_id("chg"), kind=kind, on=decision.on, decided_by=tried.change.decided_by, number=tried.change.number,
        decided_on=decision.decided_on, filing=decision.filing, case=decision.case, reason=tried.change.reason,
        told=tried.change.told, undo={}, recorded_on=clock.today(), recorded_by=actor.name,
        planned={"given": freeze(given), "user": actor.user},
    )  # fmt: skip
    made.save(force_insert=True)
    ChangePart.objects.bulk_create(ChangePart(change=made, organisation_id=key, part=part) for key, part in tried.parts)
    main = tried.parts[0][0] if tried.parts else ""
    entry_record(
        actor=actor, action="change.plan", subject=made.pk, organisation=main,
        details={"kind": str(kind), "on": decision.on, "number": made.number, "decided_by": made.decided_by},
    )  # fmt: skip
    return made


def _try(service: Callable[..., Any], actor: Actor, given: dict[str, Any], pair: bool) -> _Tried:
    token = ahead.set(True)
    try:
        with transaction.atomic():
            answer = service(actor=actor, **given)
            change: Change = answer[1] if pair else answer
            rows = change.parts.exclude(organisation__in=change.undo["made"]).order_by("pk")
            raise _Tried(change, list(rows.values_list("organisation_id", "part")))
    except _Tried as tried:
        return tried
    finally:
        ahead.reset(token)


def changes_due_make(*, day: dt.date) -> int:
    """Make the planned changes whose day has come, in the order of their days; how many were made.

    What is refused now stays planned with the reason, on the desk of who keeps the body; it is tried again every day.
    """
    due = Change.objects.filter(planned__isnull=False, undone_on=None, on__lte=day).exclude(tried_on=day)
    made = 0
    for key in list(due.order_by("on", "id").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                made += _make(key, day)
        except (Refused, NotFound) as error:
            Change.objects.filter(pk=key).update(tried_on=day, refused=str(error)[:500])
    return made


def _make(key: str, day: dt.date) -> int:
    row = Change.objects.select_for_update().filter(pk=key, planned__isnull=False, undone_on=None).first()
    if row is None or row.tried_on == day:  # another process was here first
        return 0
    assert row.planned is not None
    given, user = thaw(row.planned["given"]), row.planned["user"]
    actor = Actor(name=row.recorded_by, door="jobs", user=user, everything=True)  # his rights were asked when he entered it
    row.delete()
    token = kept_row.set(Row(key, row.recorded_on, row.recorded_by))
    try:
        _DOERS[row.kind](actor=actor, **given)
    finally:
        kept_row.reset(token)
    return 1


def change_try(do: Callable[[], object]) -> None:
    """Go through a change and take it back at once: what would be refused is refused before anybody confirms."""
    try:
        with transaction.atomic():
            do()
            raise _GoneThrough
    except _GoneThrough:
        return


class _GoneThrough(Exception):
    """Rolls back what went through."""


@transaction.atomic
def plan_withdraw(*, actor: Actor, change: Change, reason: str) -> Change:
    """A planned change is not made after all; it stays in the history as withdrawn. The caller has asked the rights."""
    if not reason.strip():
        raise Refused("还没有写为什么撤回。")
    found = Change.objects.select_for_update().filter(pk=change.pk, planned__isnull=False, undone_on=None).first()
    if found is None:
        raise Refused("这次变动刚才已经生效或者撤回，重新打开页面看一看。")
    found.undone_on, found.undone_reason = clock.today(), reason.strip()[:500]
    found.save(update_fields=["undone_on", "undone_reason"])
    main = found.parts.order_by("pk").values_list("organisation", flat=True).first()
    entry_record(
        actor=actor, action="change.undo", subject=found.pk, organisation=main or "",
        details={"kind": found.kind, "on": found.on, "number": found.number, "planned": True, "reason": found.undone_reason},
    )  # fmt: skip
    return found


def freeze(value: Any) -> Any:
    """What a service was given, as plain data that `thaw` reads back."""
    if isinstance(value, Organisation):
        return {"organisation": value.pk}
    if is_dataclass(value) and type(value).__name__ in SHAPES:
        return {"shape": type(value).__name__, "values": {f.name: freeze(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, dict):
        return {"map": [[key, freeze(one)] for key, one in value.items()]}
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, list | tuple):
        return {"list": [freeze(one) for one in value], "tuple": isinstance(value, tuple)}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"cannot be kept for later: {type(value).__name__}")


def thaw(data: Any) -> Any:
    """The same again; Refused where an organisation is no more. At the top a map of keyword arguments."""
    if not isinstance(data, dict):
        return data
    if "organisation" in data:
        found = Organisation.objects.filter(pk=data["organisation"]).first()
        if found is None:
            raise Refused("变动里的一个组织已经不在了，撤回这次变动，重新登记。")
        return found
    if "shape" in data:
        return SHAPES[data["shape"]](**{name: thaw(one) for name, one in data["values"].items()})
    if "map" in data:
        return {key: thaw(one) for key, one in data["map"]}
    if "set" in data:
        return frozenset(data["set"])
    if "list" in data:
        found_all = [thaw(one) for one in data["list"]]
        return tuple(found_all) if data["tuple"] else found_all
    return dt.date.fromisoformat(data["day"])
