"""What is kept of one member beyond the facts, as far as the actor may see each part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from zhibu.domain.members.items import ITEMS, masked
from zhibu.domain.members.models import Member, MemberChange, MemberState
from zhibu.domain.members.selectors import had_no_probation
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.procedures.models import Step
from zhibu.domain.registry import policies
from zhibu.domain.registry.choices import WAITING
from zhibu.domain.registry.models import Care, Correction, Hardship, Look, Merging, Reward
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import partial_text

CHANGES_SHOWN = 100
LOOKS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A change of an item, sensitive values masked."""

    label: str
    before: str
    after: str
    at: dt.datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Station:
    """One station on the way of a member: `now` is where he stands, `turn` what is out of the ordinary."""

    label: str
    day: str
    kind: str = "past"
    note: str = ""


@dataclass(slots=True)
class File:
    """The parts of a file; `narrow`: whether the actor sees what only few may."""

    may_keep: bool
    may_clear: bool
    narrow: bool
    rewards: list[Reward] = field(default_factory=list)
    hardships: list[Hardship] = field(default_factory=list)
    cares: list[Care] = field(default_factory=list)
    changes: list[Told] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    mergings: list[Merging] = field(default_factory=list)
    waiting: int = 0


PARTS = frozenset({"care", "changes", "history"})


def file_of(*, actor: Actor, member: Member, parts: frozenset[str] = PARTS) -> File:
    """The file of a member whom the actor may see (ask `scope` first); `parts`: what is shown of it."""
    homes = branches_of(member)
    own = member.pk == actor.member
    keeps = policies.keeps(actor, homes)
    narrow = own or keeps
    found = File(keeps, policies.keeps(actor, homes, "clerk"), narrow)
    if "care" in parts:
        found.rewards = list(Reward.objects.filter(member=member))
    if narrow and "care" in parts:
        found.hardships = list(Hardship.objects.filter(member=member))
        found.cares = list(Care.objects.filter(member=member))
    if narrow and "changes" in parts:
        found.changes = changes_of(member)
    if narrow:
        found.corrections = list(Correction.objects.filter(member=member)[:20])
        found.waiting = sum(one.state in WAITING for one in found.corrections)
    if keeps and "history" in parts:
        found.mergings = list(Merging.objects.filter(kept=member, separated_at=None).defer("snapshot"))
    return found


def changes_of(member: Member) -> list[Told]:
    """Who changed what when, the latest first."""
    rows = MemberChange.objects.filter(member=member).order_by("-at", "-pk")[:CHANGES_SHOWN]
    return [
        Told(
            ITEMS[row.item].label if row.item in ITEMS else "进入名册",
            masked(row.item, row.before), masked(row.item, row.after), row.at, row.by, row.why,
        )
        for row in rows
    ]  # fmt: skip


def looks_of(member: Member) -> list[Look]:
    """Who saw his data, the latest first; shown to himself only (the door asks)."""
    return list(Look.objects.filter(member=member).order_by("-at", "-pk")[:LOOKS_SHOWN])


def stations(member: Member, states: list[MemberState], on: dt.date) -> list[Station]:
    """His way from applicant to today, one station after the other.

    What came before he was admitted is read from the steps of his case, where there is one.
    """
    way = _before(member)
    way.append(Station("预备党员", partial_text(member.joined, member.joined_precision)))
    if had_no_probation(member):
        way[-1] = Station("正式党员", way[-1].day, note="当时没有预备期")
    elif member.full_since is not None and member.full_since <= on:
        way.append(Station("正式党员", partial_text(member.full_since, member.full_since_precision)))
    for state in sorted(states, key=lambda one: one.since):
        if state.since <= on:
            over = f"到 {state.until}" if state.until else ""
            note = "，".join(filter(None, (state.details, over)))
            way.append(Station(state.get_state_display(), str(state.since), "turn", note))
    if member.left is not None and member.left <= on:
        way.append(Station("离开", partial_text(member.left, member.left_precision), "turn", member.left_reason))
    open_turn = any(state.since <= on and (not state.until or state.until > on) for state in states)
    if way[-1].kind == "turn" and member.left is None and not open_turn:
        back = "正式党员" if member.full_since or had_no_probation(member) else "预备党员"
        ended = max(state.until for state in states if state.until)
        way.append(Station(back, str(ended), note="恢复正常"))
    last = way[-1]
    way[-1] = Station(last.label, last.day, "now" if last.kind == "past" else "turn", last.note)
    if not had_no_probation(member) and member.full_since is None and member.left is None:
        way.append(Station("正式党员", "", "ahead", "还没有转正"))
    return way


def _before(member: Member) -> list[Station]:
    """Applicant, activist, development target: the first step of each kind in his case."""
    words = {"application": "申请人", "activist": "入党积极分子", "target": "发展对象"}
    rows = Step.objects.filter(case__subject=member.pk, step__in=words, on__lte=member.joined)
    found: dict[str, Station] = {}
    for row in rows.order_by("on", "pk"):
        found.setdefault(row.step, Station(words[row.step], str(row.on)))
    return list(found.values())

