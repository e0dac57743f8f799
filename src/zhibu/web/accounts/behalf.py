"""代办 and 交接: entering for a member without a phone; what was handed over to me."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import policies, scope, selectors, services
from zhibu.kernel import clock
from zhibu.web.accounts.forms import BehalfForm
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form

BEHALF = "behalf"  # as config/middleware.py reads it


@require_form
def behalf_begin(request: Request, key: str) -> HttpResponse:
    """代办: say why, then act for him until it is ended."""
    member = scope.member_get(request.actor, key)
    policies.behalf_begin(request.actor, member.pk)

    def do(given: dict[str, Any]) -> str:
        services.behalf_begin(actor=request.actor, member=member.pk, reason=given["reason"])
        request.session[BEHALF] = member.pk
        return f"现在代 {member.name} 办：看到的、能做的都是他本人的。办完点上面的“办完了”。"

    page = Doing(
        f"代 {member.name} 办", "他没有手机，或者自己办不了，托你代他填。只能办他本人该办的几件事，不能代他投票、签字、登录",
        "开始代他办", reverse("member", args=[key]), member.name,
        "代办期间办的每一件都记在操作日志里，写明你和他两个人的名字；他本人看得到。",
    )  # fmt: skip
    return doing(request, BehalfForm(request.POST or None), page, do)


@require_POST
def behalf_end(request: Request) -> HttpResponse:
    """办完了: himself again."""
    name, member = request.actor.behalf_name, request.actor.on_behalf
    if member:
        services.behalf_end(actor=request.actor)
        messages.success(request, f"代 {name} 办完了。他登录以后能看到你代他办了什么。")
    request.session.pop(BEHALF, None)
    return redirect("member", member) if member else redirect("desk")


@require_safe
def handover(request: Request, key: int) -> HttpResponse:
    """交接: what was open when somebody's rights ended."""
    found = selectors.handover_get(request.actor, key)
    return render(request, "accounts/handover.html", {"handover": found, "mine": found.taker_id == request.actor.user})


@require_POST
def handover_see(request: Request, key: int) -> HttpResponse:
    """I have seen it."""
    services.handover_see(actor=request.actor, key=key, day=clock.today())
    messages.success(request, "知道了。这些事从现在起由你接着办。")
    return redirect("account")
