"""The hub of a branch's work; a member's own page: what he takes part in, what is stored about him, his rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.attendance import selectors as attendance
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry.rights import member_rights
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.compliance.waiting import waiting
from zhibu.web.layout.request import Request
from zhibu.web.work.hub import works

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

LATEST = 12  # meetings shown


@require_safe
def work(request: Request) -> HttpResponse:
    """支部工作: every kind of work with what waits there."""
    items = waiting(request.actor, clock.today())
    return render(request, "work/work.html", {"works": works(items), "items": items})


@require_safe
def own(request: Request) -> HttpResponse:
    """我的: coming meetings with my answers, what waits for me, what I took part in, what is stored, my rights."""
    actor, today = request.actor, clock.today()
    if not actor.member:
        raise NotFound("这个账号没有对上党员，没有“我的”这一页。要对上，找支部书记或者上级的党务工作者。")
    member = scope.member_get(actor, actor.member)
    items = waiting(actor, today)
    took_part = attendance.took_part(actor, actor.member, today.year)
    context: dict[str, Any] = {
        "member": member, "items": items, "calls": [(one, activity_type(one.activity.type).label) for one in attendance.calls(actor, today)],
        "open_now": attendance.open_calls(actor, clock.now()), "year": today.year,
        "took_part": [(one, activity_type(one.activity.type).label, _page_of(one.activity)) for one in took_part[:LATEST]], "times": len(took_part),
        "missed": attendance.missed_told(list(attendance.missed_rows(actor, member=actor.member, year=today.year, open_only=True)[:LATEST])),
        "looks": registry.looks_of(member)[:3], "stored": STORED,
        "rights": [(one, _there(one.do, actor.member)) for one in member_rights()], "works": works(items),
    }  # fmt: skip
    return render(request, "work/own.html", context)


def _page_of(activity: Activity) -> str:
    """Where he reads of it: talks have pages of their own; a report is found in its list, by another key."""
    if activity.type in MADE_ELSEWHERE:
        return reverse("talk", args=[activity.pk]) if activity.type == "heart_to_heart_talk" else reverse("report-list")
    return reverse("meeting", args=[activity.pk])


# What is stored of a member, as he reads it; the values are on his page.
STORED = (
    "党龄、组织关系、职务、党费：长期保存",
    "身份证号、电话、住址：加密保存，名单上不出现，看一次完整的记一次",
    "到会、请假和原因：支部、小组和上级的党务工作者看得到",
    "谈心谈话和汇报的内容：只有你和对方看得到，别人只看得到谈没谈、交没交",
    "秘密投票：谁投的哪一票没有保存，谁也查不出来",
)


def _there(do: str, member: str) -> tuple[str, str]:
    """What can be pressed for a right: words and address; both empty where nothing can."""
    known = {
        "meetings": ("我的会议", "meeting-list", ()), "study": ("学习", "study", ()), "votes": ("选举表决", "voting-list", ()),
        "opinions": ("提意见", "opinion-put", ()), "looks": ("谁看过我的资料", "look-list", (member,)),
        "corrections": ("申请更正", "correction-ask", (member,)),
    }  # fmt: skip
    if do not in known:
        return "", ""
    words, name, arguments = known[do]
    try:
        return words, reverse(name, args=arguments)
    except NoReverseMatch:
        return "", ""
