"""What pages of opinions show: what was asked of the list, where one lies, what can be done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.opinions import policies, selectors, services
from zhibu.domain.opinions.choices import Kind, State, Whose
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.web.components.bodies import at_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhibu.domain.members.models import Member
    from zhibu.domain.opinions.models import Opinion
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel.actor import Actor
    from zhibu.web.layout.request import Request

STATES = (("open", "没办结的"), *((v, w) for v, w in State.choices if v != State.OPEN), ("all", "全部"))
PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the list."""

    state: str
    whose: str
    kind: str
    at: str
    q: str
    mine: bool

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Read from the address; what it does not know is left out."""
        given = request.GET
        state, whose, kind = given.get("state", "open"), given.get("whose", ""), given.get("kind", "")
        return cls(
            state if state in dict(STATES) else "open", whose if whose in Whose.values else "",
            kind if kind in Kind.values else "", at_of(request), given.get("q", "").strip()[:60], bool(given.get("mine")),
        )  # fmt: skip

    def find(self, actor: Actor) -> QuerySet[Opinion]:
        """The rows."""
        return selectors.opinions_asked(
            actor, state="" if self.state == "all" else self.state, whose=self.whose, kind=self.kind, at=self.at, mine=self.mine, q=self.q
        )

    @property
    def cut(self) -> bool:
        """Whether anything was asked."""
        return bool(self.q or self.whose or self.kind or self.at or self.mine or self.state != "open")


def frame(actor: Actor) -> dict[str, Any]:
    """What stands around the list."""
    return {
        "states": STATES, "whoses": Whose.choices, "kinds": Kind.choices, "bodies": scope.worked_for(actor),
        "may_take": actor.in_person and bool(actor.everything or actor.holds(*KEEPERS, "leader")),
        "may_put": bool(actor.member),
    }  # fmt: skip


def people_of(actor: Actor, body: Organisation) -> Iterable[Member]:
    """The members of a body from whom one is chosen; none where they are many."""
    day = clock.today()
    found = list(
        scope.members(actor).filter(memberships__organisation=body, memberships__since__lte=day)
        .exclude(memberships__until__lte=day).distinct().order_by("name", "pk")[: PEOPLE + 1]
    )  # fmt: skip
    return found if len(found) <= PEOPLE else []


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done now."""

    url_name: str
    label: str
    main: bool = False


def deeds(actor: Actor, one: Opinion) -> list[Deed]:
    """What the actor can do with it now, the next first."""
    found: list[Deed] = []
    handles, runs = policies.handles(actor, one), works_for(actor, one.at)
    if one.state == State.OPEN and handles:
        found.append(Deed("opinion-answer", "答复", True))
    if one.state == State.OPEN and runs:
        found.append(Deed("opinion-pass", "转交"))
    if one.state == State.ANSWERED and policies.tells(actor, one):
        found.append(Deed("opinion-close", "已反馈，办结", True))
    if one.state == State.ANSWERED and handles:
        found.append(Deed("opinion-answer", "改答复"))
    if handles:
        found += _rarer(one)
    own = one.source == "member" and policies.said_by(actor, one)
    if one.state == State.OPEN and (own or (actor.user and one.taken_user == actor.user)):
        found.append(Deed("opinion-withdraw", "撤回"))
    return found


def _rarer(one: Opinion) -> list[Deed]:
    found: list[Deed] = []
    if one.state == State.OPEN:
        found.append(Deed("opinion-merge", "并入另一条"))
    if one.state in (State.ANSWERED, State.CLOSED) and not one.confidential:
        found.append(Deed("opinion-publish", "公开答复" if one.published_on is None else "改公开的文字"))
    if one.published_on is not None:
        found.append(Deed("opinion-hide", "不再公开"))
    if one.state in (State.ANSWERED, State.CLOSED, State.WITHDRAWN):
        found.append(Deed("opinion-reopen", "重新打开"))
    if one.state == State.MERGED:
        found.append(Deed("opinion-part", "拆开，单独办"))
    found.append(Deed("opinion-guard", "设为不涉及个人" if one.confidential else "设为涉及个人"))
    return found


POSTED = ("opinion-hide", "opinion-part", "opinion-guard")  # a button of its own, without a form to fill in


def page(actor: Actor, one: Opinion, on: dt.date) -> dict[str, Any]:
    """What the page of an opinion shows."""
    row = selectors.row(actor, one, on, selectors.days_demanded(one.at, on))
    told = one.into if one.into is not None and row.readable else one
    works = works_for(actor, one.at) or works_for(actor, one.organisation)
    events = selectors.events(one)
    if not works:  # who said it sees where it lies and the answer, not who wrote what to whom within the Party's bodies
        for event in events:
            event.person = ""
            event.note = event.note if event.what == "answer" else ""
    elif not row.readable:
        for event in events:
            event.note = ""
    return {
        "opinion": one, "row": row, "deeds": deeds(actor, one), "posted": POSTED, "events": events,
        "undo": services.undoable(actor, one), "turn": turn(one), "told": told,
        "merged": [other for other in one.merged.all() if policies.reads(actor, other)],
    }  # fmt: skip


def turn(one: Opinion) -> str:
    """Whose turn it is, in words."""
    return {
        State.OPEN: f"等{one.at}处理", State.ANSWERED: "已答复，等告诉提的人", State.CLOSED: "办结，答复已反馈",
        State.MERGED: "并入另一条，一起答复", State.WITHDRAWN: "已撤回",
    }[State(one.state)]  # fmt: skip
