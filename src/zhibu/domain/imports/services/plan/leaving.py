"""Who moved, who is missing from a newer roster, who left: asked, never guessed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.imports.services.plan.plan import (
    LEAVE,
    Item,
    Option,
    Person,
    Plan,
    Question,
    day_written,
)
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation

LEFT = {"transferred_out": "转出了", "died": "去世了", "expelled": "出党了"}
STAYS = "stays"
BATCH = 500
Answers = dict[str, str]
Places = dict[str, dict[str, Membership]]


@dataclass(frozen=True, slots=True)
class Move:
    """A member whom the newer roster puts into another branch or group; `old` is open, or None."""

    member: Member
    place: str
    old: Membership | None
    body: Organisation


def plan_moves(plan: Plan, moves: list[Move], places: Places, answers: Answers) -> None:
    """A day each (or one for all): the old membership ends and the new one begins on it."""
    by_member: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_member[move.member.pk].append(move)
    if not by_member:
        return
    plan.questions.append(
        Question(
            "moved",
            f"{len(by_member)} 人换了支部或党小组，从哪一天算起？",
            "原来的组织关系到这一天为止，新的从这一天起",
            (Option(LEAVE, "先留着，不动"),),
            tuple(
                Item(f"moved:{pk}", str(own[0].member), "；".join(map(_told, own)))
                for pk, own in by_member.items()
            ),
            asks_day=True,
        )
    )
    for pk, own in by_member.items():
        day = day_written(answers.get(f"moved:{pk}", ""))
        if day is not None:
            _move(plan, own, day, places.get(pk, {}).get("group"))


def _told(move: Move) -> str:
    return f"{move.old.organisation if move.old else '（没有组织关系）'} → {move.body}"


def _move(plan: Plan, own: list[Move], day: dt.date, group: Membership | None) -> None:
    """All of one member's moves, or none where the day cannot be."""
    for move in own:
        begun = move.body.established
        if (move.old is not None and day <= move.old.since) or (begun and day < begun):
            plan.remarks.append(f"{move.member}：{day} 早于原组织关系或新组织成立，没有改动")
            return
    for move in own:
        if move.old is not None:
            plan.change(move.old, {"until": day, "until_precision": "day"})
        plan.create(Membership(member=move.member, organisation=move.body, since=day))
    if group and {move.place for move in own} == {"branch"} and group.since < day:
        # nobody is in a group of a branch he has left
        plan.change(group, {"until": day, "until_precision": "day"})


def plan_missing(plan: Plan, covered: set[str], seen: set[str], answers: Answers) -> None:
    """Who is in a branch of the roster but not on it: asked of each, never taken as left."""
    missing = [row for row in _members_of(covered, plan.day) if row.member_id not in seen]
    if not missing:
        return
    for row in missing:
        plan.people.append(
            Person("missing", row.member.name, str(row.organisation), "新名册里没有")
        )
    plan.questions.append(
        Question(
            "missing",
            f"{len(missing)} 人不在新名册里，现在怎样？",
            "不回答就不动；选已离开的，写是哪一天",
            (
                Option(STAYS, "还在，名册漏了"),
                *(Option(code, label, needs_day=True) for code, label in LEFT.items()),
                Option(LEAVE, "先留着，不动"),
            ),
            tuple(
                Item(f"missing:{row.member_id}", row.member.name, str(row.organisation))
                for row in missing
            ),
        )
    )
    for row in missing:
        reason, _, written = answers.get(f"missing:{row.member_id}", "").partition(" ")
        _leave(plan, row.member, reason, day_written(written))


def _members_of(bodies: Iterable[str], day: dt.date) -> list[Membership]:
    """Memberships in these bodies on the day, of people who had not left."""
    keys = sorted(bodies)
    found: list[Membership] = []
    for start in range(0, len(keys), BATCH):
        rows = Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=day),
            Q(member__left__isnull=True) | Q(member__left__gt=day),
            organisation__in=keys[start : start + BATCH],
            since__lte=day,
        )
        found += rows.select_related("member", "organisation").order_by(
            "organisation__path", "member__name", "pk"
        )
    return found


def _leave(plan: Plan, one: Member, reason: str, day: dt.date | None) -> None:
    if reason not in LEFT or day is None:
        return
    if day <= one.joined:
        plan.remarks.append(f"{one}：离开日期 {day} 不晚于入党日期，没有改动")
        return
    plan.change(one, {"left": day, "left_precision": "day", "left_reason": reason})
    end_memberships(plan, one, day)


def end_memberships(plan: Plan, one: Member, day: dt.date) -> None:
    """Whoever has left belongs nowhere from that day on."""
    open_ones = Membership.objects.filter(member=one, since__lt=day)
    for row in open_ones.filter(Q(until__isnull=True) | Q(until__gt=day)):
        plan.change(row, {"until": day, "until_precision": "day"})
