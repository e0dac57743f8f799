"""One talk: its page, held, moved, cancelled, taken back; what was said, for those who talked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.talks import policies, selectors, services
from zhibu.domain.talks.reasons import reasons
from zhibu.kernel import clock
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.talks.forms import PROMISE, HoldForm, MoveForm, NoteForm, SureForm

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


@require_safe
def talk(request: Request, key: str) -> HttpResponse:
    """Who, when, where; for those who talked also what they wrote down."""
    found = selectors.talk_get(request.actor, key)
    (told,) = selectors.told(request.actor, [found])
    people = {one.pk for one in told.people}
    mine = request.actor.in_person and request.actor.member in people
    reason = reasons().get(told.reason)
    context = {
        "talk": told, "reason": reason.label if reason else "", "mine": mine, "promise": PROMISE, "today": clock.today(),
        "notes": selectors.notes_of(request.actor, found) if mine else [], "me": request.actor.member,
        "may_change": request.actor.member in people or policies.keeps(request.actor, found.organisation),
    }  # fmt: skip
    return render(request, "talks/talk.html", context)


@require_form
def talk_hold(request: Request, key: str) -> HttpResponse:
    """谈过了."""
    found = selectors.talk_get(request.actor, key)
    first = {"on": min(found.on, clock.today()), "place": found.place}
    form = HoldForm(request.POST or None, initial=first)
    return _step(request, found, form, "谈过了", "已登记谈过了。", lambda given: services.talk_hold(actor=request.actor, talk=found, **given))


@require_form
def talk_move(request: Request, key: str) -> HttpResponse:
    """改日期地点."""
    found = selectors.talk_get(request.actor, key)
    form = MoveForm(request.POST or None, initial={"on": found.on, "place": found.place})
    return _step(request, found, form, "改日期地点", "已改好。", lambda given: services.talk_move(actor=request.actor, talk=found, **given))


@require_form
def talk_cancel(request: Request, key: str) -> HttpResponse:
    """不谈了."""
    found = selectors.talk_get(request.actor, key)
    form = SureForm(request.POST or None)
    return _step(request, found, form, "取消这次安排", "已取消。", lambda _: services.talk_cancel(actor=request.actor, talk=found))


@require_form
def talk_remove(request: Request, key: str) -> HttpResponse:
    """没有谈过，删掉."""
    found = selectors.talk_get(request.actor, key)
    page = _page(found, "没有谈过，删掉", "这一条不再算谈过；谈的人写的内容也一并销毁，找不回来。")

    def do(_: dict[str, Any]) -> HttpResponse:
        services.talk_remove(actor=request.actor, talk=found)
        return onward(request, "已删掉，不再算谈过。", "talk-list")

    return doing(request, SureForm(request.POST or None), page, do)


@require_form
def talk_note(request: Request, key: str) -> HttpResponse:
    """写谈话内容: sealed for those who talked."""
    found = selectors.talk_get(request.actor, key)
    (told,) = selectors.told(request.actor, [found])
    policies.talk_note(request.actor, {one.pk for one in told.people})
    mine = [note for note in selectors.notes_of(request.actor, found) if note.writer == request.actor.member]
    form = NoteForm(request.POST or None, initial={"text": mine[0].text if mine else ""})
    page = _page(found, "写谈话内容", f"看得到的人：{told.names}", note=PROMISE, go="存起来")
    return doing(request, form, page, lambda given: _saved(request, found, given))


def _saved(request: Request, found: Activity, given: dict[str, Any]) -> str:
    services.talk_note(actor=request.actor, talk=found, text=given["text"])
    return "已存。只有谈的人看得到。"


@require_form
def talk_burn(request: Request, key: str) -> HttpResponse:
    """销毁我写的内容."""
    found = selectors.talk_get(request.actor, key)
    form = SureForm(request.POST or None)
    done = "已销毁，谁也看不到了；谈过这件事还在。"
    return _step(request, found, form, "销毁我写的内容", done, lambda _: services.talk_note_burn(actor=request.actor, talk=found))


def _page(found: Activity, title: str, lead: str = "", *, note: str = "", go: str = "") -> Doing:
    back = reverse("talk", args=[found.pk])
    return Doing(title, lead, go or title, back, "这次谈话", note, above=(("谈心谈话", reverse("talk-list")),))


def _step(
    request: Request, found: Activity, form: forms.Form, title: str, done: str, do: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    def told(given: dict[str, Any]) -> str:
        do(given)
        return done

    return doing(request, form, _page(found, title), told)
