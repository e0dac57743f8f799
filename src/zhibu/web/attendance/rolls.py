"""The list of one meeting: ticking, its paper for signing by hand, typing that paper in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.attendance import papers, policies, selectors, services
from zhibu.domain.attendance.choices import How
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.attendance.forms import EnterForm
from zhibu.web.attendance.parts import TickForm
from zhibu.web.attendance.scans import scans_shown
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


def above(found: Activity) -> dict[str, Any]:
    """What every page of a meeting's attendance says on top."""
    kind = activity_type(found.type)
    return {"activity": found, "kind": kind, "title": title_of(found), "meeting_url": reverse("meeting", args=[found.pk])}


def title_of(found: Activity) -> str:
    """11月23日 党小组会."""
    return f"{found.on.month}月{found.on.day}日 {activity_type(found.type).label}"


@require_form
def attendance(request: Request, key: str) -> HttpResponse:
    """到会名单: ticked and saved; answers, leave and what was changed beside it."""
    found = selectors.kept_get(request.actor, key)
    tick = TickForm(selectors.roll(found), request.POST if request.method == "POST" else None)
    fault, status = "", 200
    if request.method == "POST":
        status = 422
        if not tick.bound:
            fault = "表单没有传完整，刷新页面再点一次。"
        elif tick.is_valid():
            try:
                changed = services.attendance_tick(
                    actor=request.actor, activity=found, rows=tick.rows, base=tick.base, why=tick.why
                )
            except (Refused, NotFound) as error:
                fault, status = str(error), 409
            else:
                messages.success(request, _told(changed, selectors.roll(found).counts))
                return redirect("attendance", found.pk)
    context = above(found) | {
        "tick": tick, "fault": fault, "may": policies.keeps(request.actor, found), "ahead": found.on > clock.today(),
        "off": found.status == ActivityStatus.CANCELLED,
        "may_decide": policies.decides(request.actor, found),
        "waiting": selectors.leave_of(found, request.actor), "answered": selectors.answered(tick.roll),
        "changes": selectors.changes_of(found), "deadline": selectors.deadline_of(found),
        "missed": [line for line in tick.roll.lines if line.known and line.status in ("excused", "absent")],
        "asked": selectors.make_up_asked(found), "files": scans_shown(request.actor, found),
    }  # fmt: skip
    return render(request, "attendance/attendance.html", context, status=status)


def _told(changed: int, counts: selectors.Counts) -> str:
    said = f"应到 {counts.entitled}，实到 {counts.there}，请假 {counts.excused}，缺席 {counts.absent}。"
    return f"到会已保存：{said}" if changed else f"没有改动：{said}"


@require_safe
def attendance_sheet(request: Request, key: str) -> HttpResponse:
    """签到表: names to sign beside, as PDF or Word."""
    found = selectors.kept_get(request.actor, key)
    sheet = papers.sign_in_sheet(selectors.roll(found), activity_type(found.type).label)
    return paper_response(sheet, f"签到表 {found.organisation} {title_of(found)}", request.GET.get("format"))


@require_form
def attendance_enter(request: Request, key: str) -> HttpResponse:
    """照签到表补录: who was not there, all others were."""
    found = selectors.kept_get(request.actor, key)
    policies.attendance_tick(request.actor, found)
    roll = selectors.roll(found)
    form = EnterForm(roll, request.POST or None)

    def do(given: dict[str, Any]) -> str:
        services.attendance_tick(actor=request.actor, activity=found, rows=form.rows, how=How.SHEET, why=given.get("why", ""))
        return _told(1, selectors.roll(found).counts)

    page = Doing(
        "照签到表补录", f"应到 {roll.counts.entitled} 人。签到表上没签名的写在下面，其余的都记到会",
        "记下到会", reverse("attendance", args=[found.pk]), f"{title_of(found)} 到会",
    )  # fmt: skip
    return doing(request, form, page, do, at="away")
