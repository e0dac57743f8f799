"""Who moved, who is missing from a newer roster, who left: asked, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.imports.services.plan.plan import LEAVE, Option, Person, Plan, Question
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation

LEFT = {"transferred_out": "转出了", "died": "去世了", "expelled": "出党了"}
Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """A member whom the newer roster puts into another branch or group."""

    member: Member
    place: str
    old: Membership
    body: Organisation


def plan_moves(
    plan: Plan, moves: list[Move], places: dict[str, dict[str, Membership]], answers: Answers
) -> None:
    """One question for all who moved; with its day the old membership ends and the new begins."""
    if not moves:
        return
    people = {move.member.pk for move in moves}
    plan.questions.append(
        Question(
            "moved",
            f"{len(people)} 人换了支部或党小组，从哪一天算起？",
            "写一天：原来的组织关系到这一天为止，新的从这一天起",
            (Option(LEAVE, "先留着，组织关系不动"),),
            asks_day=True,
            lines=tuple(f"{m.member}：{m.old.organisation} → {m.body}" for m in moves),
        )
    )
    day = day_written(answers.get("moved", ""))
    if day is None:
        return
    moved = {(move.member.pk, move.place) for move in moves}
    for move in moves:
        established = move.body.established
        if day <= move.old.since or (established and day < established):
            plan.left_out.append(f"{move.member}：{day} 早于原组织关系或新组织成立，没有改动")
            continue
        plan.change(move.old, {"until": day, "until_precision": "day"}, f"{move.member} 转出")
        plan.create(Membership(member=move.member, organisation=move.body, since=day))
        group = places.get(move.member.pk, {}).get("group")
        if move.place == "branch" and group and (move.member.pk, "group") not in moved:
            # nobody is in a group of a branch he has left
            plan.change(group, {"until": day, "until_precision": "day"}, f"{move.member} 转出")


def plan_missing(plan: Plan, covered: set[str], seen: set[str], answers: Answers) -> None:
    """Who is in a branch of the roster but not on it: one question each."""
    rows = (
        Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=plan.day),
            Q(member__left__isnull=True) | Q(member__left__gt=plan.day),
            organisation__in=[pk for pk in covered if pk],
            since__lte=plan.day,
        )
        .exclude(member__in=seen)
        .select_related("member", "organisation")
    )
    for row in rows:
        one = row.member
        plan.people.append(Person("missing", one.name, str(row.organisation), "新名册里没有"))
        plan.questions.append(
            Question(
                f"missing:{one.pk}",
                f"{one.name}（{row.organisation}）不在新名册里，现在怎样？",
                "选已离开的，写是哪一天",
                (
                    Option("stays", "还在，名册漏了"),
                    *(Option(code, label) for code, label in LEFT.items()),
                    Option(LEAVE, "先留着，不动"),
                ),
                asks_day=True,
            )
        )
        reason, _, written = answers.get(f"missing:{one.pk}", "").partition(" ")
        _leave(plan, one, reason, day_written(written))


def _leave(plan: Plan, one: Member, reason: str, day: dt.date | None) -> None:
    if reason not in LEFT or day is None:
        return
    if day <= one.joined:
        plan.left_out.append(f"{one}：离开日期 {day} 不晚于入党日期，没有改动")
        return
    plan.change(one, {"left": day, "left_precision": "day", "left_reason": reason}, f"{one} 离开")
    end_memberships(plan, one, day)


def end_memberships(plan: Plan, one: Member, day: dt.date) -> None:
    """Whoever has left belongs nowhere from that day on."""
    open_ones = Membership.objects.filter(member=one, since__lt=day)
    for row in open_ones.filter(Q(until__isnull=True) | Q(until__gt=day)):
        plan.change(row, {"until": day, "until_precision": "day"}, f"{one} 离开")


def day_written(text: str) -> dt.date | None:
    """A day that a person wrote as an answer, already in ISO form; None for anything else."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
