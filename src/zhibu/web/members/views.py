"""One member with his dated facts and the duties that rest on him."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.compliance import selectors as compliance
from zhibu.domain.directory import people
from zhibu.web.components.days import as_of
from zhibu.web.layout.request import Request


@require_safe
def member(request: Request, key: str) -> HttpResponse:
    """A member; NotFound where he is not the actor's to see."""
    day = as_of(request)
    page = people.member_page(actor=request.actor, key=key, on=day.day)
    duties = compliance.verdicts_of_member(actor=request.actor, member=page.member.pk)
    context = {"page": page, "as_of": day, "duties": duties}
    return render(request, "members/member.html", context)
