"""Meetings of a register and who was there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.imports.services.plan.limits import Limits
from zhibu.domain.imports.services.plan.plan import Plan, Row, day_of, text
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel.ids import new_id

PRESENT = "登记表只写缺席的人：其余在册且已入党的都算到会"
INCOMPLETE = "缺席名单不全的会，到会情况没有写入"


def plan_activities(
    plan: Plan, rows: list[Row], absences: list[Row], keys: dict[str, str], limits: Limits
) -> None:
    """Activities not there yet, each with its attendance; one that is there stays as it is."""
    there = matched(rows, keys, _there(rows, keys))
    away: dict[str, list[Row]] = defaultdict(list)
    for absence in absences:
        away[text(absence, "activity")].append(absence)
    bodies = _Bodies(plan)
    named = {keys.get(text(row, "member"), text(row, "member")) for row in absences}
    for row in rows:
        for name in ("host", "recorder", "speaker"):
            named |= {keys.get(one, one) for one in text(row, name).replace("|", " ").split()}
    bodies.people = plan.has(Member, named)
    for number, row in enumerate(rows):
        on = day_of(row, "on")
        body = keys.get(text(row, "organisation"), text(row, "organisation"))
        if on is None or not text(row, "organisation"):
            continue
        if not limits.holds(body):
            limits.not_there(plan, row, text(row, "theme") or "会议", body)
            continue
        if number in there:
            plan.keep(there[number])
            continue
        activity = Activity(
            id=new_id("act"), organisation_id=body, on=on.first, **_cells(row, keys, bodies.people)
        )
        plan.create(activity)
        if activity.status == "held":
            _attend(plan, activity, row, away.get(text(row, "key"), []), keys, bodies)


def _there(rows: list[Row], keys: dict[str, str]) -> list[Activity]:
    bodies = {keys.get(text(row, "organisation"), text(row, "organisation")) for row in rows}
    return list(Activity.objects.filter(organisation__in=bodies))


def matched(rows: list[Row], keys: dict[str, str], there: Iterable[Activity]) -> dict[int, Activity]:
    """Which row (by its place) is a meeting that is there already: of the same body, type and day.

    The same hour is looked for first. Where the sheet or the record names no hour, they are one meeting: a register
    seldom has it, a meeting planned here always. Two different hours are two meetings. None is taken twice, and one
    that was cancelled here is not the one that the register says was held.
    """
    free: dict[Any, list[Activity]] = defaultdict(list)
    for one in there:
        free[(one.organisation_id, one.type, one.on)].append(one)
    found: dict[int, Activity] = {}
    for same in (True, False):
        for number, row in enumerate(rows):
            on = day_of(row, "on")
            if number in found or on is None:
                continue
            body = keys.get(text(row, "organisation"), text(row, "organisation"))
            near = free[(body, text(row, "type"), on.first)]
            hour = _hour(text(row, "start"))
            fits = (one for one in near if _hour(one.start) == hour or (not same and not (hour and one.start)))
            chosen = next((one for one in fits if not _cancelled(one, row)), None)
            if chosen is not None:
                near.remove(chosen)
                found[number] = chosen
    return found


def _cancelled(one: Activity, row: Row) -> bool:
    return one.status == ActivityStatus.CANCELLED and text(row, "status") == ActivityStatus.HELD


def _hour(start: str) -> str:
    """9:00 and 09:00 are the same."""
    return start.strip().replace("：", ":").zfill(5) if start.strip() else ""


def _cells(row: Row, keys: dict[str, str], known: set[str]) -> dict[str, Any]:
    notice = day_of(row, "notice_on")
    values: dict[str, Any] = {
        name: text(row, name) for name in ("type", "status", "start", "place", "theme", "form")
    }
    for name in ("host", "recorder", "speaker"):
        people = text(row, name).replace("|", " ").split()
        values[name] = " ".join(keys.get(one, one) for one in people if keys.get(one, one) in known)
    values["topics"] = _number(row, "topics")
    values["notice_on"] = notice.first if notice else None
    values["declared_entitled"] = _number(row, "entitled_written")
    values["declared_present"] = _number(row, "present_written")
    return values


def _number(row: Row, name: str) -> int | None:
    written = text(row, name)
    return int(written) if written.isdecimal() and len(written) < 10 else None


def _attend(
    plan: Plan,
    activity: Activity,
    row: Row,
    absences: list[Row],
    keys: dict[str, str],
    bodies: _Bodies,
) -> None:
    absent: set[str] = set()
    for absence in absences:
        member = keys.get(text(absence, "member"), text(absence, "member"))
        if member in absent or member not in bodies.people:
            continue
        absent.add(member)
        plan.create(
            Attendance(
                activity=activity,
                member_id=member,
                status=text(absence, "status"),
                reason=text(absence, "reason"),
            )
        )
    if text(row, "attendance_complete") not in ("True", "true", "1", "yes"):
        plan.assumptions[INCOMPLETE] += 1
        return
    people = bodies.members(activity.organisation_id, activity.on)
    if activity.type == "committee_meeting":
        plan.assumptions["支委会到会的是支委，登记表没有写名单：只写缺席的人"] += 1
        return
    plan.assumptions[PRESENT] += 1
    for member in people:
        if member not in absent:
            plan.create(Attendance(activity=activity, member_id=member, status="present"))


class _Bodies:
    """Who belonged to a body on a day: what is there, with what this import adds."""

    def __init__(self, plan: Plan) -> None:
        self.people: set[str] = set()  # members named in the sheets who are or will be there
        self.added: dict[str, list[Membership]] = defaultdict(list)
        for row in plan.creates.get("members.Membership", []):
            assert isinstance(row, Membership)
            self.added[row.organisation_id].append(row)
        self.joined = {
            row.pk: row.joined
            for row in plan.creates.get("members.Member", [])
            if isinstance(row, Member)
        }
        self._stored: dict[str, list[tuple[str, dt.date, dt.date | None]]] = {}

    def members(self, body: str, on: dt.date) -> list[str]:
        """Ids of the members of a body on a day, those who had joined only."""
        if body not in self._stored:
            rows = Membership.objects.filter(Q(organisation=body)).select_related("member")
            self._stored[body] = [
                (row.member_id, max(row.since, row.member.joined), row.until) for row in rows
            ] + [
                (
                    row.member_id,
                    max(row.since, self.joined.get(row.member_id, row.since)),
                    row.until,
                )
                for row in self.added[body]
            ]
        found = {
            member: None
            for member, since, until in self._stored[body]
            if since <= on and (until is None or until > on)
        }
        return list(found)
