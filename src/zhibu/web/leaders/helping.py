"""Interviews, filing and handing over of a leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.leaders import services
from zhibu.domain.leaders.selectors.file import interview_get, leader_post_get
from zhibu.domain.leaders.selectors.work import open_work, people_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.days import read_day
from zhibu.web.components.doing import Doing, doing, form_page
from zhibu.web.layout.request import Request, require_form
from zhibu.web.leaders.choosing import told
from zhibu.web.leaders.forms import CloseForm, HandOverForm, InterviewForm


@require_form
def interview_record(request: Request, key: str) -> HttpResponse:
    """Record that the branch talked with a leader."""
    post = leader_post_get(request.actor, key)
    form = InterviewForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.interview_record(actor=request.actor, post=post, **given)
        return "约谈已登记，谈话内容只有支部书记、委员和他本人看得到。"

    above = ((f"{post.organisation}组长", reverse("leader", args=[post.organisation_id])),)
    file = reverse("leader-file", args=[key])
    page = Doing("登记约谈", "谁谈的、哪天谈的、要改进什么、到哪天看", "登记这次约谈", file, "档案", above=above)
    return doing(request, form, page, do)


@require_POST
def interview_close(request: Request, key: str) -> HttpResponse:
    """Note what came of an interview."""
    row, form = interview_get(request.actor, key), CloseForm(request.POST)
    if not form.is_valid():
        told(request, form)
        return redirect("leader-file", key=row.post_id)
    try:
        services.interview_close(actor=request.actor, interview=row, **form.cleaned_data)
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        if row.outcome == "replace":
            messages.success(request, "已提出调整。在这里按产生的办法换组长，新组长任职那天起原组长免去。")
            return redirect("leader", key=row.post.organisation_id)
    return redirect("leader-file", key=row.post_id)


@require_POST
def leader_file_note(request: Request, key: str) -> HttpResponse:
    """Note that the leader was filed above."""
    post = leader_post_get(request.actor, key)
    day = read_day(request.POST.get("on", ""))
    if day is None:
        messages.error(request, f"备案日期要写成 2026-11-20，读到“{request.POST.get('on', '')}”。")
        return redirect("leader-file", key=key)
    try:
        services.leader_file_note(actor=request.actor, post=post, on=day, number=request.POST.get("number", ""))
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    return redirect("leader-file", key=key)


@require_form
def hand_over_record(request: Request, key: str) -> HttpResponse:
    """Record that the work was handed over."""
    post = leader_post_get(request.actor, key)
    people = people_of(post.organisation, clock.today(), but=post.member)
    form = HandOverForm(people, request.POST or None, {"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        to = scope.member_get(request.actor, given.pop("to"))
        services.hand_over_record(actor=request.actor, post=post, to=to, **given)
        return "交接已登记。"

    context = {"post": post, "work": open_work(post.organisation, clock.today())}
    back = reverse("leader-file", args=[key])
    return form_page(request, form, do, "leaders/hand_over_record.html", context, back=back)
