"""People of a roster: added and changed, compared with what is there on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from zhibu.domain.imports.services.plan.leaving import (
    Move,
    end_memberships,
    plan_missing,
    plan_moves,
)
from zhibu.domain.imports.services.plan.plan import (
    Person,
    Plan,
    Row,
    day_of,
    place_of,
    text,
)
from zhibu.domain.members.columns import INDEXED, index_of
from zhibu.domain.members.models import Member, Membership, MemberState
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.dates import PartialDate
from zhibu.kernel.ids import new_id

SINCE = "名册没有写组织关系从哪天起，按入党日期与支部（党小组）成立日期中较晚的一天"
STATE_DAY = "失联、流动没有写从哪天起，按名册截至日"
PLAIN = ("name", "sex", "ethnicity", "education", "job", "phone", "id_number")
Answers = dict[str, str]


class People:
    """Works out the rows of members for one plan."""

    def __init__(self, plan: Plan, keys: dict[str, str], answers: Answers) -> None:
        self.plan = plan
        self.keys = keys
        self.answers = answers
        self.bodies: dict[str, Organisation] = {}
        self.new: dict[str, Member] = {}
        self.places: dict[str, dict[str, Membership]] = {}
        self.moved: list[Move] = []

    def take(self, rows: list[Row], older: list[Row], second: list[Row]) -> None:
        """Plan the main roster, then older lists (they only fill gaps), then what is missing."""
        seen = {text(row, "key") for row in (*rows, *older)}
        rows = [row for row in rows if not self.plan.waits(row)]
        older = [row for row in older if not self.plan.waits(row)]
        given = [text(row, "key") for row in (*rows, *older, *second)]
        there = Member.objects.in_bulk(given)
        self._bodies((*rows, *older))
        self._places(there)
        exact = {
            text(row, "key"): day_of(row, "joined") for row in second if not self.plan.waits(row)
        }
        for row in rows:
            one = there.get(text(row, "key"))
            if one is None and text(row, "key") in self.new:
                continue
            if one is None:
                self._add(row, exact.get(text(row, "key")))
            else:
                self._compare(one, row, exact.get(text(row, "key")))
        covered = {self._body_id(row, "branch_key") for row in rows} - {""}
        for row in older:
            self._older(row, there, covered)
        plan_moves(self.plan, self.moved, self.places, self.answers)
        plan_missing(self.plan, covered, {self.keys.get(key, key) for key in seen}, self.answers)

    # -- bodies and places -------------------------------------------------------------------

    def _bodies(self, rows: Iterable[Row]) -> None:
        for planned in self.plan.creates.get("organisations.Organisation", []):
            assert isinstance(planned, Organisation)
            self.bodies[planned.pk] = planned
        wanted = {self._body_id(row, name) for row in rows for name in ("branch_key", "group_key")}
        self.bodies |= Organisation.objects.in_bulk([pk for pk in wanted if pk not in self.bodies])

    def _body_id(self, row: Row, name: str) -> str:
        key = text(row, name)
        return self.keys.get(key, key)

    def _places(self, there: dict[str, Member]) -> None:
        rows = Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=self.plan.day), member__in=list(there)
        ).select_related("organisation")
        for row in rows:
            kind = "group" if row.organisation.kind == "party_group" else "branch"
            self.places.setdefault(row.member_id, {})[kind] = row

    # -- one row -----------------------------------------------------------------------------

    def _add(self, row: Row, exact: PartialDate | None) -> None:
        joined = exact or day_of(row, "joined")
        if joined is None:
            return
        if text(row, "branch_key") and self._body_id(row, "branch_key") not in self.bodies:
            self.plan.left_out.append(
                f"{text(row, 'name')}：所在支部还没有写入（{place_of(row)}），先不写入"
            )
            return
        one = Member(id=new_id("mem"), **_plain(row), **_dates(row, joined))
        self.keys[text(row, "key")] = one.pk
        self.new[text(row, "key")] = one
        self.plan.create(one)
        for name in ("branch_key", "group_key"):
            body = self.bodies.get(self._body_id(row, name))
            if body is not None:
                self._belongs(one, body)
        self._state(one, row)
        branch = self.bodies.get(self._body_id(row, "branch_key"))
        self.plan.people.append(Person("added", one.name, str(branch or ""), "新增", place_of(row)))

    def _belongs(self, one: Member, body: Organisation) -> None:
        """A membership from the later of joined and established: a stated assumption."""
        since = max(day for day in (one.joined, body.established) if day is not None)
        if one.left is not None and since >= one.left:
            self.plan.left_out.append(f"{one.name}：离开日期早于 {body} 成立，组织关系没有写入")
            return
        self.plan.assumptions[SINCE] += 1
        self.plan.create(
            Membership(
                member=one,
                organisation=body,
                since=since,
                until=one.left,
                until_precision=one.left_precision if one.left else "day",
                assumed=True,
            )
        )

    def _state(self, one: Member, row: Row) -> None:
        state = text(row, "state")
        if state not in ("lost", "floating", "stopped"):
            return
        since = day_of(row, "state_since")
        if since is None and state == "stopped":
            return  # asked by the reader; without its day nothing is written
        if MemberState.objects.filter(member_id=one.pk, state=state, until=None).exists():
            return
        if since is None:
            self.plan.assumptions[STATE_DAY] += 1
        day = since.first if since else max(self.plan.day, one.joined)
        self.plan.create(MemberState(member=one, state=state, since=day))

    def _compare(self, one: Member, row: Row, exact: PartialDate | None) -> None:
        fields = {name: value for name, value in _plain(row).items() if value}
        joined = exact or day_of(row, "joined") or PartialDate(one.joined)
        for name, value in _dates(row, joined).items():
            if value is None or name.endswith("_precision"):
                continue
            precision = _dates(row, joined)[f"{name}_precision"]
            old = getattr(one, name)
            if old is not None and _within(old, value, str(precision)):
                continue
            fields |= {name: value, f"{name}_precision": precision}
        different = {name: value for name, value in fields.items() if getattr(one, name) != value}
        self.plan.change(one, _with_marks(different), one.name)
        if different:
            labels = "、".join(
                str(one._meta.get_field(name).verbose_name)
                for name in different
                if not name.endswith("_precision")
            )
            self.plan.people.append(
                Person("changed", one.name, self._place(one), f"{labels}有变", place_of(row))
            )
        if different.get("left"):
            end_memberships(self.plan, one, different["left"])
        self._state(one, row)
        self._moves(one, row)

    def _moves(self, one: Member, row: Row) -> None:
        if one.left is not None and one.left <= self.plan.day:
            return  # who has left belongs nowhere any more
        for name, kind in (("branch_key", "branch"), ("group_key", "group")):
            body = self.bodies.get(self._body_id(row, name))
            old = self.places.get(one.pk, {}).get(kind)
            if body is None or (old is not None and old.organisation_id == body.pk):
                continue
            if old is None:
                self._belongs(one, body)
                continue
            self.moved.append(Move(one, kind, old, body))
            self.plan.people.append(
                Person("moved", one.name, str(old.organisation), f"转到 {body}", place_of(row))
            )

    def _place(self, one: Member) -> str:
        old = self.places.get(one.pk, {}).get("branch")
        return str(old.organisation) if old else ""

    # -- older lists ---------------------------------------------------------

    def _older(self, row: Row, there: dict[str, Member], covered: set[str]) -> None:
        """An older list never overwrites; it adds people only where nothing newer is known."""
        key = text(row, "key")
        if key in self.new:
            gaps = {
                name: value
                for name, value in _plain(row).items()
                if value and not getattr(self.new[key], name)
            }
            for name, value in _with_marks(gaps).items():
                setattr(self.new[key], name, value)
            return
        one = there.get(key)
        if one is not None:
            gaps = {
                name: value
                for name, value in _plain(row).items()
                if value and not getattr(one, name)
            }
            self.plan.change(one, _with_marks(gaps), one.name)
            return
        branch = self._body_id(row, "branch_key")
        newer = branch in covered or (
            branch and Membership.objects.filter(organisation=branch).exists()
        )
        if newer:
            self.plan.left_out.append(
                f"{text(row, 'name')}：只在旧表里（{place_of(row)}），现在的名册没有这个人，没有写入"
            )
        else:
            self._add(row, None)


def _with_marks(fields: dict[str, Any]) -> dict[str, Any]:
    """With the blind index of every encrypted column that is set."""
    marks = {f"{name}_index": index_of(name, fields[name]) for name in INDEXED if name in fields}
    return fields | marks


def _plain(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {name: text(row, name) for name in PLAIN}
    values["left_reason"] = text(row, "left_reason")
    born = day_of(row, "born")
    if born is not None:
        values |= {"birth": born.first, "birth_precision": born.precision}
    return values


def _dates(row: Row, joined: PartialDate) -> dict[str, Any]:
    full, left = day_of(row, "full_since"), day_of(row, "left")
    return {
        "joined": joined.first,
        "joined_precision": joined.precision,
        "full_since": full.first if full else None,
        "full_since_precision": full.precision if full else "day",
        "left": left.after() if left else None,
        "left_precision": left.precision if left else "day",
    }


def _within(old: dt.date, new: dt.date, precision: str) -> bool:
    """A month (or year) that holds the day already known says nothing new."""
    length = {"day": 10, "month": 7, "year": 4}[precision]
    return old.isoformat()[:length] == new.isoformat()[:length]
