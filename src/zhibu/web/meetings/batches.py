"""Several in one go: the branch consents to a month's plans, receives reports; members are told of a month's meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.kinds import label_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings.forms import chosen_or_refused

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

MOST = 200


@require_form
def meeting_consents(request: Request) -> HttpResponse:
    """等我同意的会议计划."""

    def do(rows: list[Activity]) -> str:
        word = request.POST.get("word", "").strip()
        made = services.meetings_approve(actor=request.actor, activities=rows, word=word)
        return f"已同意 {len(made)} 件。"

    said = {"title": "等你同意的会议计划", "lead": "各党小组（支部）请示的，看一眼，一次同意", "go": "同意选中的", "word": True,
            "empty": "没有等你同意的计划。下面的组织请示以后，列在这里。"}  # fmt: skip
    return _batch(request, list(selectors.asked(request.actor)[:MOST]), said, do)


@require_form
def meeting_receipts(request: Request) -> HttpResponse:
    """报上来、等我看的."""

    def do(rows: list[Activity]) -> str:
        made = services.meetings_receive(actor=request.actor, activities=rows)
        return f"已收下 {len(made)} 件。"

    said = {"title": "报上来的会议", "lead": "点进去看记录；看过的，一次收下", "go": "收下选中的",
            "empty": "没有新报上来的。下面的组织开完会上报以后，列在这里。"}  # fmt: skip
    return _batch(request, list(selectors.reported(request.actor)[:MOST]), said, do)


@require_form
def meeting_notices(request: Request) -> HttpResponse:
    """还没通知的会: told in one batch."""

    def do(rows: list[Activity]) -> str:
        made = services.meetings_notify(actor=request.actor, activities=rows)
        return f"已通知 {len(made)} 次会，每人只收到一条。"

    said = {"title": "还没通知的会", "lead": "几次会一批通知，每人只收到一条；只说时间和会名", "go": "通知选中的",
            "empty": "往后的会都通知过了，或者还没有计划。"}  # fmt: skip
    return _batch(request, list(selectors.to_notify(request.actor, clock.today())[:MOST]), said, do)


def _batch(request: Request, rows: Sequence[Activity], said: dict[str, Any], do: Callable[[list[Activity]], str]) -> HttpResponse:
    error, status, chosen = "", 200, [row.pk for row in rows]
    if request.method == "POST":
        chosen = request.POST.getlist("key")
        try:
            done = do(chosen_or_refused({row.pk: row for row in rows}, chosen, "会"))
        except (Refused, NotFound, NotAllowed) as problem:
            error, status = str(problem), 422
        else:
            messages.success(request, done)
            return redirect("meeting-list")
    lines = [(row, label_of(row.type), row.pk in chosen) for row in rows]
    context = {**said, "rows": lines, "error": error, "back": reverse("meeting-list")}
    return render(request, "meetings/meeting_batch.html", context, status=status)
