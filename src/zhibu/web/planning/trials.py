"""Trying a change before it is made, and what a year of rules asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.domain.drafting.selectors import draft_get
from zhibu.domain.planning import selectors
from zhibu.domain.rulebook.selectors import directive_get, rulebook
from zhibu.engine.forecasting import Adopt, Retire
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused
from zhibu.web.accounts.forms import mark_errors
from zhibu.web.components.sheets import sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.planning import sheets
from zhibu.web.planning.forms import DraftTryForm, TryForm

if TYPE_CHECKING:
    from zhibu.domain.planning.selectors import Trial
    from zhibu.engine.rulebook import Directive

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def directive_try(request: Request, key: str) -> HttpResponse:
    """试算: adopting or ending a directive, another value, other rules; nothing is written."""
    found = directive_get(key)
    _may_try(request)
    form = TryForm(request.actor, found, request.POST or None, _first(request))
    tried = _tried(request, form, lambda: _trial(request, found, form))
    if tried is not None and "xlsx" in request.POST:
        return sheet_response(sheets.trial(found.head.title, tried))
    context = {"directive": found, "form": form, "trial": tried, "title": found.head.title}
    return render(request, "planning/directive_try.html", context)


@require_http_methods(GET_POST)
def draft_try(request: Request, key: int) -> HttpResponse:
    """The same for a draft that is not published yet."""
    draft = draft_get(request.actor, key)
    form = DraftTryForm(request.actor, request.POST or None, _first(request))

    def make() -> Trial:
        return selectors.trial_of_draft(
            actor=request.actor, draft=draft, organisation=form.cleaned_data["organisation"],
            since=form.cleaned_data["since"], today=clock.today(),
        )  # fmt: skip

    tried = _tried(request, form, make)
    if tried is not None and "xlsx" in request.POST:
        return sheet_response(sheets.trial(draft.title, tried))
    context = {"draft": draft, "form": form, "trial": tried, "title": draft.title}
    return render(request, "planning/directive_try.html", context)


def _may_try(request: Request) -> None:
    actor = request.actor
    if not actor.everything and not actor.subtrees():
        raise NotAllowed("试算看得到下级的结论，由党务工作者、书记、委员来做。")


def _first(request: Request) -> dict[str, str]:
    """The organisation of the first role, and this year's first day."""
    held = request.actor.roles[0].organisation if request.actor.roles else ""
    day = clock.today().replace(month=1, day=1)
    return {"organisation": request.GET.get("at", held), "since": day.isoformat(), "what": "adopt"}


def _tried(request: Request, form: Any, make: Any) -> Trial | None:
    """The trial asked for; what is wrong is told in the form."""
    found: Trial | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = make()
        except InputError as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
        except (Refused, NotFound) as error:
            form.add_error(None, str(error))
    mark_errors(form)
    return found


def _trial(request: Request, found: Directive, form: TryForm) -> Trial:
    """What the form asks for, tried."""
    given, today = form.cleaned_data, clock.today()
    at, since, after = given["organisation"], given["since"], rulebook()
    changes: list[Adopt | Retire] = []
    if given["what"] == "adopt":
        changes.append(Adopt(found.id, at, since))
    elif given["what"] == "retire":
        changes.append(Retire(found.id, at, since))
    elif given["what"] == "set":
        after = selectors.book_with_value(found.id, given["parameter"], given["value"])
    else:
        after = selectors.book_with_rules(found.id, given["rules"])
    return selectors.trial(
        actor=request.actor, organisation=at, after=after, changes=changes, today=today
    )


@require_safe
def organisation_burden(request: Request, key: str) -> HttpResponse:
    """一年的负担: meetings, papers, notices that the rules in force ask for, by article."""
    since = clock.today().replace(month=1, day=1)
    body, found = selectors.burden_of(actor=request.actor, key=key, since=since)
    shown = sheets.demands(found)
    if request.GET.get("format") == "xlsx":
        return sheet_response(sheets.burden(str(body), shown, found))
    totals = selectors.weights(found, found)
    branches = max(len(found.bodies), 1)
    context = {"body": body, "found": found, "demands": shown, "totals": totals}
    return render(request, "planning/organisation_burden.html", context | {"bodies": branches})
