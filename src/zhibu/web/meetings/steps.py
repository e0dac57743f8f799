"""The steps of a meeting: each a button on its page, and a page of its own with day and word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.kinds import label_of
from zhibu.kernel import clock
from zhibu.kernel.dates import spoken_day
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings import forms as shapes
from zhibu.web.meetings.reading import sent

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a step: its words, form and service."""

    title: str
    go: str
    done: str
    form: type[forms.Form]
    service: Callable[..., Any]
    lead: str = ""


STEPS: dict[str, Step] = {
    "consult": Step("请示支部", "请示", "已请示，等支部的意见。", shapes.WordForm, services.meeting_consult),
    "approve": Step("同意", "同意", "已同意，办会的人看得到。", shapes.WordForm, services.meeting_approve),
    "return": Step("退回", "退回", "已退回，办会的人看得到要改什么。", shapes.ReturnForm, services.meeting_return),
    "hold": Step("登记召开", "登记召开", "已登记召开，接着写记录。", shapes.HoldForm, services.meeting_hold, "和计划不一样的才填"),
    "check": Step("核对记录", "核对过了", "已核对。", shapes.WordForm, services.meeting_check),
    "report": Step("上报", "上报", "已上报。", shapes.WordForm, services.meeting_report),
    "receive": Step("收下上报", "收下", "已收下。", shapes.OnlyWordForm, services.meeting_receive),
    "follow": Step("跟进落实", "都落实了", "已记下都落实了。", shapes.OnlyWordForm, services.meeting_follow),
    "archive": Step("归档", "归档", "已归档，以后不再改；要改先撤回归档。", shapes.PlainForm, services.meeting_archive),
    "postpone": Step("改期", "改期", "已改期。日子定了的，重新发通知。", shapes.PostponeForm, services.meeting_postpone,
                     "原来的日子和原因留着；通知要重新发"),
    "cancel": Step("取消", "取消这次会", "已取消，通知过的人会收到取消的通知。", shapes.CancelForm, services.meeting_cancel, "留在清单里，写明原因"),
    "resume": Step("定日子，恢复", "定下来", "已恢复。日子到以前发通知。", shapes.ResumeForm, services.meeting_resume),
}  # fmt: skip


def step_page(name: str) -> Callable[..., HttpResponse]:
    """The view of a step."""
    step = STEPS[name]

    @require_form
    def view(request: Request, key: str) -> HttpResponse:
        found = selectors.meeting_get(request.actor, key)
        form = step.form(sent(request), initial={"base": selectors.sheet_of(found).version or None})

        def do(given: dict[str, Any]) -> HttpResponse:
            made = step.service(actor=request.actor, activity=found, **given)
            return onward(request, step.done, "meeting", (made or found).pk)

        return doing(request, form, _page(found, step.title, step.go, step.lead), do)

    view.__name__, view.__doc__ = f"meeting_{name}", step.title
    return view


@require_form
def meeting_notify(request: Request, key: str) -> HttpResponse:
    """发通知: from here, or note on which day they were told elsewhere."""
    found = selectors.meeting_get(request.actor, key)
    form = shapes.NotifyForm(sent(request), initial={"base": selectors.sheet_of(found).version or None})

    def do(given: dict[str, Any]) -> HttpResponse:
        send = given["on"] is None
        services.meeting_notify(actor=request.actor, activity=found, send=send, **given)
        return onward(request, "通知已发。" if send else "已登记通知的日子。", "meeting", found.pk)

    page = _page(found, "通知", "发通知", "只说时间和会名，议题在链接后面")
    return doing(request, form, page, do)


@require_form
def meeting_step(request: Request, code: str, key: str) -> HttpResponse:
    """A step that only the type knows."""
    found = selectors.meeting_get(request.actor, key)
    step = next((one for one in selectors.steps_of(found) if one.code == code), None)
    form = shapes.WordForm(sent(request))

    def do(given: dict[str, Any]) -> HttpResponse:
        services.meeting_step(actor=request.actor, activity=found, code=code, **given)
        return onward(request, "已登记。", "meeting", found.pk)

    label = step.label if step else code
    return doing(request, form, _page(found, label, "办好了", ""), do)


@require_form
def meeting_undo(request: Request, key: str) -> HttpResponse:
    """撤回一步 that was made by mistake."""
    found = selectors.meeting_get(request.actor, key)
    form = shapes.UndoForm(sent(request), initial={"code": request.GET.get("code", "")[:60]})

    def do(given: dict[str, Any]) -> HttpResponse:
        services.meeting_undo(actor=request.actor, activity=found, **given)
        return onward(request, "已撤回，操作记录里留有痕迹。", "meeting", found.pk)

    return doing(request, form, _page(found, "撤回这一步", "撤回", "只撤办错了的"), do)


@require_form
def meeting_join(request: Request, key: str) -> HttpResponse:
    """One more activity of the same gathering."""
    found = selectors.meeting_get(request.actor, key)
    form = shapes.JoinForm(found.organisation, sent(request))

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.meeting_join(actor=request.actor, activity=found, **given)
        return onward(request, f"已加上{label_of(made.type)}，时间、地点、主持跟这次会一样，各有各的记录。", "meeting", found.pk)

    return doing(request, form, _page(found, "同一次再开展一项", "加上", "时间、地点、到会一样，各记各的"), do)


@require_form
def meeting_remove(request: Request, key: str) -> HttpResponse:
    """Throw away a plan that was entered by mistake."""
    found = selectors.meeting_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.meeting_remove(actor=request.actor, activity=found)
        return onward(request, "已删掉。", "meeting-list")

    return doing(request, shapes.PlainForm(sent(request)), _page(found, "删掉误登的计划", "删掉", "没有通知过、没有同意过的才能删"), do)


def _page(found: Activity, title: str, go: str, lead: str) -> Doing:
    name = f"{label_of(found.type)}，{spoken_day(found.on, clock.today())}"
    return Doing(
        f"{name}：{title}", lead or str(found.organisation), go, reverse("meeting", args=[found.pk]), name,
        above=(("会议活动", reverse("meeting-list")),),
    )  # fmt: skip
