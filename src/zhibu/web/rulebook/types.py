"""Activity types: the list, one with what is demanded of it; inventing one, changing, retiring, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.rulebook import policies, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, attempt, doing, onward
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.rulebook import typepages
from zhibu.web.rulebook.forms import RetireForm
from zhibu.web.rulebook.typeform import FIRST, TypeForm, initial_of, like

if TYPE_CHECKING:
    from collections.abc import Callable


@require_safe
def activity_type_list(request: Request) -> HttpResponse:
    """活动类型: those of the packs and the office's own."""
    shown = typepages.type_list(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, typepages.type_sheet(shown), wanted_as)
    may = request.actor.everything or request.actor.holds("clerk")
    return render(request, "rulebook/activity_type_list.html", {"types": shown, "may_invent": may})


@require_safe
def activity_type(request: Request, key: str) -> HttpResponse:
    """One type."""
    return render(request, "rulebook/activity_type.html", typepages.type_page(request, key))


@require_form
def own_type_record(request: Request) -> HttpResponse:
    """Invent a type, after another one where `like` names it."""
    if not request.actor.everything and not request.actor.holds("clerk"):
        raise NotAllowed("活动类型由管辖的党务工作者来定。要加的，告诉他们。")
    form = TypeForm(request.actor, request.POST or None, _first(request))

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.own_type_record(
            actor=request.actor, organisation=form.body, content=form.content, since=given["since"]
        )
        return onward(request, f"{form.body}和下级从 {made.since} 起可以用“{given['label']}”。", "activity-type", made.code)

    return _page(request, form, do, {"title": "定一种活动类型", "back": reverse("activity-type-list"), "go": "定下来"})


@require_form
def own_type_change(request: Request, key: str) -> HttpResponse:
    """Change a type; what is held already stays as it is."""
    row = selectors.own_type_get(request.actor, key)
    policies.own_type_change(request.actor, row.owner)
    first = initial_of(row.content) | {"since": row.since.isoformat()}
    form = TypeForm(request.actor, request.POST or None, first, row.content)
    seen = request.POST.get("version", str(row.version))

    def do(given: dict[str, Any]) -> HttpResponse:
        services.own_type_change(
            actor=request.actor, own_type=row, content=form.content, since=given["since"],
            expected=int(seen) if seen.isdecimal() else row.version,
        )  # fmt: skip
        return onward(request, f"“{given['label']}”改好了。", "activity-type", key)

    page = {"title": f"改“{row.content['label']}”", "back": reverse("activity-type", args=[key]), "go": "保存", "version": seen}
    return _page(request, form, do, page)


def _first(request: Request) -> dict[str, Any]:
    """What stands in a new form: the clerk's organisation, today, and what the type named has."""
    held = next((role for role in request.actor.roles if role.role == "clerk"), None)
    book, after = selectors.rulebook(), request.GET.get("like", "")
    first = like(typepages.type_get(request.actor, after).kind, book.minutes_fields) if after else initial_of(FIRST)
    return first | {"organisation": held.organisation if held else "", "since": clock.today().isoformat()}


def _page(
    request: Request, form: TypeForm, do: Callable[[dict[str, Any]], HttpResponse], page: dict[str, Any]
) -> HttpResponse:
    """The form; with `look` what would follow from it is shown below and nothing is written."""
    found: dict[str, Any] = {}

    def looked(given: dict[str, Any]) -> HttpResponse:
        found["preview"] = typepages.preview(form.content)
        return render(request, "rulebook/own_type_form.html", {"form": form, "page": page, **found})

    answer = attempt(request, form, looked if "look" in request.POST else do)
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, "rulebook/own_type_form.html", {"form": form, "page": page}, status=answer)


@require_form
def own_type_retire(request: Request, key: str) -> HttpResponse:
    """Offer it no longer from a day on."""
    row = selectors.own_type_get(request.actor, key)
    policies.own_type_retire(request.actor, row.owner)
    label = row.content["label"]
    form = RetireForm(request.POST or None, initial={"until": clock.today().isoformat()})
    form.fields["until"].label = "从哪一天起不再用"
    page = Doing(
        f"停用“{label}”", "从这一天起不再拿它计划活动；已经有的活动照旧看得到、改得了。", "停用",
        reverse("activity-type", args=[key]), label, above=(("活动类型", reverse("activity-type-list")),),
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        services.own_type_retire(actor=request.actor, own_type=row, until=given["until"])
        return f"“{label}”从 {given['until']} 起停用；停错了可以撤回。"

    return doing(request, form, page, do, at="until")


@require_POST
def own_type_undo(request: Request, key: str) -> HttpResponse:
    """Take back the last step."""
    row = selectors.own_type_get(request.actor, key)
    made = services.own_type_undo(actor=request.actor, own_type=row)
    messages.success(request, f"{made.what}。经过里留有记录。")
    gone = made.until is not None and made.until <= made.since
    return redirect("activity-type-list") if gone else redirect("activity-type", key=key)
