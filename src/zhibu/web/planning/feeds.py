"""Calendar feeds: opening one, ending it, and the calendar behind its secret address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.planning import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.layout.request import Request

ICS = "text/calendar; charset=utf-8"
FRESH = 6 * 3600  # seconds for which a calendar program may keep what it fetched


@never_cache
@require_POST
def feed_open(request: Request) -> HttpResponse:
    """Open a feed and show its address, this once."""
    made, secret = services.feed_open(
        actor=request.actor,
        organisation=request.POST.get("organisation", ""),
        member=request.POST.get("member", ""),
    )
    address = request.build_absolute_uri(reverse("calendar", args=[secret]))
    by_program = "webcal" + address.removeprefix("http")  # https stays in it: webcals is an s more
    context = {"feed": made, "address": address, "by_program": by_program}
    return render(request, "planning/feed_open.html", context)


@require_POST
def feed_revoke(request: Request, key: int) -> HttpResponse:
    """End one's own feed."""
    feed = selectors.feed_get(request.actor, key)
    services.feed_revoke(actor=request.actor, feed=feed)
    messages.success(request, "这个日历订阅已经停用，原来的地址打不开了。")
    return redirect("account")


@login_not_required
@require_safe
def calendar(request: Request, secret: str) -> HttpResponse:
    """The calendar behind a secret address; not there where it was revoked or is no longer in sight."""
    try:
        feed = selectors.feed_of_secret(secret)
        text = selectors.feed_of(feed, clock.today())
    except (NotFound, NotAllowed, Refused) as error:
        raise Http404("没有这个日历") from error
    services.feed_touch(feed=feed)
    response = HttpResponse(text, content_type=ICS)
    response["Cache-Control"] = f"private, max-age={FRESH}"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="zhibu.ics"'
    return response
