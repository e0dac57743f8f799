"""Contexts of the pages of this area: what a selector found, ready for a template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.casework import papers, policies, selectors
from zhibu.domain.casework.selectors import Progress, Road, StepState
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import member_names, organisation_names
from zhibu.domain.directory import organisation as directory
from zhibu.domain.discipline.policies import handles_any
from zhibu.domain.rulebook.selectors import paper_labels, procedure_labels
from zhibu.domain.voting.policies import manages
from zhibu.domain.voting.stepping import figures, outcome_said, poll_for
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.papers import Form
from zhibu.web.casework.forms import OpenForm, StartForm, StepForm
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.procedures.models import Case
    from zhibu.domain.voting.models import Poll

FILES = {"discipline": "matter", "transfer": "transfer"}  # the page of a case that another room keeps
STATES = (("own", "轮到我办"), ("above", "等上级"), ("overdue", "过期"), ("open", "没办完的"), ("done", "办完的"), ("all", "全部"))


def file_of(case: Case) -> tuple[str, str] | None:
    """Name and key of the page where a case is handled with its file; None where it is handled here."""
    own = policies.OWN_ROOM.get(case.procedure)
    file = own.of(case) if own else None
    return (FILES[case.procedure], str(file.pk)) if file is not None else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for."""

    state: str = "own"
    procedure: str = ""
    text: str = ""
    today: dt.date = dt.date.min

    @property
    def title(self) -> str:
        return dict(STATES)[self.state]


def wanted(request: Request) -> Asked:
    """The filters of the address; what is unknown counts as not said."""
    given = request.GET
    state = given.get("state", "") if given.get("state") in dict(STATES) else "open"
    procedure = given.get("procedure", "")
    return Asked(state, procedure if procedure in procedure_labels() else "", given.get("q", "").strip()[:60], clock.today())


def found(actor: Actor, asked: Asked) -> QuerySet[Case]:
    """The cases that the filters leave."""
    rows = selectors.in_state(selectors.cases(actor), asked.state, asked.today)
    if asked.procedure:
        rows = rows.filter(procedure=asked.procedure)
    return selectors.search(rows, asked.text)


def case_list(actor: Actor, asked: Asked, cut: Page[Any]) -> dict[str, Any]:
    """One page of cases with the filters."""
    return {
        "asked": asked, "cut": cut, "lines": selectors.lines(list(cut)), "states": STATES,
        "matters": handles_any(actor), "procedures": procedure_labels().items(), "may_open": actor.everything or actor.holds(*KEEPERS),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A step as the page shows it: its state, who asked for it, what stands in its way, what is usual."""

    state: StepState
    asked: tuple[tuple[Citation | None, str, str], ...]  # article, strength in words, gist
    who: str
    papers: str
    note: str
    vote: str = ""  # the vote whose result the step is
    poll: Poll | None = None  # a vote for the step that is not taken over yet

    @property
    def word(self) -> str:
        return papers.STATES[self.state.state]


STRENGTHS = {"must": "应当", "usual": "一般", "encouraged": "鼓励", "may": "可以"}


def case(actor: Actor, one: Case) -> dict[str, Any]:
    """A case: what is next, the steps, what each rests on, what may be done."""
    progress = selectors.progress(one, clock.today())
    may = policies.may_keep(actor, one.organisation)
    rows = _rows(progress)
    kept, first = getattr(one, "road", None), _first(progress, rows)
    sent = list(one.filings.exclude(state="draft").select_related("receiver").order_by("-pk"))
    return {
        "case": one, "name": selectors.subject_name(one), "procedure": procedure_labels()[one.procedure],
        "progress": progress, "rows": rows, "may": may and one.closed is None, "may_reopen": may and one.closed is not None,
        "votes": manages(actor, one.organisation, ("secretary", "commissioner")), "first": first, "sent": next((f for f in sent if first and f.step == first.state.code and f.is_open), None), "parts": _parts(progress.road), "kept": kept,
        "withdrawn": one.withdrawn_steps.all(), "filings": sent,
        "words": {step.code: step.label for step in progress.road.steps},
    }  # fmt: skip


def _first(progress: Progress, rows: list[Row]) -> Row | None:
    step = progress.upcoming if progress.case.closed is None else None
    return next((row for row in rows if step is not None and row.state.code == step.code), None)


def _parts(road: Road) -> list[Citation]:
    """The articles on which the road rests, as put together here."""
    return [cite(part.directive, "", part.road.article) for part in road.parts]


def _rows(progress: Progress) -> list[Row]:
    done = [one for state in progress.steps for one in state.done]
    keys = sorted({one.by for one in done if one.by})
    names = organisation_names(keys) | member_names(keys)
    labels = paper_labels()
    return [
        Row(
            state,
            tuple((cite(one.directive, "", one.article) if one.directive else None, STRENGTHS[one.strength], one.gist)
                  for one in state.step.asked),
            "、".join(dict.fromkeys(names.get(one.by, one.by) for one in state.done if one.by)) or state.step.doer,
            "、".join(dict.fromkeys(labels.get(kind, kind) for one in state.done for kind in one.papers)),
            "；".join(text for one in state.done for text in (one.outcome, one.figures, one.reason) if text),
            next((one.vote for one in state.done if one.vote), ""),
            poll_for(progress.case, state.code) if state.step.ballot and not state.done else None,
        )
        for state in progress.steps
    ]


def step(one: Case, state: StepState, form: StepForm) -> dict[str, Any]:
    """The page of one step with its form."""
    asked = [cite(part.directive, "", part.article) for part in state.step.asked if part.directive]
    poll = voted(one, state)
    return {"case": one, "name": selectors.subject_name(one), "procedure": procedure_labels()[one.procedure],
            "state": state, "form": form, "asked": asked, "poll": poll,
            "voted": f"{outcome_said(poll)}；{figures(poll)}" if poll else ""}


def voted(one: Case, state: StepState) -> Poll | None:
    """The vote whose confirmed result is to become this step: nothing of it is typed."""
    poll = poll_for(one, state.code) if state.step.ballot and not state.done else None
    return poll if poll is not None and poll.state == "confirmed" else None


def name_of(one: Case) -> str:
    """What is done, and about whom."""
    return f"{procedure_labels()[one.procedure]}：{selectors.subject_name(one)}"


def paper(one: Case) -> Form:
    """The case as a form to print."""
    progress = selectors.progress(one, clock.today())
    keys = sorted({done.by for state in progress.steps for done in state.done if done.by})
    return papers.case_record(
        progress, name=selectors.subject_name(one), procedure=procedure_labels()[one.procedure],
        labels=paper_labels(), names=organisation_names(keys) | member_names(keys))


def opening(request: Request) -> tuple[StartForm, Organisation | None, OpenForm | None, list[Road]]:
    """Which procedure and where; once both are said, the roads there and the rest of the form."""
    given = request.POST or request.GET
    home = directory.home_of(actor=request.actor)
    first = {"organisation": home.pk if home else "", "procedure": given.get("procedure", "")}
    chosen = bool(given.get("procedure") and given.get("organisation"))
    start = StartForm(request.actor, given if chosen else None, first)
    if not chosen or not start.is_valid():
        return start, None, None, []
    body = scope.organisation_get(request.actor, start.cleaned_data["organisation"])
    offers = selectors.roads(body, start.cleaned_data["procedure"], clock.today())
    initial = {"on": clock.today().isoformat(), "subject": given.get("subject", ""),
               "note": given.get("note", "")[:500]}  # fmt: skip
    form = OpenForm(offers, request.POST if request.POST.get("on") is not None else None, initial)
    if known := scope.members(request.actor).filter(pk=initial["subject"]).first():
        form.fields["subject"].help_text = f"{known.pk} 是{known.name}"
    return start, body, form, offers


def opened(request: Request, form: OpenForm, body: Organisation) -> dict[str, Any]:
    """What the service takes; the subject as an id where a name means exactly one."""
    said = dict(form.cleaned_data)
    said["subject"] = _subject(request.actor, body, said["subject"])
    return said | {"procedure": request.POST["procedure"], "road": said.get("road", "")}


def _subject(actor: Actor, body: Organisation, text: str) -> str:
    """The id of the member or body that is called so in the organisation's range; else the text itself."""
    people = scope.members(actor).filter(memberships__organisation__path__under=body.path)
    bodies = scope.organisations(actor).filter(path__under=body.path)
    for rows in (people, bodies):
        if rows.filter(pk=text).exists():
            return text
    named = [*people.filter(name=text).values_list("pk", flat=True).distinct()[:2],
             *(pk for field in ("name", "short_name") for pk in bodies.filter(**{field: text}).values_list("pk", flat=True)[:2])]
    keys = list(dict.fromkeys(named))
    return keys[0] if len(keys) == 1 else text
