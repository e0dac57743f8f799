"""Contexts of the pages of this area: what a selector found, ready for a template."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import F, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.casework.selectors import filing_terms
from zhibu.domain.directory import organisation as directory
from zhibu.domain.filings import policies, selectors, services
from zhibu.domain.filings.choices import ACCEPTED_WORDS, OPEN_STATES, FilingKind, FilingState
from zhibu.domain.rulebook.selectors import procedure_labels
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound
from zhibu.web.components.fields import ReasonForm
from zhibu.web.filings.forms import AcceptForm, FilingForm, ReplyForm
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.filings.models import Filing
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.procedures.models import Case

STATES = (("open", "没办结"), ("overdue", "过期没办"), ("done", "办结的"), ("all", "全部"))
BOXES = (("in", "来件"), ("out", "去件"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for."""

    box: str = "in"
    state: str = "open"
    kind: str = ""
    text: str = ""
    today: dt.date = dt.date.min

    @property
    def title(self) -> str:
        return dict(BOXES)[self.box]


def wanted(request: Request) -> Asked:
    """The filters of the address; what is unknown counts as not said."""
    given = request.GET
    box = given.get("box") if given.get("box") in dict(BOXES) else _box_first(request.actor)
    state = given.get("state") if given.get("state") in dict(STATES) else "open"
    kind = given.get("kind", "") if given.get("kind") in FilingKind.values else ""
    return Asked(str(box), str(state), kind, given.get("q", "").strip()[:60], clock.today())


def _box_first(actor: Actor) -> str:
    """A clerk looks at what came, a branch at what it sent, unless something came."""
    return "in" if actor.everything or actor.holds("clerk") or selectors.waiting(actor, clock.today()).inbox else "out"


def found(actor: Actor, asked: Asked) -> QuerySet[Filing]:
    """The filings that the filters leave."""
    rows = selectors.inbox(actor) if asked.box == "in" else selectors.outbox(actor)
    open_ = [*OPEN_STATES, *((FilingState.DRAFT, FilingState.RETURNED) if asked.box == "out" else ())]
    if asked.state == "open":
        rows = rows.filter(state__in=open_)
    elif asked.state == "overdue":
        rows = rows.filter(state__in=OPEN_STATES, due_on__lt=asked.today)
    elif asked.state == "done":
        rows = rows.filter(state__in=[state for state in selectors.DONE if state not in open_])
    if asked.state in ("done", "all"):  # the newest first, which an index gives without sorting all
        walked = scope.sees_all(actor) or (scope.is_wide(actor) and not asked.text)  # where much of what stands there fits
        newest = F("created_on").desc(nulls_last=True)  # none is empty; said so, the index is not walked through
        rows = rows.order_by("-created_on" if walked else newest, "-pk")
    elif asked.box == "in" or asked.state == "overdue":  # open ones only: by their due day, which has an index
        rows = rows.order_by(F("due_on").asc(nulls_last=True), "-sent_on", "-pk")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.text:
        rows = selectors.search(rows, asked.text, "sender" if asked.box == "in" else "receiver")
    return rows


def filing_list(actor: Actor, asked: Asked, cut: Page[Any]) -> dict[str, Any]:
    """One page of a box with its filters, and how many wait."""
    return {
        "asked": asked, "cut": cut, "boxes": BOXES, "states": STATES, "kinds": FilingKind.choices,
        "waiting": selectors.waiting(actor, asked.today), "open_states": OPEN_STATES,
        "may_send": bool(selectors.own(actor)) or actor.everything,
    }  # fmt: skip


def filing(actor: Actor, one: Filing, forms: dict[str, Any] | None = None) -> dict[str, Any]:
    """A filing with what each side may do with it now."""
    sends, answers = policies.may_send(actor, one.sender), policies.may_answer(actor, one.receiver)
    own = bool(actor.user) and actor.user == one.sent_user and not actor.everything
    open_ = one.state in OPEN_STATES
    asks = one.kind in (FilingKind.REQUEST, FilingKind.REVIEW)
    words = {FilingKind.REPORT: "已阅", FilingKind.FILE: "备案", FilingKind.REVIEW: "审核同意", FilingKind.REPLY: "收到"}
    return {
        "filing": one, "events": one.events.select_related("organisation"), "papers": one.papers.all(),
        "replies": list(one.replies.all()), "accepted_word": ACCEPTED_WORDS[FilingKind(one.kind)],
        "procedure": procedure_labels().get(one.case.procedure, "") if one.case else "",
        "overdue": open_ and one.due_on is not None and one.due_on < clock.today(),
        "may_send": sends and one.state in (FilingState.DRAFT, FilingState.RETURNED),
        "may_discard": sends and one.state == FilingState.DRAFT,
        "may_withdraw": sends and open_, "own": own and answers and open_,
        "may_receive": answers and one.state == FilingState.SENT,
        "may_answer": answers and open_ and not own, "may_accept": one.kind != FilingKind.REQUEST,
        "may_reply": asks, "accept_word": words.get(FilingKind(one.kind), ""),
        "may_give_back": one.kind != FilingKind.REPLY,
        **{"accept": AcceptForm(), "give_back": ReasonForm(prefix=None), "reply": ReplyForm(), "take_back": ReasonForm(),
           **(forms or {})},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """For what a filing stands: a step of a case, or nothing in particular."""

    case: Case | None = None
    step: str = ""
    kind: str = ""
    about: str = ""


def draft_form(request: Request) -> tuple[FilingForm, About]:
    """The form of a new filing, filled from the case or the organisation that the address names."""
    given = request.GET
    case = scope.cases(request.actor).select_related("organisation").filter(pk=given.get("case", "")).first()
    about = About(case, given.get("step", "")[:60] if case else "", *_about(request))
    initial: dict[str, Any] = {"key": secrets.token_hex(16), "kind": FilingKind.REPORT}
    home = None
    if case is not None:
        terms = filing_terms(case, about.step)
        initial |= {"kind": terms.kind, "subject": terms.subject, "due_on": terms.due_on or "", "body": terms.body}
        home = terms.sender
        if terms.about and not about.about:
            about = replace(about, kind=terms.about_kind, about=terms.about)
    if given.get("kind") in FilingKind.values:
        initial |= {"kind": given["kind"], "subject": given.get("subject", "")[:100]}
    if given.get("from"):
        home = sender_of(request.actor, given["from"])
    if home is None:
        home = directory.home_of(actor=request.actor)
        home = home if home is not None and home.parent_id and policies.may_send(request.actor, home) else None
    initial["sender"] = home.pk if home else ""
    return FilingForm(request.actor, home, request.POST or None, initial), about


def _about(request: Request) -> tuple[str, str]:
    """What the address says the filing is about, where it is in sight."""
    kind, key = request.GET.get("about_kind", ""), request.GET.get("about", "")
    seen = {"post": scope.posts, "organisation": scope.organisations, "member": scope.members, "activity": scope.activities}
    if kind in seen and seen[kind](request.actor).filter(pk=key).exists():
        return kind, key
    return "", ""


def drafted(actor: Actor, form: FilingForm, about: About) -> Filing:
    """What the form says, as a draft."""
    said = dict(form.cleaned_data)
    sender = sender_of(actor, said.pop("sender"))
    key = said.pop("receiver")
    receiver = next((body for body in selectors.receivers(sender) if body.pk == key), None) if key else None
    return services.filing_draft(
        actor=actor, sender=sender, receiver=receiver, case=about.case, step=about.step, about_kind=about.kind,
        about=about.about, **said)


def sender_of(actor: Actor, key: str) -> Organisation:
    """The organisation of an id for which he writes."""
    body = scope.organisations(actor).filter(pk=key).first()
    if body is None or not policies.may_send(actor, body):
        raise NotFound("找不到这个组织，或者它的报送不归你办。")
    return body


def letter_initial(one: Filing) -> dict[str, Any]:
    """The letter as it stands, for the form."""
    papers = "\n".join(paper.title for paper in one.papers.all())
    names = ("subject", "body", "signed_by", "contact", "copies_to")
    return {name: getattr(one, name) for name in names} | {"papers": papers, "due_on": one.due_on or ""}


def prefix_initial(actor: Actor, today: dt.date) -> dict[str, Any]:
    """The first organisation for which he writes, with how its numbers begin now."""
    mine = selectors.senders(actor, today, 1)
    return {"organisation": mine[0].pk, "text": selectors.prefix_of(mine[0])} if mine else {}
