"""What pages of tasks show: what was asked of the list, whose turn it is, what can be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.domain.tasks import policies, selectors, services
from zhibu.domain.tasks.choices import OPEN, WITH_OWNER, State
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotFound
from zhibu.web.components.bodies import at_of
from zhibu.web.uploads.parts import files_shown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.tasks.models import Task
    from zhibu.web.layout.request import Request

STATES = (("open", "没办结的"), *State.choices, ("all", "全部"))
TABS = {"mine": "我办的", "ours": "上级派来的", "given": "我派的", "all": "全部"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the list."""

    whose: str
    state: str
    at: str
    q: str
    late: bool

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Read from the address; what it does not know is left out."""
        given = request.GET
        known = tabs(request.actor)
        whose = given.get("whose", "")
        state = given.get("state", "open")
        return cls(
            whose if whose in known else _first(request.actor, known), state if state in dict(STATES) else "open",
            at_of(request), given.get("q", "").strip()[:60], bool(given.get("late")),
        )  # fmt: skip

    def find(self, actor: Actor, on: dt.date) -> QuerySet[Task]:
        """The rows."""
        return selectors.tasks_asked(
            actor, whose=self.whose, at=self.at, state="" if self.state == "all" else self.state, q=self.q,
            late_on=on if self.late else None,
        )  # fmt: skip

    @property
    def title(self) -> str:
        """What the list is called where it is taken along."""
        return {"mine": "我办的任务", "ours": "上级派来的任务", "given": "我派的任务"}.get(self.whose, "任务清单")

    @property
    def cut(self) -> bool:
        """Whether more than the tab was asked."""
        return bool(self.q or self.at or self.late or self.state != "open")


def tabs(actor: Actor) -> dict[str, str]:
    """The tabs: of somebody who gives none only his own; of one who is no member only the others."""
    if not may_give(actor):
        return {"mine": TABS["mine"]}
    left_out = {"" if actor.member else "mine", "" if actor.holds(*KEEPERS) else "ours"}
    return {name: word for name, word in TABS.items() if name not in left_out}


def _first(actor: Actor, known: dict[str, str]) -> str:
    """The tab that is open at first: his own and what came from above only where something of it waits."""
    waiting = (name for name in ("mine", "ours") if name in known and selectors.tasks_asked(actor, whose=name, state="open").exists())
    return next(waiting, "given" if "given" in known else next(iter(known)))


def may_give(actor: Actor) -> bool:
    """Whether he gives tasks anywhere."""
    return actor.in_person and (actor.everything or actor.holds(*KEEPERS, "leader"))


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done now: the address name, the words on the button, whether it is the main one."""

    url_name: str
    label: str
    main: bool = False


def deeds(actor: Actor, one: Task) -> list[Deed]:
    """What the actor can do with it now, the next first."""
    found: list[Deed] = []
    gives, checks = works_for(actor, one.giver), policies.checks(actor, one)
    does = policies.owns(actor, one) or works_for(actor, one.organisation)
    ownerless = not one.owners.all()
    if ownerless and works_for(actor, one.organisation) and one.state in OPEN:
        found.append(Deed("task-assign", "定谁来办", True))
    if one.asked_until and checks:
        found.append(Deed("task-extend", "定延期", True))
    if one.state == State.HANDED and checks:
        found += [Deed("task-accept", "办结", not found), Deed("task-return", "退回")]
    if one.state in WITH_OWNER and does and not ownerless:
        found += [Deed("task-done", "交出", not found and policies.owns(actor, one)), Deed("task-progress", "写进展")]
        if not one.asked_until and not checks:
            found.append(Deed("task-ask", "申请延期"))
    if one.state in WITH_OWNER and checks:
        found.append(Deed("task-accept", "看到已办好，办结"))
    return found + _rarer(actor, one, gives)


def _rarer(actor: Actor, one: Task, gives: bool) -> list[Deed]:
    found: list[Deed] = []
    if one.state in OPEN:
        if one.owners.all() and works_for(actor, one.organisation):
            found.append(Deed("task-assign", "换人办"))
        if gives:
            found += [Deed("task-change", "改任务"), Deed("task-withdraw", "撤回任务")]
    elif gives:
        found.append(Deed("task-reopen", "重新打开"))
    return found


def page(actor: Actor, one: Task, on: dt.date) -> dict[str, Any]:
    """What the page of a task shows."""
    late = selectors.days_late(one, on)
    return {
        "task": one, "owners": selectors.owners_told(one), "late": late, "deeds": deeds(actor, one),
        "turn": turn(one), "events": selectors.events(one), "undo": services.undoable(actor, one),
        "origin": _origin(actor, one), "days_left": (one.due_on - on).days if one.state in WITH_OWNER else None,
        "files": files_shown(actor, "task", one.pk), "parts": list(one.parts.all()) if works_for(actor, one.organisation) else [],
    }  # fmt: skip


def turn(one: Task) -> str:
    """Whose turn it is, in words."""
    if one.asked_until and one.state in WITH_OWNER:
        return f"等{one.giver}定：申请延到 {one.asked_until}"
    if not one.owners.all() and one.state in OPEN:
        return f"等{one.organisation}定谁来办"
    return {
        State.GIVEN: f"等{selectors.owners_told(one)}办", State.HANDED: f"已经交出，等{one.giver}查看",
        State.RETURNED: f"退回给{selectors.owners_told(one)}再办", State.DONE: "办结", State.WITHDRAWN: "已撤回，不用办了",
    }[State(one.state)]  # fmt: skip


def _origin(actor: Actor, one: Task) -> tuple[str, str] | None:
    """The meeting it came from: its id where he may see it, and its words."""
    if not one.origin:
        return None
    try:
        found: Activity = scope.activity_get(actor, one.origin)
    except NotFound:
        return ("", "会议决议")
    which = f"第 {one.number} 项决议" if one.number else "决议"
    return (found.pk, f"{found.on} {activity_labels().get(found.type, found.type)}，{which}")
