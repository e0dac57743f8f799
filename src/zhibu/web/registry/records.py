"""Rewards, hardship and care: each a form and one service; what was entered by mistake is taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry import services
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.members.forms import DayForm
from zhibu.web.registry import forms


@require_form
def reward_record(request: Request, key: str) -> HttpResponse:
    """A reward."""
    return _recorded(request, key, forms.RewardForm, services.reward_record, "登记奖励", "授予的名称、单位、日期，照文件写")


@require_POST
def reward_withdraw(request: Request, key: int) -> HttpResponse:
    """Take a reward out that was entered by mistake."""
    reward = registry.reward_get(request.actor, key)
    services.reward_withdraw(actor=request.actor, reward=reward)
    messages.success(request, f"已撤下“{reward.title}”。操作日志里还有它。")
    return redirect(_care(reward.member))


@require_form
def hardship_record(request: Request, key: str) -> HttpResponse:
    """A hardship."""
    return _recorded(request, key, forms.HardshipForm, services.hardship_record, "登记困难情况", "只有本人、支部书记和委员、上级看得到")


@require_form
def hardship_end(request: Request, key: int) -> HttpResponse:
    """No longer in need."""
    hardship = registry.hardship_get(request.actor, key)

    def do(given: dict[str, Any]) -> str:
        services.hardship_end(actor=request.actor, hardship=hardship, until=given["until"])
        return "已结束。"

    lead = f"{hardship.get_kind_display()}，{hardship.since} 起"
    page = Doing("结束困难情况", lead, "结束", _care(hardship.member), hardship.member.name)
    return doing(request, DayForm(request.POST or None), page, do)


@require_form
def care_record(request: Request, key: str) -> HttpResponse:
    """What was done for a member."""
    return _recorded(request, key, forms.CareForm, services.care_record, "登记关怀", "走访慰问、发补助、结对帮扶；只有本人、支部书记和委员、上级看得到")


@require_POST
def care_withdraw(request: Request, key: int) -> HttpResponse:
    """Take a record of care out that was entered by mistake."""
    care = registry.care_get(request.actor, key)
    services.care_withdraw(actor=request.actor, care=care)
    messages.success(request, "已撤下这条关怀记录。")
    return redirect(_care(care.member))


def _recorded(
    request: Request, key: str, form: type[Form], service: Callable[..., Any], title: str, lead: str
) -> HttpResponse:
    """A record of a member, by the service that takes the fields of the form."""
    member = _kept(request, key)

    def do(given: dict[str, Any]) -> str:
        service(actor=request.actor, member=member, **given)
        return f"已{title}。"

    return doing(request, form(request.POST or None), Doing(title, lead, title, _care(member), member.name), do)


def _care(member: Any) -> str:
    return f"{reverse('member', args=[member.pk])}?tab=care"


def _kept(request: Request, key: str) -> Any:
    """The member, if whoever asks answers for his branch."""
    member = scope.member_get(request.actor, key)
    if not registry.file_of(actor=request.actor, member=member, parts=frozenset()).may_keep:
        raise NotAllowed("奖励、困难和关怀由支部的书记、支部委员或者上级的党务工作者来登记。")
    return member
