"""Giving tasks: to members of a body, to several bodies below, every month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.tasks import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import attempt, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.tasks.forms import GiveBelowForm, GiveForm, SeriesForm

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation


def _body(request: Request) -> Organisation:
    """The body that is meant: named in the address, else the nearest of his own."""
    if wanted := request.GET.get("at", ""):
        return scope.organisation_get(request.actor, wanted)
    mine = selectors.bodies_of(request.actor)
    if not mine:
        raise NotAllowed("任务由组长、书记、支部委员或者党务工作者派。")
    return mine[0]


def _shown(request: Request, form: Any, body: Organisation, status: int, **more: Any) -> HttpResponse:
    context = {
        "form": form, "body": body, "bodies": selectors.bodies_of(request.actor), "below": selectors.children_of(body),
        "q": request.GET.get("q", ""), **more,
    }  # fmt: skip
    return render(request, "tasks/task_give.html", context, status=status)


@require_form
def task_give(request: Request) -> HttpResponse:
    """派任务: what, who, by when."""
    body, origin = _body(request), _origin(request)
    people = selectors.choosable(body, clock.today(), request.GET.get("q", "").strip()[:30])
    first = {"title": request.GET.get("title", "")[:200]}
    form = GiveForm(people, request.POST or None, first)

    def do(given: dict[str, Any]) -> HttpResponse:
        number = request.GET.get("number", "")
        made = services.task_give(
            actor=request.actor, organisation=body, giver=selectors.giver_for(request.actor, body),
            origin=origin, number=int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None, **given,
        )  # fmt: skip
        return onward(request, f"已派给{selectors.owners_told(made)}，期限 {made.due_on}。", "task", made.pk)

    answer = attempt(request, form, do)
    if isinstance(answer, HttpResponse):
        return answer
    return _shown(request, form, body, answer, kind="give", go="派出", title="派任务", many=len(people) >= selectors.FEW)


def _origin(request: Request) -> str:
    """The meeting that the address names, where he sees it."""
    wanted = request.GET.get("origin", "")
    return scope.activity_get(request.actor, wanted).pk if wanted else ""


@require_form
def tasks_give(request: Request) -> HttpResponse:
    """派给下级: the same task to several bodies; their secretaries or leaders have it."""
    body = _body(request)
    below = selectors.children_of(body)
    form = GiveBelowForm(below, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        named = {one.pk: one for one in below}
        chosen = [named[key] for key in given.pop("bodies")]
        made = services.tasks_give(actor=request.actor, giver=body, organisations=chosen, **given)
        alone = [str(one.organisation) for one in made if not one.owners.all()]
        more = f"{'、'.join(alone[:5])}现在没有书记或组长，要先定谁来办。" if alone else ""
        return onward(request, f"已派给 {len(made)} 个组织。{more}", "task-list")

    answer = attempt(request, form, do)
    if isinstance(answer, HttpResponse):
        return answer
    return _shown(request, form, body, answer, kind="below", go="派出", title="派给下级组织")


@require_form
def series_open(request: Request) -> HttpResponse:
    """定每月任务."""
    body = _body(request)
    people = selectors.choosable(body, clock.today(), request.GET.get("q", "").strip()[:30])
    form = SeriesForm(people, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.series_open(actor=request.actor, organisation=body, **given)
        return onward(request, f"“{made.title}”每月 {made.due_day} 号以前完成，到月初自动派出。", "series-list")

    answer = attempt(request, form, do)
    if isinstance(answer, HttpResponse):
        return answer
    return _shown(request, form, body, answer, kind="series", go="定下来", title="每月任务")


@require_POST
def series_end(request: Request, key: str) -> HttpResponse:
    """停止每月任务."""
    found = services.series_end(actor=request.actor, series=selectors.series_get(request.actor, key))
    messages.success(request, f"“{found.title}”不再每月派；已经派出的还在任务里。")
    return redirect(reverse("series-list"))
