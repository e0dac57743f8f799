"""我的学习: hours of his own year, what he studied himself, notes and reflections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.reports.selectors import home_of
from zhibu.domain.study import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.study.forms import PROMISE, NoteForm, SelfForm, SureForm
from zhibu.web.talks.views import year_asked


@require_safe
def study_mine(request: Request) -> HttpResponse:
    """His own hours against what is asked, what he studied himself, his notes."""
    member, year, today = _member(request), year_asked(request), clock.today()
    (hours,) = selectors.hours_of([member], home_of(member, today), year, today)
    context = {
        "hours": hours, "needed": selectors.needed_for(home_of(member, today), today), "year": year,
        "years": range(today.year, today.year - 4, -1), "alone": selectors.self_studies(member.pk, year),
        "notes": selectors.notes(request.actor).filter(member=member, on__year=year) if request.actor.in_person else [],
        "wanted": selectors.wanted_notes(member.pk, today), "secret": PROMISE,
    }  # fmt: skip
    return render(request, "study/mine.html", context)


@require_form
def self_study_note(request: Request) -> HttpResponse:
    """记自学."""
    member = _member(request)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.self_study_note(actor=request.actor, member=member, **given)
        return onward(request, "已记下，算进今年的学时。", "study-mine")

    return doing(request, SelfForm(request.POST or None), _page("记自学", "你自己、组长和支部看得到"), do)


@require_form
def self_study_remove(request: Request, key: str) -> HttpResponse:
    """删掉这条自学."""
    found = scope.row_get(selectors.self_studies_own(request.actor), key, "这条自学")

    def do(_: dict[str, Any]) -> HttpResponse:
        services.self_study_remove(actor=request.actor, row=found)
        return onward(request, "已删掉。", "study-mine")

    return doing(request, SureForm(request.POST or None), _page("删掉这条自学", f"{found.on} {found.what}"), do)


@require_form
def note_write(request: Request) -> HttpResponse:
    """写笔记或心得."""
    member = _member(request)
    at = scope.activity_get(request.actor, request.GET["at"]) if request.GET.get("at") else None
    kind = request.GET.get("kind", "reflection" if at else "reading_notes")
    form = NoteForm(request.POST or None, initial={"kind": kind, "period": request.GET.get("period", "")})

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.note_write(actor=request.actor, member=member, activity=at, **given)
        return onward(request, "已存，只有你看得到。要给支部看的点“公开”。", "note", made.pk)

    return doing(request, form, _page("写学习笔记", str(at.theme) if at else "", note=PROMISE, go="存起来"), do)


@require_safe
def note(request: Request, key: str) -> HttpResponse:
    """One note: his own, or one that was shared."""
    found = selectors.note_get(request.actor, key)
    own = request.actor.in_person and request.actor.member == found.member_id
    text = selectors.note_text(request.actor, found) if own or found.shared_on else ""
    return render(request, "study/note.html", {"note": found, "own": own, "text": text, "secret": PROMISE})


@require_form
def note_change(request: Request, key: str) -> HttpResponse:
    """改."""
    found = selectors.note_get(request.actor, key)
    if not request.actor.in_person or found.member_id != request.actor.member:
        raise NotAllowed("学习笔记只有本人写。")
    first = {"kind": found.kind, "period": found.period, "text": selectors.note_text(request.actor, found)}
    form = NoteForm(request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.note_write(actor=request.actor, member=found.member, note=found, kind=found.kind, text=given["text"])
        return onward(request, "已改好。", "note", found.pk)

    return doing(request, form, _page("改学习笔记", note=PROMISE, go="存起来"), do)


@require_form
def note_share(request: Request, key: str) -> HttpResponse:
    """公开."""
    return _deed(request, key, "公开给本支部", "本支部的人都能看，随时能收回。", services.note_share, "已公开。")


@require_form
def note_unshare(request: Request, key: str) -> HttpResponse:
    """收回公开."""
    return _deed(request, key, "收回公开", "收回以后又只有你看得到；看过的人记得住。", services.note_unshare, "已收回。")


@require_form
def note_remove(request: Request, key: str) -> HttpResponse:
    """删掉."""
    return _deed(request, key, "删掉这篇", "内容销毁，也不再算交过。", services.note_remove, "已删掉。", "study-mine")


def _deed(
    request: Request, key: str, title: str, lead: str, service: Callable[..., Any], said: str, to: str = "note"
) -> HttpResponse:
    found = selectors.note_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        service(actor=request.actor, note=found)
        return onward(request, said, to, *([key] if to == "note" else []))

    return doing(request, SureForm(request.POST or None), _page(title, lead), do)


def _member(request: Request) -> Any:
    if not request.actor.member:
        raise Refused("你的账号没有对应的党员，没有自己的学习记录。")
    return scope.member_get(request.actor, request.actor.member)


def _page(title: str, lead: str = "", *, note: str = "", go: str = "") -> Doing:
    return Doing(title, lead, go or title, reverse("study-mine"), "我的学习", note)
