"""People of a roster: added and changed, compared with what is there on the day."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q

from zhibu.domain.imports.services.plan.leaving import (
    BATCH,
    Answers,
    Move,
    Places,
    end_memberships,
    plan_missing,
    plan_moves,
)
from zhibu.domain.imports.services.plan.limits import ELSEWHERE, Limits
from zhibu.domain.imports.services.plan.person import (
    changes_of,
    columns_of,
    settled,
    told,
    with_marks,
)
from zhibu.domain.imports.services.plan.plan import Person, Plan, Row, day_of, place_text, text
from zhibu.domain.members.models import Member, Membership, MemberState
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.dates import PartialDate
from zhibu.kernel.ids import new_id

SINCE = "名册没有写组织关系从哪天起，按入党日期与支部（党小组）成立日期中较晚的一天"
STATE_DAY = "失联、流动没有写从哪天起，按名册截至日"
OLDER_ONLY = "只在旧表里，现在的名册没有这个人，没有写入"


class People:
    """Works out the rows of members for one plan."""

    def __init__(self, plan: Plan, keys: dict[str, str], limits: Limits, answers: Answers) -> None:
        self.plan = plan
        self.keys = keys
        self.limits = limits
        self.answers = answers
        self.new: dict[str, Member] = {}
        self.places: Places = {}
        self.belonged: set[str] = set()
        self.states: set[tuple[str, str]] = set()
        self.foreign: set[str] = set()
        self.moved: list[Move] = []

    def take(self, rows: list[Row], older: list[Row], second: list[Row]) -> None:
        """Plan the main roster, then older lists (they only fill gaps), then what is missing."""
        seen = {text(row, "key") for row in (*rows, *older)}
        for row in (*rows, *older):
            if self.plan.waits(row) and self._body_id(row, "branch_key") in self.limits.foreign:
                self.limits.outside(self.plan, row, text(row, "name"))
        rows = [settled(row) for row in rows if not self.plan.waits(row)]
        older = [row for row in older if not self.plan.waits(row)]
        there = Member.objects.in_bulk([text(row, "key") for row in (*rows, *older, *second)])
        self.foreign = self.limits.registered_elsewhere((*rows, *older), set(there))
        self._stand(list(there))
        exact = {
            text(row, "key"): day_of(row, "joined") for row in second if not self.plan.waits(row)
        }
        for row in rows:
            self._row(row, there.get(text(row, "key")), exact.get(text(row, "key")))
        covered = {
            pk
            for row in rows
            if not text(row, "left") and not text(row, "left_reason") and "left_to" not in row
            and self.limits.holds(pk := self._body_id(row, "branch_key"))
        }  # fmt: skip
        for row in older:
            self._older(row, there, covered)
        plan_moves(self.plan, self.moved, self.places, self.answers)
        plan_missing(self.plan, covered, {self.keys.get(key, key) for key in seen}, self.answers)

    def _stand(self, members: list[str]) -> None:
        """Where the known people belong on the day, and which states they are in."""
        for start in range(0, len(members), BATCH):
            some = members[start : start + BATCH]
            rows = Membership.objects.filter(member__in=some).select_related("organisation")
            for row in rows.order_by("since"):
                self.belonged.add(row.member_id)
                if row.until is None or row.until > self.plan.day:
                    kind = "group" if row.organisation.kind == "party_group" else "branch"
                    self.places.setdefault(row.member_id, {})[kind] = row
            states = MemberState.objects.filter(Q(until__isnull=True), member__in=some)
            self.states |= set(states.values_list("member_id", "state"))

    def _body_id(self, row: Row, name: str) -> str:
        key = text(row, name)
        return self.keys.get(key, key)

    def _body(self, row: Row, name: str) -> Organisation | None:
        return self.limits.body(self._body_id(row, name))

    # -- one row -----------------------------------------------------------------------------

    def _row(self, row: Row, one: Member | None, exact: PartialDate | None) -> None:
        branch = self._body_id(row, "branch_key")
        if one is None and text(row, "key") in self.new:
            return
        if not self.limits.holds(branch) and (branch or one is None):
            self.limits.not_there(self.plan, row, text(row, "name"), branch)
        elif one is None and text(row, "id_number") in self.foreign:
            reason = ELSEWHERE.format(self.limits.name)
            self.plan.leave_out(row, text(row, "name"), reason, "reject")
        elif one is None:
            self._add(row, exact)
        else:
            self._compare(one, row, exact)

    def _add(self, row: Row, exact: PartialDate | None) -> None:
        joined = exact or day_of(row, "joined")
        if joined is None:
            self.plan.leave_out(row, text(row, "name"), "没有入党日期，没有写入")
            return
        one = Member(id=new_id("mem"), **columns_of(row, joined))
        self.keys[text(row, "key")] = one.pk
        self.new[text(row, "key")] = one
        self.plan.create(one)
        for name in ("branch_key", "group_key"):
            body = self._body(row, name)
            if body is not None:
                self._belongs(one, body)
        self._state(one, row)
        branch = self._body(row, "branch_key")
        self.plan.people.append(
            Person("added", one.name, str(branch or ""), "新增", place_text(row))
        )

    def _belongs(self, one: Member, body: Organisation) -> None:
        """A membership from the later of joined and established: a stated assumption."""
        since = max(day for day in (one.joined, body.established) if day is not None)
        if one.left is not None and since >= one.left:
            self.plan.remarks.append(f"{one.name}：离开日期早于 {body} 成立，组织关系没有写入")
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
        if state not in ("lost", "floating", "stopped") or (one.pk, state) in self.states:
            return
        since = day_of(row, "state_since")
        if since is None and state == "stopped":
            return  # asked by the reader; without its day nothing is written
        if since is None:
            self.plan.assumptions[STATE_DAY] += 1
        day = since.first if since else max(self.plan.day, one.joined)
        self.states.add((one.pk, state))
        self.plan.create(MemberState(member=one, state=state, since=day))

    def _compare(self, one: Member, row: Row, exact: PartialDate | None) -> None:
        different = changes_of(one, row, exact)
        self.plan.change(one, with_marks(different))
        if different:
            person = Person(
                "changed", one.name, self._place(one), told(one, different), place_text(row)
            )
            self.plan.people.append(person)
        if different.get("left"):
            end_memberships(self.plan, one, different["left"])
        self._state(one, row)
        self._moves(one, row)

    def _moves(self, one: Member, row: Row) -> None:
        if text(row, "left") or (one.left is not None and one.left <= self.plan.day):
            return  # who has left belongs nowhere any more
        for name, kind in (("branch_key", "branch"), ("group_key", "group")):
            body = self._body(row, name)
            old = self.places.get(one.pk, {}).get(kind)
            if body is None or (old is not None and old.organisation_id == body.pk):
                continue
            if old is None and (kind == "group" or one.pk not in self.belonged):
                self._belongs_from(one, body)
                continue
            self.moved.append(Move(one, kind, old, body))
            was = str(old.organisation) if old else ""
            self.plan.people.append(Person("moved", one.name, was, f"转到 {body}", place_text(row)))

    def _belongs_from(self, one: Member, body: Organisation) -> None:
        """Into a group for the first time, or known without any place; never the same row twice."""
        since = max(day for day in (one.joined, body.established) if day is not None)
        if Membership.objects.filter(member=one, organisation=body, since=since).exists():
            self.moved.append(Move(one, "group", None, body))
        else:
            self._belongs(one, body)

    def _place(self, one: Member) -> str:
        old = self.places.get(one.pk, {}).get("branch")
        return str(old.organisation) if old else ""

    # -- older lists ---------------------------------------------------------

    def _older(self, row: Row, there: dict[str, Member], covered: set[str]) -> None:
        """An older list never overwrites; it adds people only where nothing newer is known."""
        key, branch = text(row, "key"), self._body_id(row, "branch_key")
        one = self.new.get(key) or there.get(key)
        if one is not None:
            gaps = {
                name: value
                for name, value in columns_of(row, None).items()
                if value and not name.endswith("_precision") and not getattr(one, name)
            }
            if "birth" in gaps:
                gaps["birth_precision"] = columns_of(row, None)["birth_precision"]
            if key in there:
                self.plan.change(one, with_marks(gaps))
            else:
                for name, value in with_marks(gaps).items():
                    setattr(one, name, value)
        elif not self.limits.holds(branch):
            self.limits.not_there(self.plan, row, text(row, "name"), branch)
        elif branch in covered or branch in self._peopled:
            self.plan.leave_out(row, text(row, "name"), OLDER_ONLY)
        else:
            self._row(row, None, None)

    @cached_property
    def _peopled(self) -> set[str]:
        """Bodies that had members before this import."""
        return set(Membership.objects.values_list("organisation", flat=True).distinct())
