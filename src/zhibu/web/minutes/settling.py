"""Steps after the writing, each on a page with one form: sent back, taken back, locked, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.minutes import services, texts
from zhibu.domain.minutes.selectors import reading
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.fields import area, choice_field, text_field
from zhibu.web.layout.request import Request, require_form
from zhibu.web.minutes import standing

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


class WhyForm(forms.Form):
    """Why, in a sentence."""

    reason = text_field("原因", 300, missing="写一句原因。")


class CorrectForm(forms.Form):
    """Which place, what is right, why."""

    name = choice_field("更正哪一处", [])
    new = forms.CharField(label="改成什么", required=False, max_length=20_000, widget=area(5), help_text="写这一处改好以后的全部文字；要删掉就空着")
    reason = text_field("为什么更正", 300, missing="写一句为什么更正。")

    def __init__(self, activity: Activity, data: Any = None) -> None:
        super().__init__(data)
        now = reading.texts_now(reading.minutes_of(activity))
        fields = standing.labels(activity)
        titles = {one.key: one.title for one in texts.items(now)}
        names = sorted({*now, "about.end"})
        chosen = [(name, _shown(name, now, fields, titles)) for name in names if standing.may_correct(name)]
        self.fields["name"].choices = [("", "选一处"), *chosen]  # type: ignore[attr-defined]  # a ChoiceField


def _shown(name: str, now: dict[str, str], fields: dict[str, str], titles: dict[str, str]) -> str:
    head = f"{titles.get(name.split('.')[1], '')[:16]}：" if name.startswith("item.") and not name.endswith(".title") else ""
    text = now.get(name, "").replace("\n", " ")
    return f"{head}{texts.label(name, fields)}（现在：{text[:24]}{'…' if len(text) > 24 else ''}）"


def _page(activity: Activity, title: str, go: str, lead: str = "") -> Doing:
    return Doing(title, lead or f"{activity.organisation} {activity.on}", go, reverse("minutes", args=[activity.pk]), "会议记录")


@require_form
def minutes_return(request: Request, key: str) -> HttpResponse:
    """退回给记录人补."""
    found = reading.activity_for(request.actor, key)

    def do(said: dict[str, Any]) -> str:
        services.minutes_return(actor=request.actor, activity=found, reason=said["reason"])
        return "已退回，记录人的工作台上看得到要补什么。"

    return doing(request, WhyForm(request.POST or None), _page(found, "退回给记录人补", "退回"), do)


@require_form
def minutes_reopen(request: Request, key: str) -> HttpResponse:
    """收回核对."""
    found = reading.activity_for(request.actor, key)

    def do(said: dict[str, Any]) -> str:
        services.minutes_reopen(actor=request.actor, activity=found, reason=said["reason"])
        return "已收回核对，可以改了。由这份记录派出、还没办完的任务先撤回，再核对的时候恢复。"

    return doing(request, WhyForm(request.POST or None), _page(found, "收回核对", "收回核对"), do)


@require_form
def minutes_lock(request: Request, key: str) -> HttpResponse:
    """锁定."""
    found = reading.activity_for(request.actor, key)

    def do(said: dict[str, Any]) -> str:
        services.minutes_lock(actor=request.actor, activity=found)
        return "已锁定。打印出来的带核对码；写错的用“更正”。"

    lead = "锁定以后不再改，打印和存档的就是这一份；写错的只能更正，原来的和改后的都留着。"
    return doing(request, forms.Form(request.POST or None), _page(found, "锁定会议记录", "锁定", lead), do)


@require_form
def minutes_correct(request: Request, key: str) -> HttpResponse:
    """更正 after the lock."""
    found = reading.activity_for(request.actor, key)
    form = CorrectForm(found, request.POST or None)

    def do(said: dict[str, Any]) -> str:
        services.minutes_correct(actor=request.actor, activity=found, **said)
        return "已更正，原来的和改后的都写在记录后面。"

    lead = "记录已经锁定。更正不改锁定的原文，写在后面：原来是什么、改成什么、为什么、谁改的。"
    return doing(request, form, _page(found, "更正会议记录", "更正", lead), do)
