"""Changes of a draft: each one POST, then the editor again; works without any script."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.groups import services
from zhibu.domain.groups.selectors.board import division_get
from zhibu.domain.groups.selectors.pages import branch_get, neighbour_get
from zhibu.kernel.errors import Refused
from zhibu.web.groups.forms import WishForm
from zhibu.web.layout.request import Request


def _changed(request: Request, key: str, change: Callable[..., object], **given: object) -> HttpResponse:
    """One change of a draft; what was refused is said on the page that follows."""
    row = division_get(request.actor, key)
    try:
        change(actor=request.actor, division=row, revision=number(request, "revision") or 0, **given)
    except Refused as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('division', args=[key])}#groups")


def number(request: Request, name: str) -> int | None:
    """A whole number of the form; None where there is none."""
    text = request.POST.get(name, "")
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else None


@require_POST
def division_open(request: Request, key: str) -> HttpResponse:
    """Begin a division of a branch."""
    branch = branch_get(request.actor, key)
    try:
        made = services.division_open(
            actor=request.actor, branch=branch, empty=request.POST.get("empty") == "1"
        )
    except Refused as error:
        messages.error(request, str(error))
        return redirect("group-list", key=key)
    return redirect("division", key=made.pk)


@require_POST
def division_adjust(request: Request, key: str) -> HttpResponse:
    """Begin with one change that mends a group."""
    group = scope.organisation_get(request.actor, key)
    how, other = request.POST.get("how", ""), request.POST.get("other", "")
    try:
        made = services.division_adjust(actor=request.actor, group=group, how=how, other=other)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("group", key=key)
    return redirect("division", key=made.pk)


@require_POST
def division_propose(request: Request, key: str) -> HttpResponse:
    """Ask the solver again."""
    division_get(request.actor, key)
    form = WishForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
        return redirect("division", key=key)
    return _changed(request, key, services.division_propose, **form.cleaned_data)


@require_POST
def division_take(request: Request, key: str) -> HttpResponse:
    """Take an offer."""
    return _changed(request, key, services.division_take, place=number(request, "place") or 0)


@require_POST
def division_move(request: Request, key: str) -> HttpResponse:
    """Move the ticked members."""
    to = request.POST.get("to", "")
    place = number(request, "to") if to != "none" else None
    return _changed(
        request, key, services.division_move, members=request.POST.getlist("member"), to=place
    )


@require_POST
def division_pin(request: Request, key: str) -> HttpResponse:
    """The ticked members stay in their groups when the solver is asked again, or no longer do."""
    keep = request.POST.get("keep") == "1"
    return _changed(request, key, services.division_pin, members=request.POST.getlist("member"), keep=keep)


@require_POST
def division_merge(request: Request, key: str) -> HttpResponse:
    """Put a group into another, or close it."""
    group = number(request, "group")
    return _changed(
        request, key, services.division_merge, group=-1 if group is None else group, into=number(request, "into")
    )


@require_POST
def division_name(request: Request, key: str) -> HttpResponse:
    """Name a group and whom one has in mind as its leader."""
    group = number(request, "group")
    return _changed(
        request, key, services.division_name, group=-1 if group is None else group,
        name=request.POST.get("name", ""), leader=request.POST.get("leader", ""),
    )  # fmt: skip


@require_POST
def division_undo(request: Request, key: str) -> HttpResponse:
    """One step back."""
    return _changed(request, key, services.division_undo)


@require_POST
def division_redo(request: Request, key: str) -> HttpResponse:
    """One step on again."""
    return _changed(request, key, services.division_redo)


@require_POST
def division_drop(request: Request, key: str) -> HttpResponse:
    """Give the draft up."""
    row = division_get(request.actor, key)
    try:
        services.division_drop(actor=request.actor, division=row, revision=number(request, "revision") or 0)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("division", key=key)
    messages.success(request, "草案已放弃，留在历次划分里；党小组没有变。")
    return redirect("group-list", key=row.branch_id)


@require_POST
def neighbour_note(request: Request, key: str) -> HttpResponse:
    """Note two units as neighbours."""
    branch = branch_get(request.actor, key)
    try:
        services.neighbour_note(
            actor=request.actor, branch=branch, one=request.POST.get("one", ""), other=request.POST.get("other", "")
        )
    except Refused as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('group-list', args=[key])}#neighbours")


@require_POST
def neighbour_forget(request: Request, number: int) -> HttpResponse:
    """They are no neighbours."""
    row = neighbour_get(request.actor, number)
    services.neighbour_forget(actor=request.actor, neighbour=row)
    return redirect(f"{reverse('group-list', args=[row.branch_id])}#neighbours")
