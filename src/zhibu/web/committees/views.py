"""班子: who is in office; results of elections, appointments, ends, extensions, the division of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.committees import policies, services
from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.committees.selectors import committee as selectors
from zhibu.domain.committees.selectors.elected import Elected, elected
from zhibu.domain.committees.services.terms import Answer
from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import tree
from zhibu.domain.members.services.posts import post_appoint, post_relieve
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.committees import forms, sheets
from zhibu.web.components.days import as_of
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation


@require_safe
def committee(request: Request, key: str) -> HttpResponse:
    """The committee of an organisation on a day."""
    day = as_of(request)
    page = directory.organisation_page(actor=request.actor, key=key, on=day.day)
    found = selectors.committee_page(request.actor, page.organisation, day.day)
    if wanted_as := sheet_format(request):
        return sheet_response(sheets.committee(page.organisation, found, day.day), wanted_as)
    nodes = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    context = {"page": page, "nodes": nodes, "as_of": day, "tab": "committee", "found": found}
    return render(request, "committees/committee.html", context)


@require_form
def committee_begin(request: Request, key: str) -> HttpResponse:
    """Enter the result of an election: the old committee ends, the new one begins."""
    body = scope.organisation_get(request.actor, key)
    policies.term_begin(request.actor, body)
    today = clock.today()
    found = selectors.committee_page(request.actor, body, today)
    voted = elected(body)
    form = _begin_form(request, body, found, voted)
    if request.method == "POST" and form.is_valid():
        done = _try(form, lambda: _begin(request, body, form))
        if done:
            messages.success(request, "新一届已登记，上一届的任职同日结束。")
            return redirect("committee", key=key)
    mark_errors(form)
    return render(request, "committees/begin.html", {"form": form, "organisation": body, "lengths": found.lengths, "voted": voted})


def _begin_form(request: Request, body: Organisation, found: selectors.CommitteePage, voted: Elected | None) -> forms.BeginForm:
    """Filled in from the votes where these were held in the program, else with the committee as it is."""
    today = clock.today()
    kept = voted.seats if voted else [(one.post.member, one.post.post) for one in found.now]
    filled = {"since": voted.on.isoformat(), "decided_by": voted.meeting} if voted else {}
    meetings = selectors.meetings(body, today)
    return forms.BeginForm(selectors.candidates(body, today), meetings, request.POST or None, kept, filled)


def _begin(request: Request, body: Organisation, form: forms.BeginForm) -> None:
    given = form.cleaned_data
    seats = [services.Seat(scope.member_get(request.actor, member), post) for member, post in form.chosen()]
    services.term_begin(
        actor=request.actor, organisation=body, since=given["since"], seats=seats, manner=given["manner"],
        decided_by=given["decided_by"], planned_until=given["planned_until"], number=given["number"],
        approval=Answer(given["approved_on"], given["approval_number"]),
        filing=Answer(given["filed_on"], given["filing_number"]),
    )  # fmt: skip


@require_form
def committee_appoint(request: Request, key: str) -> HttpResponse:
    """Fill one post: 补选, appointment from above, somebody who acts."""
    body, today = scope.organisation_get(request.actor, key), clock.today()
    policies.duty_set(request.actor, body)
    found = selectors.committee_page(request.actor, body, today)
    first = {"post": request.GET.get("post", ""), "planned_until": found.ends or ""}
    people, meetings = selectors.candidates(body, today), selectors.meetings(body, today)
    form = forms.AppointForm(body, people, meetings, request.POST or None, first)
    if request.method == "POST" and form.is_valid() and _try(form, lambda: _appoint(request, body, form)):
        messages.success(request, "任职已登记。")
        return redirect("committee", key=key)
    mark_errors(form)
    return _form_page(request, body, form, "补选、任命", "登记这项任职", "一个职务一次；整届换的用“换届结果”")


def _appoint(request: Request, body: Organisation, form: forms.AppointForm) -> None:
    given = dict(form.cleaned_data)
    given["member"] = scope.member_get(request.actor, given["member"])
    given["acting"] = True if given["acting"] else None
    if given["post"] not in COMMITTEE:
        given["planned_until"] = None
    post_appoint(actor=request.actor, organisation=body, **given)


@require_form
def committee_relieve(request: Request, key: str) -> HttpResponse:
    """End one post; the address names it."""
    post = scope.posts(request.actor).filter(pk=key).select_related("organisation").first()
    if post is None:
        raise NotFound("找不到这项任职，或者它不在你的管理范围里。")
    form = forms.RelieveForm(request.POST or None, initial={"until": clock.today().isoformat()})

    def end() -> None:
        post_relieve(actor=request.actor, post=post, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _try(form, end):
        messages.success(request, "已登记免职。")
        return redirect("committee", key=post.organisation_id)
    mark_errors(form)
    title = f"免去{post.get_post_display()}"
    return _form_page(request, post.organisation, form, title, "登记免职", "以前的日子保持原样")


@require_form
def committee_extend(request: Request, key: str) -> HttpResponse:
    """Put the end of the term off, or bring it forward."""
    body = scope.organisation_get(request.actor, key)
    policies.term_extend(request.actor, body)
    form = forms.ExtendForm(request.POST or None, initial={"approved_on": clock.today().isoformat()})

    def extend() -> None:
        services.term_extend(actor=request.actor, organisation=body, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _try(form, extend):
        messages.success(request, "届满日期已改，批复记在班子页。")
        return redirect("committee", key=key)
    mark_errors(form)
    return _form_page(request, body, form, "延期或提前换届", "登记批复", "要先有上级的批复")


@require_form
def committee_withdraw(request: Request, key: str) -> HttpResponse:
    """Take back the result that was entered last; the address names the organisation."""
    body = scope.organisation_get(request.actor, key)
    policies.term_begin(request.actor, body)
    term = selectors.term_now(body)
    form = forms.ReasonForm(request.POST or None)

    def withdraw() -> None:
        services.term_withdraw(actor=request.actor, term=term, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and _try(form, withdraw):
        messages.success(request, "已撤回这一届，上一届的任职照旧。")
        return redirect("committee", key=key)
    mark_errors(form)
    return _form_page(request, body, form, f"撤回 {term.since} 起的一届", "撤回这一届", "登记错了才撤回；记录里留着这一笔")


@require_POST
def committee_duties(request: Request, key: str) -> HttpResponse:
    """Say who in the committee answers for what."""
    body = scope.organisation_get(request.actor, key)
    words = {k.removeprefix("duty-"): str(v) for k, v in request.POST.items() if k.startswith("duty-")}
    try:
        services.duty_set(actor=request.actor, organisation=body, words=words)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "分工已保存。")
    return redirect("committee", key=key)


def _try(form: django_forms.Form, work: Callable[[], Any]) -> bool:
    """Whether it was done; else the form says why not."""
    try:
        work()
    except (Refused, NotFound, NotAllowed) as error:
        form.add_error(None, str(error))
        return False
    return True


def _form_page(request: Request, body: Organisation, form: Any, title: str, button: str, lead: str) -> HttpResponse:
    context = {"form": form, "organisation": body, "title": title, "button": button, "lead": lead}
    return render(request, "committees/form.html", context)
