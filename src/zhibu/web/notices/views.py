"""Notices: one's own list, the way from a notice to its page, and what one sent oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.notices import papers, selectors, services
from zhibu.domain.notices.selectors import batches
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.kernel.errors import NotFound
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request

PAGE = 30


@require_safe
def notice_list(request: Request) -> HttpResponse:
    """通知: one's own, the latest first."""
    cut = capped_page_of(request, selectors.notices(request.actor), PAGE)
    unread = selectors.unread_count(request.actor)
    sends = request.actor.holds(*KEEPERS, "leader")
    keeps = request.actor.holds("clerk", "secretary")
    context = {"cut": cut, "unread": unread, "sends": sends, "keeps": keeps}
    return render(request, "notices/notice_list.html", context)


@require_safe
def notice_open(request: Request, key: str) -> HttpResponse:
    """From the notice to the page it tells of; that day it counts as seen."""
    found = services.notice_see(actor=request.actor, notice=selectors.notice_get(request.actor, key))
    return redirect(_page(found.about_name, found.about_key))


@require_POST
def notices_seen(request: Request) -> HttpResponse:
    """All of his are seen."""
    count = services.notices_see(actor=request.actor)
    messages.success(request, f"{count} 条都标为看过。" if count else "没有没看过的。")
    return redirect("notice-list")


@require_safe
def batch_list(request: Request) -> HttpResponse:
    """我发的通知: the batches he sent."""
    cut = capped_page_of(request, batches.batches(request.actor), PAGE)
    counts = batches.counted(list(cut))
    rows = [(one, *counts.get(one.pk, (0, 0))) for one in cut]
    return render(request, "notices/batch_list.html", {"cut": cut, "rows": rows})


@require_safe
def batch(request: Request, key: str) -> HttpResponse:
    """One batch: lines to copy, who has seen it, what did not get out."""
    found = batches.batch_get(request.actor, key)
    told = batches.told_of(found)
    context = {
        "batch": found, "told": told, "seen": sum(one.seen for one in told), "robots": batches.robots_failed(found),
        "lines": [f"{text} {request.build_absolute_uri(_page(name, about))}" for text, name, about in found.lines],
        "failed": any(one.problem for one in told), "without": sum(not one.has_account for one in told),
    }  # fmt: skip
    return render(request, "notices/batch.html", context)


@require_safe
def batch_print(request: Request, key: str) -> HttpResponse:
    """Slips for those without an account (`?all=1`: for all of them)."""
    found = batches.batch_get(request.actor, key)
    told = batches.told_of(found)
    names = [one.name for one in told if request.GET.get("all") == "1" or not one.has_account]
    return paper_response(papers.notice_slips(found, names, clock.today()), "通知单", request.GET.get("format"))


@require_POST
def notice_again(request: Request, key: str) -> HttpResponse:
    """Try again what did not get out."""
    count = services.notice_again(actor=request.actor, batch=batches.batch_get(request.actor, key))
    messages.success(request, f"重新发 {count} 条，几分钟以后看结果。")
    return redirect("batch", key)


def _page(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key] if key else [])
    except NoReverseMatch:  # a page of an earlier version
        raise NotFound("这条通知说的页面已经没有了。") from None
