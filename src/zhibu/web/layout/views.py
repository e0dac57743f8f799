"""Views of the frame itself: large type, everything else there is, signs of life."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

LARGE_TYPE = "large_type"
A_YEAR = 365 * 86400


def local_address(request: HttpRequest, address: str) -> str:
    """The address if it lies on this site, otherwise the desk."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return reverse("desk")


@login_not_required
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch large type (大字) on or off for this browser, and go back to where one was."""
    response = HttpResponseRedirect(local_address(request, request.POST.get("next", "")))
    if request.POST.get("large") == "1":
        response.set_cookie(LARGE_TYPE, "1", max_age=A_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(LARGE_TYPE)
    return response


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Everything that the five tabs of the phone do not hold."""
    return render(request, "layout/more.html")


def unread(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that is refused before any page is asked; of a name that the site does not answer to it says how to mend it."""
    reason = ""
    if isinstance(exception, DisallowedHost):
        reason = "本站不认这个网址。用发给你的网址打开；新用这个网址的，管理员把它加进 ZHIBU_HOSTS。"
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=400)
