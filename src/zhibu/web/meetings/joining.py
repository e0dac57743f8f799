"""Holding a meeting with other units: the invitation, its answer, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.meetings import policies, selectors, services
from zhibu.domain.meetings.choices import JointState
from zhibu.domain.meetings.kinds import kind_of, label_of
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel import clock
from zhibu.kernel.dates import spoken_day
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings import forms as shapes
from zhibu.web.meetings.reading import sent

if TYPE_CHECKING:
    from zhibu.domain.meetings.models import JointInvitation


@require_form
def joint_ask(request: Request, key: str) -> HttpResponse:
    """邀请单位一起开: units beside it ticked, others by name."""
    found = selectors.meeting_get(request.actor, key)
    policies.meeting_keep(request.actor, found.organisation)
    there = {one.organisation_id for one in selectors.invitations_of(found) if one.state in (JointState.ASKED, JointState.ACCEPTED)}
    near = [one for one in selectors.units_near(found.organisation, clock.today()) if one.pk not in there]
    form = shapes.JointAskForm(near, sent(request), initial={"base": selectors.sheet_of(found).version or None})

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.joint_ask(
            actor=request.actor, activity=found, units=form.units, word=given["word"], base=given["base"]
        )
        return onward(request, f"已邀请 {len(made)} 个单位，答应了的就一起通知、一起开。", "meeting", found.pk)

    name = f"{label_of(found.type)}，{spoken_day(found.on, clock.today())}"
    page = Doing(
        f"{name}：邀请单位一起开", "对方先看到时间、地点和主题；答应以后，他们的党员才算应到", "发出邀请", reverse("meeting", args=[found.pk]),
        name, above=(("会议活动", reverse("meeting-list")),),
    )  # fmt: skip
    return doing(request, form, page, do)


@require_safe
def joint(request: Request, key: str) -> HttpResponse:
    """One invitation: what is asked, how it stands, and what its two sides can do."""
    found = selectors.joint_invitation_get(request.actor, key)
    held, actor, today = found.activity, request.actor, clock.today()
    ahead = held.status == "postponed" or (held.status == "planned" and held.on >= today)
    invited, convenes = works_for(actor, found.organisation), works_for(actor, held.organisation)
    context = {
        "invitation": found, "meeting": held, "kind": kind_of(held.type), "requirements": selectors.sheet_of(held).requirements,
        "may_accept": ahead and invited and found.state in (JointState.ASKED, JointState.DECLINED),
        "may_decline": ahead and invited and found.state == JointState.ASKED,
        "may_leave": ahead and invited and found.state == JointState.ACCEPTED,
        "may_withdraw": ahead and convenes and found.state in (JointState.ASKED, JointState.ACCEPTED),
        "made": found.made if found.made_id and invited else None, "convenes": convenes, "ahead": ahead,
    }  # fmt: skip
    return render(request, "meetings/joint.html", context)


@require_form
def joint_accept(request: Request, key: str) -> HttpResponse:
    """答应: the unit takes part, with a word if it likes."""
    found = selectors.joint_invitation_get(request.actor, key)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.joint_accept(actor=request.actor, invitation=found, **given)
        return onward(request, "已答应，这次会列进本单位的会议活动，本单位的党员算应到。", "meeting", made.pk)

    return doing(request, shapes.JointWordForm(sent(request)), _page(found, "答应", "答应", "可以附一句话"), do)


@require_form
def joint_decline(request: Request, key: str) -> HttpResponse:
    """谢绝, or 退出 after all: with the reason."""
    found = selectors.joint_invitation_get(request.actor, key)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.joint_decline(actor=request.actor, invitation=found, **given)
        return onward(request, "已告诉发起的单位不参加。", "joint", found.pk)

    leaves = found.state == JointState.ACCEPTED
    lead = "本单位的这次会随着取消，通知过的人会收到取消的通知" if leaves else "写一句原因，发起的单位看得到"
    page = _page(found, "退出" if leaves else "谢绝", "退出" if leaves else "谢绝", lead)
    return doing(request, shapes.JointReasonForm(sent(request)), page, do)


@require_form
def joint_withdraw(request: Request, key: str) -> HttpResponse:
    """撤回邀请, before the meeting."""
    found = selectors.joint_invitation_get(request.actor, key)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.joint_withdraw(actor=request.actor, invitation=found, **given)
        return onward(request, f"已撤回对{found.organisation.in_full}的邀请。", "meeting", found.activity_id)

    accepted = found.state == JointState.ACCEPTED
    lead = "对方已经答应，写明原因；他们通知过的人会收到取消的通知" if accepted else "对方还没有回音"
    form = (shapes.JointReasonForm if accepted else shapes.JointWordForm)(sent(request))
    return doing(request, form, _page(found, "撤回邀请", "撤回", lead), do)


def _page(found: JointInvitation, title: str, go: str, lead: str) -> Doing:
    name = f"{found.activity.organisation.in_full}邀请{found.organisation.in_full}"
    return Doing(
        f"{title}：{label_of(found.activity.type)}，{spoken_day(found.activity.on, clock.today())}", lead, go, reverse("joint", args=[found.pk]),
        name, above=(("会议活动", reverse("meeting-list")),),
    )  # fmt: skip
