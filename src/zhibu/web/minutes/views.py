"""The record page: written, saved, finished; the draft behind it; what stands there where it is not to be written."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.minutes import policies, services
from zhibu.domain.minutes.selectors import reading
from zhibu.web.layout.request import Request, require_form
from zhibu.web.minutes import standing, writing
from zhibu.web.minutes.page import RecordPage


@require_form
def minutes(request: Request, key: str) -> HttpResponse:
    """会议记录: the form of whoever writes, what stands there for all others."""
    activity = reading.activity_for(request.actor, key)
    page = RecordPage(request.actor, activity, request.POST if request.method == "POST" else None)
    if not page.is_open or not policies.writes(request.actor, activity):
        return render(request, "minutes/minutes_read.html", standing.read_context(request.actor, activity))
    if request.method == "POST":
        return writing.sent(request, page)
    return render(request, "minutes/minutes.html", page.context())


@require_POST
def minutes_draft(request: Request, key: str) -> HttpResponse:
    """What is typed, kept while it is typed; tells whether somebody saved meanwhile."""
    activity = reading.activity_for(request.actor, key)
    said, base = writing.draft_said(request.POST)
    made = services.minutes_draft(actor=request.actor, activity=activity, texts=said, base=base)
    there = reading.minutes_of(activity)
    version = there.version if there else 0
    by = there.changed_by if there and version > base else ""
    return JsonResponse({"at": f"{made.at:%H:%M}", "version": version, "by": by, "open": there is None or not there.is_locked})


@require_safe
def minutes_versions(request: Request, key: str) -> HttpResponse:
    """版本: who saved what when."""
    activity = reading.activity_with_drafts(request.actor, key)
    return render(request, "minutes/minutes_versions.html", standing.versions_context(request.actor, activity))


@require_safe
def minutes_compare(request: Request, key: str) -> HttpResponse:
    """Two versions with what was taken out and put in."""
    activity = reading.activity_with_drafts(request.actor, key)
    context = standing.compare_context(activity, request.GET.get("a", ""), request.GET.get("b", ""))
    return render(request, "minutes/minutes_compare.html", context)


@require_POST
def minutes_restore(request: Request, key: str) -> HttpResponse:
    """An older version stands again, as a new one."""
    return writing.restored(request, reading.activity_for(request.actor, key))


@require_POST
def minutes_choose(request: Request, key: str) -> HttpResponse:
    """One of two wordings, or both."""
    return writing.chosen(request, reading.activity_for(request.actor, key))
