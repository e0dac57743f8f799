"""Members and rosters as programs and the command line read them: numbers covered, as on the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.directory.rosters import RosterRow, Wanted, named, roster, roster_rows
from zhibu.domain.members.models import Member
from zhibu.kernel import clock
from zhibu.kernel.actions import Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import partial_text


class MemberTold(Shape):
    """One member today."""

    id: str
    name: str
    sex: str
    ethnicity: str
    birth: str
    education: str
    full: bool
    joined: str
    full_since: str
    left: str
    left_reason: str
    job: str
    branch: str
    group: str
    posts: str
    state: str
    unit: str
    team: str
    id_number: str
    phone: str


class Asked(Given):
    """Which members: of a body or of the whole scope; a part of the name or its pinyin."""

    organisation: str = ""
    name: str = ""
    standing: Literal["", "full", "probationary"] = ""
    state: Literal["", "stopped", "lost", "floating"] = ""
    sex: Literal["", "男", "女"] = ""
    education: str = ""
    age_from: int | None = Field(None, ge=0, le=150)
    age_to: int | None = Field(None, ge=0, le=150)
    unit: str = ""
    on: dt.date | None = Field(None, ge=dt.date(1921, 7, 1))


def _find(actor: Actor, asked: Asked) -> Any:
    if not asked.organisation and not asked.model_fields_set - {"name", "organisation"}:
        found = scope.members(actor).order_by("pk")
        return found.filter(named(asked.name, many=scope.is_wide(actor))) if asked.name else found
    wanted = Wanted(
        standing=asked.standing, state=asked.state, sex=asked.sex, education=asked.education,
        age_from=asked.age_from, age_to=asked.age_to, unit=asked.unit, text=asked.name,
    )  # fmt: skip
    day = asked.on or clock.today()
    if asked.organisation:
        body = scope.organisation_get(actor, asked.organisation)
        return roster(actor=actor, organisation=body, on=day, wanted=wanted)
    return scope.members(actor).filter(wanted.condition(day)).order_by("pk")


def _shape(actor: Actor, rows: Sequence[Member]) -> list[MemberTold]:
    return [_told(row) for row in roster_rows(rows, clock.today())]


def member_told(actor: Actor, key: str) -> MemberTold:
    """One member as it is told; NotFound where he is not the actor's to see."""
    [row] = roster_rows([scope.member_get(actor, key)], clock.today())
    return _told(row)


def _told(row: RosterRow) -> MemberTold:
    one = row.member
    return MemberTold(
        id=one.pk, name=one.name, sex=one.sex, ethnicity=one.ethnicity,
        birth=partial_text(one.birth, one.birth_precision), education=one.education, full=row.is_full,
        joined=partial_text(one.joined, one.joined_precision),
        full_since=partial_text(one.full_since, one.full_since_precision),
        left=partial_text(one.left, one.left_precision, end=True), left_reason=one.left_reason, job=one.job,
        branch=row.branch, group=row.group, posts=row.posts, state=row.state, unit=row.unit, team=row.team,
        id_number=row.id_number, phone=row.phone,
    )  # fmt: skip


ACTIONS = (
    Listing("member.list", "党员名册", Asked, MemberTold, _find, _shape),
    Single("member.get", "一名党员", MemberTold, member_told),
)
