"""What members answer, and what the leader says to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.attendance import policies, selectors, services
from zhibu.domain.attendance.choices import Says
from zhibu.domain.meetings.selectors import meetings
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.attendance.forms import AnswerForm, DeadlineForm
from zhibu.web.attendance.rolls import above, title_of
from zhibu.web.components.doing import Doing, doing, form_page
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

OFF = (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED)
# Reasons that one tap gives; any other is typed.
REASONS = ("出差", "值班", "生病", "家里有事")
DONE = {Says.COMING: "已回复：参加。", Says.LEAVE: "请假已送出，批了在这里看得到。", Says.UNSURE: "已回复：还说不准。定了再来改。"}


@require_form
def answer_give(request: Request, key: str) -> HttpResponse:
    """参会回复: coming, leave, cannot say, each by one button; withdrawn by another. What is off is told on its own page."""
    if request.method == "GET" and meetings(request.actor).filter(pk=key, status__in=OFF).exists():
        return redirect("meeting", key)
    found = selectors.called_get(request.actor, key)
    answer = selectors.answer_of(found, request.actor.member)
    if request.method == "POST" and "withdraw" in request.POST:
        services.answer_give(actor=request.actor, activity=found, says=Says.WITHDRAWN)
        messages.success(request, "回复已撤回。")
        return redirect("answer-give", found.pk)
    stands = answer if answer is not None and answer.says != Says.WITHDRAWN else None
    first = {"says": stands.says, "reason": stands.reason} if stands else {"says": request.GET.get("says", "")}
    form = AnswerForm(_sent(request), initial=first)

    def do(given: dict[str, Any]) -> str:
        made = services.answer_give(actor=request.actor, activity=found, **given)
        return DONE[Says(made.says)]

    context = above(found) | {"answer": stands, "deadline": selectors.deadline_of(found), "reasons": REASONS}
    return form_page(
        request, form, do, "attendance/answer_give.html", context, back=reverse("answer-give", args=[found.pk]), at="reason"
    )


def _sent(request: Request) -> dict[str, str] | None:
    """What was pressed: a reason that was offered is leave for that reason."""
    if request.method != "POST":
        return None
    said = request.POST.get("reason_said", "")
    return {"says": Says.LEAVE, "reason": said} if said else request.POST.dict()


@require_form
def leave_decide(request: Request, key: str) -> HttpResponse:
    """准假: those who asked, all ticked at first; yes to all at once, or no with a word."""
    found = selectors.kept_get(request.actor, key)
    if request.method == "POST":
        try:
            return _decided(request, found)
        except (Refused, NotFound, NotAllowed) as error:
            messages.error(request, str(error))
            return redirect("attendance", found.pk)
    return redirect(f"{reverse('attendance', args=[found.pk])}#leave")


def _decided(request: Request, found: Activity) -> HttpResponse:
    members = request.POST.getlist("member")
    if not members:
        raise Refused("还没有勾选人。")
    approved = request.POST.get("decision") != "declined"
    done = services.leave_decide(
        actor=request.actor, activity=found, members=members, approved=approved, word=request.POST.get("word", "")
    )
    names = "、".join(one.member.name for one in done)
    messages.success(request, f"{names}：{'准假了，到会名单上已经是请假' if approved else '没有准假，他看得到原因'}。")
    return redirect("attendance", found.pk)


@require_form
def deadline_set(request: Request, key: str) -> HttpResponse:
    """回复截止."""
    found = selectors.kept_get(request.actor, key)
    policies.attendance_tick(request.actor, found)
    until = selectors.deadline_of(found)
    first = {"day": until.date().isoformat(), "time": f"{until:%H:%M}"} if until else {}
    form = DeadlineForm(request.POST or None, initial=first)

    def do(_: dict[str, Any]) -> str:
        services.deadline_set(actor=request.actor, activity=found, answers_by=form.answers_by)
        return "回复截止已定。" if form.answers_by else "回复到开会那天为止。"

    page = Doing("回复截止", title_of(found), "保存截止时间", reverse("attendance", args=[found.pk]), f"{title_of(found)} 到会")
    return doing(request, form, page, do, at="day")
