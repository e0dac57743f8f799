"""Changes of the tree: each first as a preview, then confirmed; the history; taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.services import refresh_left
from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import tree
from zhibu.domain.establishment import policies, services
from zhibu.domain.establishment.selectors import history, preview
from zhibu.domain.establishment.selectors.preview import Preview, is_large
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.components.days import as_of, read_day
from zhibu.web.components.fields import ReasonForm, mark_errors
from zhibu.web.components.refreshing import refreshed
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.establishment import forms, sheets
from zhibu.web.establishment.deeds import DEEDS, Asked, Deed
from zhibu.web.establishment.writing import change_told
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibu.domain.organisations.models import Organisation

DONE = "组织变动已登记；办错了的，在这一页撤回。"
UNDONE = "已撤回，组织、党员、任职都回到变动以前。记录里留着这一笔。"
UNDONE_AHEAD = "已撤回，到那天不再生效。记录里留着这一笔。"
CHOICE = "go-"  # fields of the table of members: go-<id>


@require_form
def change_make(request: Request, key: str, deed: str) -> HttpResponse | StreamingHttpResponse:
    """One kind of change: the form, then what will happen, then it happens."""
    one, made = scope.organisation_get(request.actor, key), DEEDS[deed]
    _require(request, one, deed)
    form = made.form(request.actor, one, request.POST or None)
    asked, shown = Asked(request.actor, one, form, _picked(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("confirm"):
                if is_large(made.moved(asked), form.decision.on):
                    return StreamingHttpResponse(change_told(request, deed, made, asked))
                with refresh_left():
                    key = made.do(asked).pk
                return refreshed(request, DONE, reverse("organisation-change", args=[key]))
            shown = _foreseen(made, asked)
        except (Refused, NotFound, NotAllowed) as error:
            form.add_error(None, str(error))
    mark_errors(form)
    context = {"form": form, "deed": made, "name": deed, "organisation": one, "shown": shown}
    return render(request, "establishment/change_make.html", context | _table(request, made, one, asked.choices))


def _picked(request: Request) -> dict[str, str]:
    """What was chosen in the table, by the id of its row."""
    return {k.removeprefix(CHOICE): str(v) for k, v in request.POST.items() if k.startswith(CHOICE)}


def _foreseen(deed: Deed, asked: Asked) -> Preview:
    """What will happen; what is not so large that it takes its time is gone through, so that no preview promises in vain."""
    found = deed.show(asked)
    if not is_large(deed.moved(asked), asked.form.decision.on):
        services.change_try(lambda: deed.do(asked))
    return found


def _require(request: Request, organisation: Organisation, deed: str) -> None:
    if deed == "found":
        policies.organisation_found(request.actor, organisation)
    else:
        policies.organisation_adjust(request.actor, organisation)


def _table(request: Request, deed: Deed, one: Organisation, picked: Mapping[str, str]) -> dict[str, object]:
    """Members (and groups) to be assigned one by one, with what was chosen so far."""
    if not deed.table or one.kind != "branch":
        return {}
    on = read_day(request.POST.get("on", "")) or clock.today()
    if deed.table == "split":
        names = [request.POST.get(f"name{n}", "").strip() or f"第{n}个" for n in (1, 2, 3)]
        options = [("", "留下"), *((str(n), name) for n, name in enumerate(names, 1))]
        groups = preview.groups_on(one, on)
    else:
        options = [("", "同上面选的"), *forms.bodies(request.actor, "branch", without=one.pk)]
        groups = []
    people = [(f"{CHOICE}{m.pk}", m.name, group, picked.get(m.pk, "")) for m, group in preview.assignable(one, on)]
    whole = [(f"{CHOICE}{g.pk}", str(g), "整组", picked.get(g.pk, "")) for g in groups]
    return {"rows": [*whole, *people], "options": options}


@require_safe
def organisation_changes(request: Request, key: str) -> HttpResponse:
    """变动: all that happened to an organisation, with the papers."""
    day = as_of(request)
    page = directory.organisation_page(actor=request.actor, key=key, on=day.day)
    found = history.history(request.actor, page.organisation)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.history(page.organisation, found), wanted_as)
    nodes = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    may = policies.may_change(request.actor, page.organisation)
    below = page.is_upper and policies.may_found_below(request.actor, page.organisation)
    context = {"page": page, "nodes": nodes, "as_of": day, "tab": "changes", "rows": found}
    return render(request, "establishment/history.html", context | {"may_change": may, "may_found": below})


@require_safe
def organisation_change(request: Request, key: str) -> HttpResponse:
    """One change: the paper, what it was for whom, and the way back."""
    shown = history.change_shown(request.actor, key)
    context = {"shown": shown, "change": shown.change, "words": history.change_words(shown.change).lstrip("：，")}
    return render(request, "establishment/change.html", context | {"form": ReasonForm()})


@require_POST
def organisation_change_undo(request: Request, key: str) -> HttpResponse | StreamingHttpResponse:
    """Take a change back, with the reason."""
    change = history.change_get(request.actor, key)
    undone = UNDONE_AHEAD if change.planned is not None else UNDONE
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            with refresh_left():
                services.change_undo(actor=request.actor, change=change, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return refreshed(request, undone, reverse("organisation-change", args=[key]))
    mark_errors(form)
    shown = history.change_shown(request.actor, key)
    context = {"shown": shown, "change": change, "form": form, "words": history.change_words(change).lstrip("：，")}
    return render(request, "establishment/change.html", context)
