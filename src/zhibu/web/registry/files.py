"""Full values against a reason, the printed form, who looked, what is kept how long."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.directory import people
from zhibu.domain.members.items import ITEMS, SENSITIVE
from zhibu.domain.registry import papers, services
from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry.retention import record_classes
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.registry.forms import PrintForm, RevealForm


@require_form
def member_reveal(request: Request, key: str) -> HttpResponse:
    """Full number, phone, address: shown once, on record, told to the member."""
    member = _narrow(request, key)
    own = member.pk == request.actor.member
    form = RevealForm(own, request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        shown = services.member_reveal(
            actor=request.actor, member=member, items=given["items"], why=given.get("why", "")
        )
        values = [(ITEMS[name].label, value) for name, value in shown.items()]
        answer = render(request, "registry/revealed.html", {"member": member, "values": values, "own": own})
        answer["Cache-Control"] = "no-store"
        return answer

    lead = "只显示这一次" if own else "只显示这一次；谁、什么时候、看了哪项、为什么，都记下来，本人看得到"
    page = Doing(f"看{member.name}的完整号码和住址", lead, "显示", reverse("member", args=[key]), member.name)
    return doing(request, form, page, do)


@require_form
def member_print(request: Request, key: str) -> HttpResponse:
    """The member's form as PDF or Word; full numbers of somebody else against a reason."""
    member = _narrow(request, key)
    form = PrintForm(request.POST or None)

    def do(given: dict[str, Any]) -> HttpResponse:
        full: dict[str, str] = {}
        if given["full"]:
            full = services.member_reveal(actor=request.actor, member=member, items=SENSITIVE, why=given["why"])
        services.member_print(actor=request.actor, member=member, why=given["why"])
        page = people.member_page(actor=request.actor, key=key, on=clock.today())
        file = registry.file_of(actor=request.actor, member=member)
        paper = papers.member_form(page, file, clock.today(), full)
        answer = paper_response(paper, f"{member.name}党员信息登记表", given["format"])
        answer["Cache-Control"] = "no-store"
        return answer

    page = Doing("打印党员信息登记表", f"{member.name}；打印记入查看记录", "打印", reverse("member", args=[key]), member.name)
    return doing(request, form, page, do)


@require_safe
def member_form_blank(request: Request) -> HttpResponse:
    """The same form for handwriting."""
    return paper_response(papers.blank_form(), "党员信息登记表（空白）", request.GET.get("format"))


@require_safe
def look_list(request: Request, key: str) -> HttpResponse:
    """谁看过我的资料: for the member himself."""
    member = scope.member_get(request.actor, key)
    if member.pk != request.actor.member and not request.actor.everything:
        raise NotAllowed("谁看过资料，只有本人看得到。")
    return render(request, "registry/look_list.html", {"member": member, "looks": registry.looks_of(member)})


@require_safe
def member_kept(request: Request) -> HttpResponse:
    """What is kept and what is cleared after a member has left."""
    return render(request, "registry/member_kept.html", {"classes": record_classes()})


def _narrow(request: Request, key: str) -> Any:
    """The member, if he is the actor himself or one whose branch he answers for."""
    member = scope.member_get(request.actor, key)
    if not registry.file_of(actor=request.actor, member=member, parts=frozenset()).narrow:
        raise NotFound("完整号码和登记表，只有本人、支部的书记和委员、上级的党务工作者能看。")
    return member
