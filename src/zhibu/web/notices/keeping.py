"""Settings of notices: a person's own, an office's, the robots of group chats, how the ways out stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.notices import channels, policies, services
from zhibu.domain.notices.choices import PERSONAL
from zhibu.domain.notices.selectors import batches, wishes
from zhibu.domain.notices.wishes import office_wanted
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.notices.forms import OfficeForm, RobotForm, WishForm


@require_form
def notice_wish_set(request: Request) -> HttpResponse:
    """通知设置: what he himself wants."""
    form = WishForm(request.POST if request.method == "POST" else None, initial=wishes.wish_first(request.actor))

    def do(given: dict[str, Any]) -> HttpResponse:
        services.notice_wish_set(actor=request.actor, **given)
        return onward(request, "通知设置已存好。", "notice-wish-set")

    opened = channels.opened()
    tests = [(one.value, one.label) for one in PERSONAL if one.value in opened and one.value in wishes.wish_first(request.actor)["channels_wanted"]]
    context = {"closed": [one.label for one in PERSONAL if one.value not in opened], "tests": tests}
    return form_page(request, form, do, "notices/notice_wish_set.html", context, back=reverse("notice-list"))


@require_POST
def wish_test(request: Request, channel: str) -> HttpResponse:
    """Send one line to himself."""
    return _tried(request, services.channel_test(actor=request.actor, channel=channel), "notice-wish-set")


@require_safe
def channel_list(request: Request) -> HttpResponse:
    """通知渠道: which are on, what failed and why, the robots in his range."""
    if not (request.actor.everything or request.actor.holds("clerk", "secretary")):
        raise NotAllowed("通知渠道由书记和上级的党务工作者看。")
    tops = [scope.organisation_get(request.actor, held.organisation) for held in request.actor.roles if held.role in ("clerk", "secretary")]
    context = {
        "channels": batches.channels_shown(), "problems": batches.problems_shown() if request.actor.holds("clerk") else [],
        "robots": batches.robots(request.actor)[:100], "places": [(one, office_wanted(one)) for one in tops],
    }  # fmt: skip
    return render(request, "notices/channel_list.html", context)


@require_form
def office_wish_set(request: Request, key: str) -> HttpResponse:
    """What holds at an organisation for whoever said nothing himself."""
    body = scope.organisation_get(request.actor, key)
    policies.channel_keep(request.actor, body)
    now = office_wanted(body)
    first = {"rhythm": now.rhythm, "quiet_from": f"{now.quiet_from:%H:%M}", "quiet_until": f"{now.quiet_until:%H:%M}"}

    def do(given: dict[str, Any]) -> HttpResponse:
        services.office_wish_set(actor=request.actor, organisation=body, **given)
        return onward(request, f"{body}的通知设置已存好。", "channel-list")

    page = Doing(f"{body}：通知设置", "本人没有另设的，按这里的来", "存好", reverse("channel-list"), "通知渠道")
    return doing(request, OfficeForm(request.POST if request.method == "POST" else None, initial=first), page, do)


@require_form
def robot_add(request: Request, key: str) -> HttpResponse:
    """A robot of a group chat of an organisation."""
    body = scope.organisation_get(request.actor, key)
    policies.channel_keep(request.actor, body)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.robot_add(actor=request.actor, organisation=body, **given)
        return onward(request, "群机器人已添加，点“试发”看通不通。", "channel-list")

    note = "机器人在群里只说时间和链接，内容登录以后才看得到。群里有外人的，不要加。"
    page = Doing(f"{body}：添加群机器人", "发通知的时候，群里也说一声", "添加", reverse("channel-list"), "通知渠道", note)
    return doing(request, RobotForm(request.POST if request.method == "POST" else None), page, do)


@require_form
def robot_close(request: Request, key: str) -> HttpResponse:
    """Tell it nothing any more."""
    found = batches.robot_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.robot_close(actor=request.actor, robot=found)
        return onward(request, f"“{found.name}”已停用，令牌已经删掉。", "channel-list")

    page = Doing(f"停用“{found.name}”", "令牌删掉，以后要用重新添加", "停用", reverse("channel-list"), "通知渠道")
    return doing(request, forms.Form(request.POST if request.method == "POST" else None), page, do)


@require_POST
def robot_test(request: Request, key: str) -> HttpResponse:
    """Let it say one line."""
    found = batches.robot_get(request.actor, key)
    return _tried(request, services.channel_test(actor=request.actor, robot=found), "channel-list")


def _tried(request: Request, problem: str, to: str) -> HttpResponse:
    if problem:
        messages.error(request, f"没有发成：{problem}")
    else:
        messages.success(request, "对方收下了。看看收到没有。")
    return redirect(to)
