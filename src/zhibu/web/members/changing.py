"""Entering a member and changing what is recorded of him; each a form and one service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.members import services
from zhibu.domain.members.selectors import posts_told
from zhibu.domain.registry import selectors as registry
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.kernel.errors import NotAllowed, NotFound
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.members import forms


@require_form
def member_record(request: Request, key: str) -> HttpResponse:
    """A new member of a branch."""
    branch = scope.organisation_get(request.actor, key)
    if branch.kind != "branch":
        raise NotFound("党员登记在党支部，这里不是党支部。")
    if not request.actor.reaches(branch.path, *KEEPERS):
        raise NotAllowed(f"登记党员由{branch}的书记、支部委员或者上级的党务工作者来做。")
    groups = {body.pk: body for body in branch.children.filter(kind="party_group", dissolved=None)}
    form = forms.RecordForm([(pk, str(body)) for pk, body in groups.items()], request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.member_record(
            actor=request.actor, branch=branch, how=given["how"], since=given["since"],
            values=form.values(), group=groups.get(given["group"]), unit=given["unit"], team=given["team"],
        )  # fmt: skip
        if told := registry.namesakes_told(request.actor, made.name, made.pk):
            messages.warning(request, told)
        return redirect("member", key=made.pk)

    back = reverse("organisation-roster", args=[key])
    page = Doing("登记党员", f"登记到{branch}；先在上面查一查，已经在别处的办转接", "登记这名党员", back, str(branch), "号码、电话、住址加密保存，页面上只显示一部分。")
    return doing(request, form, page, do)


def _page(member: Any, title: str, lead: str, go: str, note: str = "") -> Doing:
    return Doing(title, lead, go, reverse("member", args=[member.pk]), member.name, note)


@require_form
def member_change(request: Request, key: str) -> HttpResponse:
    """Change items of a member; who changed what is shown to him."""
    member = _kept(request, key)
    form = forms.ItemsForm(member, request.POST or None)

    def do(given: dict[str, Any]) -> str:
        done = services.member_change(actor=request.actor, member=member, values=form.values(), why=given["why"])
        return f"已改：{'、'.join(done)}。" if done else "没有改动，和原来一样。"

    page = _page(member, "修改党员信息", "改前改后、谁改的、为什么，都留在他的页面上", "保存改动")
    return doing(request, form, page, do)


@require_form
def placement_set(request: Request, key: str) -> HttpResponse:
    """Unit and team from a day on."""
    member = _kept(request, key)
    first = {"since": clock.today().isoformat()}
    form = forms.PlaceForm(request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> str:
        services.placement_set(actor=request.actor, member=member, **given)
        return "已登记单位和班组。"

    page = _page(member, "登记单位和班组", "从哪天起在哪个单位、哪个科室或班组村组；原来的到那天为止", "登记")
    return doing(request, form, page, do)


@require_form
def state_begin(request: Request, key: str) -> HttpResponse:
    """He is floating, lost or stopped from a day on."""
    member = _kept(request, key)
    form = forms.StateForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        made = services.state_begin(actor=request.actor, member=member, **given)
        return f"已登记：{made.get_state_display()}，{made.since} 起。"

    page = _page(member, "登记流动、失联、停止党籍", "停止党籍的不计入应到会，也不交党费；流动、失联的照常计入", "登记这个状态")
    return doing(request, form, page, do)


@require_form
def state_end(request: Request, key: int) -> HttpResponse:
    """A state no longer holds."""
    state = scope.row_get(scope.states(request.actor).select_related("member"), key, "这条记录")
    _kept(request, state.member_id)
    form = forms.DayForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        services.state_end(actor=request.actor, state=state, until=given["until"])
        return f"“{state.get_state_display()}”到 {given['until']} 为止。"

    lead = f"{state.get_state_display()}，{state.since} 起 {state.details}"
    return doing(request, form, _page(state.member, "结束这个状态", lead, "结束"), do)


@require_form
def member_leave(request: Request, key: str) -> HttpResponse:
    """He leaves for good; nothing is deleted."""
    member = _kept(request, key)
    form = forms.LeaveForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        services.member_leave(actor=request.actor, member=member, **given)
        return f"已登记{member.name}离开，组织关系和职务到那天为止。登记错了，在他的页面上恢复。"

    note = "转到本系统别的支部，办组织关系转接，不在这里登记。" + posts_told(member.pk, clock.today())
    page = _page(member, "登记离开", "去世、转出系统、退党、除名等；档案保留，不删除", "登记离开", note)
    return doing(request, form, page, do)


@require_form
def member_restore(request: Request, key: str) -> HttpResponse:
    """Take a leaving back."""
    member = _kept(request, key)
    form = forms.WhyForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        services.member_restore(actor=request.actor, member=member, why=given["why"])
        held = posts_told(member.pk, clock.today()).partition("：")[2].partition("；")[0]
        return f"已恢复，{member.name}回到离开前的支部和党小组。" + (f"又担任：{held}。" if held else "")

    page = _page(member, "撤销离开登记", "登记错了的，恢复到离开前的样子", "恢复")
    return doing(request, form, page, do)


def _kept(request: Request, key: str) -> Any:
    """The member, if he may be changed by whoever asks; told before a form is filled in, not after."""
    member = scope.member_get(request.actor, key)
    if not registry.file_of(actor=request.actor, member=member, parts=frozenset()).may_keep:
        raise NotAllowed("党员的资料由他所在支部的书记、组织委员或者上级的党务工作者来改。")
    return member
