"""The steps of a selection: each one POST, then its page again; works without any script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.leaders import services
from zhibu.domain.leaders.selectors import choosing as reading
from zhibu.domain.leaders.selectors.page import leader_page
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.components.doing import attempt
from zhibu.web.layout.request import Request
from zhibu.web.leaders.forms import ActForm, AppointForm, OpenForm, StepForm, VoteForm


def told(request: Request, form: forms.Form) -> None:
    """What is wrong with a short form, as a message."""
    for field, errors in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        messages.error(request, f"{label or ''} {'；'.join(map(str, errors))}".strip())


def _done(request: Request, key: str, what: Callable[..., Any], **given: Any) -> HttpResponse:
    """One change of a selection; what was refused is said on its page."""
    row = reading.selection_get(request.actor, key)
    try:
        what(actor=request.actor, selection=row, **given)
    except (Refused, NotFound) as error:
        messages.error(request, str(error))
    return redirect("selection", key=key)


@require_POST
def selection_open(request: Request, key: str) -> HttpResponse:
    """Begin to choose a leader."""
    page = leader_page(request.actor, key)
    form = OpenForm(page.roads, request.POST)
    if not form.is_valid():
        told(request, form)
        return redirect("leader", key=key)
    road = page.roads[0].key if len(page.roads) == 1 else ""
    given = {"road": road, **form.cleaned_data}
    try:
        made = services.selection_open(actor=request.actor, group=page.group, on=clock.today(), **given)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("leader", key=key)
    return redirect("selection", key=made.pk)


@require_POST
def leader_act(request: Request, key: str) -> HttpResponse:
    """Somebody leads for the time being."""
    group, form = reading.group_get(request.actor, key), ActForm(request.POST)
    if not form.is_valid():
        told(request, form)
        return redirect("leader", key=key)
    given = form.cleaned_data
    try:
        member = scope.member_get(request.actor, given.pop("member"))
        services.leader_act(actor=request.actor, group=group, member=member, **given)
    except (Refused, NotFound) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已登记{member}代理组长，选出组长为止。")
    return redirect("leader", key=key)


@require_POST
def candidate_name(request: Request, key: str) -> HttpResponse:
    """Take somebody in as a candidate."""
    reading.selection_get(request.actor, key)
    try:
        member = scope.member_get(request.actor, request.POST.get("member", ""))
    except NotFound as error:
        messages.error(request, str(error))
        return redirect("selection", key=key)
    by = request.POST.get("recommended_by", "")
    return _done(request, key, services.candidate_name, member=member, recommended_by=by)


@require_POST
def candidate_drop(request: Request, number: int) -> HttpResponse:
    """He is no candidate any more."""
    row = reading.candidate_get(request.actor, number)
    try:
        services.candidate_drop(actor=request.actor, candidate=row)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("selection", key=row.selection_id)


@require_POST
def selection_step(request: Request, key: str) -> HttpResponse:
    """Enter a recommendation or a vetting."""
    form = StepForm(request.POST)
    reading.selection_get(request.actor, key)
    if not form.is_valid():
        told(request, form)
        return redirect("selection", key=key)
    step, papers = request.POST.get("step", ""), tuple(request.POST.getlist("papers"))
    return _done(request, key, services.selection_step, step=step, papers=papers, **form.cleaned_data)


@require_POST
def selection_poll(request: Request, key: str) -> HttpResponse:
    """Prepare the group's vote in the voting room, filled in from the selection."""
    row, means = reading.selection_get(request.actor, key), request.POST.get("means", "")
    try:
        made = services.selection_poll(actor=request.actor, selection=row, on=clock.today(), means=means)
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("selection", key=key)
    messages.success(request, f"“{made.title}”准备好了，定下两位监票人、计票人就可以开始。")
    return redirect("voting", made.pk)


@require_POST
def leader_vote_enter(request: Request, key: str) -> HttpResponse:
    """Enter a vote counted by hand."""
    return _filled(request, key, VoteForm, services.leader_vote_enter, "表决结果已登记。")


@require_POST
def selection_appoint(request: Request, key: str) -> HttpResponse:
    """Enter what the branch decided."""
    return _filled(request, key, AppointForm, services.selection_appoint, "已登记支部的决定。")


def _filled(request: Request, key: str, kind: Any, service: Callable[..., Any], said: str) -> HttpResponse:
    """A form of the page of a selection: done, or the page again with what was typed and what is wrong."""
    shown = reading.selection_shown(request.actor, key)
    form = kind(shown, request.POST)

    def do(_: dict[str, Any]) -> str:
        service(actor=request.actor, selection=shown.row, **_given(request, form))
        return said

    answer = attempt(request, form, do, back=reverse("selection", args=[key]))
    if isinstance(answer, HttpResponse):
        return answer
    context = {"page": shown, "vote": VoteForm(shown), "appoint": AppointForm(shown)}
    context["vote" if kind is VoteForm else "appoint"] = form
    return render(request, "leaders/selection.html", context, status=answer)


def _given(request: Request, form: forms.Form) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    if isinstance(form, VoteForm):
        return {k: v for k, v in given.items() if not k.startswith("votes")} | {"votes": form.votes}
    return given | {"member": scope.member_get(request.actor, given["member"])}


@require_POST
def selection_enforce(request: Request, key: str) -> HttpResponse:
    """What was awaited above is there: he leads."""
    return _done(request, key, services.selection_enforce)


@require_POST
def selection_send(request: Request, key: str) -> HttpResponse:
    """Draft the paper for the level above."""
    row = reading.selection_get(request.actor, key)
    try:
        filing = services.selection_send(actor=request.actor, selection=row, step=request.POST.get("step", ""))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("selection", key=key)
    return redirect(reverse("filing", args=[filing.pk]))


@require_POST
def selection_drop(request: Request, key: str) -> HttpResponse:
    """Give the selection up."""
    reason = request.POST.get("reason", "")
    return _done(request, key, services.selection_drop, on=clock.today(), reason=reason)
