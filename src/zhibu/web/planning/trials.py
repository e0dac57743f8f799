"""Trying a change before it is made, and what a year of rules asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from zhibu.domain.drafting.selectors import draft_get
from zhibu.domain.planning import selectors
from zhibu.domain.rulebook.selectors import directive_get, rulebook
from zhibu.engine.forecasting import Adopt, Retire
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.remembered import key_of, recall, remember
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.components.told import told
from zhibu.web.layout.request import Request, require_form
from zhibu.web.planning import sheets
from zhibu.web.planning.forms import DraftTryForm, TryForm

if TYPE_CHECKING:
    from zhibu.domain.planning.selectors import Asked
    from zhibu.engine.language.rulebook import Directive


@require_form
def directive_try(request: Request, key: str) -> HttpResponseBase:
    """试算: adopting or ending a directive, another value, other rules; nothing is written."""
    found = directive_get(key)
    _may_try(request)
    form = TryForm(request.actor, found, request.POST or None, _first(request))
    asked = _asked(request, form, lambda: _trial(request, found, form))
    context = {"directive": found, "form": form, "title": found.head.title}
    return _answer(request, context, asked)


@require_form
def draft_try(request: Request, key: int) -> HttpResponseBase:
    """The same for a draft that is not published yet."""
    draft = draft_get(request.actor, key)
    form = DraftTryForm(request.actor, request.POST or None, _first(request))

    def make() -> Asked:
        return selectors.trial_of_draft(
            actor=request.actor, draft=draft, organisation=form.cleaned_data["organisation"],
            since=form.cleaned_data["since"], today=clock.today(),
        )  # fmt: skip

    asked = _asked(request, form, make)
    return _answer(request, {"draft": draft, "form": form, "title": draft.title}, asked)


def _answer(request: Request, context: dict[str, Any], asked: Asked | None) -> HttpResponseBase:
    """The form; with a trial asked for, the page that tells how far it is, or its workbook."""
    if asked is None:
        return render(request, "planning/directive_try.html", context)
    key = key_of(request)
    if "xlsx" in request.POST:
        try:
            known = recall(key)
            trial = asked.shown(known) if known is not None else selectors.trial_made(asked)
            return sheet_response(request, sheets.trial(context["title"], trial))
        except InputError as error:
            context["form"].add_error(None, str(error))
            return render(request, "planning/directive_try.html", context)
    page = render_to_string("planning/directive_try.html", {**context, "asked": asked}, request)

    def shown(found: Any) -> str:
        remember(key, found)
        return render_to_string("planning/trial.html", {"trial": asked.shown(found)}, request)

    return StreamingHttpResponse(told(page, asked.work, shown))


def _may_try(request: Request) -> None:
    actor = request.actor
    if not actor.everything and not actor.subtrees():
        raise NotAllowed("试算看得到下级的结论，由党务工作者、书记、委员来做。")


def _first(request: Request) -> dict[str, str]:
    """The organisation of the first role, and this year's first day."""
    held = request.actor.roles[0].organisation if request.actor.roles else ""
    day = clock.today().replace(month=1, day=1)
    return {"organisation": request.GET.get("at", held), "since": day.isoformat(), "what": "adopt"}


def _asked(request: Request, form: Any, make: Any) -> Asked | None:
    """The trial asked for; what is wrong is told in the form."""
    found: Asked | None = None
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


def _trial(request: Request, found: Directive, form: TryForm) -> Asked:
    """What the form asks for, as a trial."""
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
    return selectors.trial_asked(
        actor=request.actor, organisation=at, after=after, changes=changes, today=today
    )


@require_safe
def organisation_burden(request: Request, key: str) -> HttpResponse:
    """一年的负担: meetings, papers, notices that the rules in force ask for, by article."""
    since = clock.today().replace(month=1, day=1)
    body, found = selectors.burden_of(actor=request.actor, key=key, since=since)
    shown = sheets.demands(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.burden(str(body), shown, found), wanted_as)
    totals = selectors.weights(found, found)
    branches = max(len(found.bodies), 1)
    context = {"body": body, "found": found, "demands": shown, "totals": totals}
    return render(request, "planning/organisation_burden.html", context | {"bodies": branches})
