"""班子: who is in office; results of elections, appointments, ends, extensions, the division of work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.committees import policies, services
from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.committees.selectors import committee as selectors
from zhibu.domain.committees.selectors.elected import Elected, elected
from zhibu.domain.committees.services.terms import Answer
from zhibu.domain.directory import organisation as directory
from zhibu.domain.directory import tree
from zhibu.domain.leaders.selectors.renewing import renewals
from zhibu.domain.members.services.posts import post_appoint, post_relieve
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.kernel import clock
from zhibu.kernel.errors import Refused
from zhibu.web.committees import forms, sheets
from zhibu.web.components.days import as_of
from zhibu.web.components.doing import Doing, doing, form_page
from zhibu.web.components.fields import ReasonForm
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
        return sheet_response(request, sheets.committee(page.organisation, found, day.day), wanted_as)
    nodes = tree.tree(actor=request.actor, current=page.organisation, on=day.day)
    context = {"page": page, "nodes": nodes, "as_of": day, "tab": "committee", "found": found}
    context["renewals"] = renewals(request.actor, page.organisation, day.day) if day.is_today else []
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

    def do(_: dict[str, Any]) -> str:
        _begin(request, body, form)
        return "新一届已登记，上一届的任职同日结束。"

    context = {"organisation": body, "lengths": found.lengths, "voted": voted}
    return form_page(request, form, do, "committees/begin.html", context, back=reverse("committee", args=[key]))


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

    def do(given: dict[str, Any]) -> str:
        given["member"] = scope.member_get(request.actor, given["member"])
        given["acting"] = True if given["acting"] else None
        if given["post"] not in COMMITTEE:
            given["planned_until"] = None
        post_appoint(actor=request.actor, organisation=body, **given)
        return "任职已登记。"

    return doing(request, form, _page(body, "补选、任命", "一个职务一次；整届换的用“换届结果”", "登记这项任职"), do)


def _page(body: Organisation, title: str, lead: str, go: str) -> Doing:
    above = ((str(body), reverse("organisation", args=[body.pk])),)
    return Doing(title, f"{body}。{lead}", go, reverse("committee", args=[body.pk]), "班子", above=above)


@require_form
def committee_relieve(request: Request, key: str) -> HttpResponse:
    """End one post; the address names it."""
    post = scope.post_get(request.actor, key)
    form = forms.RelieveForm(request.POST or None, initial={"until": clock.today().isoformat()})

    def do(given: dict[str, Any]) -> str:
        post_relieve(actor=request.actor, post=post, **given)
        return "已登记免职。"

    page = _page(post.organisation, f"免去{post.get_post_display()}", "以前的日子保持原样", "登记免职")
    if post.organisation.kind == OrganisationKind.PARTY_GROUP:
        page = replace(page, back=reverse("leader", args=[post.organisation_id]), crumb="组长")
    return doing(request, form, page, do)


@require_form
def committee_extend(request: Request, key: str) -> HttpResponse:
    """Put the end of the term off, or bring it forward."""
    body = scope.organisation_get(request.actor, key)
    policies.term_extend(request.actor, body)
    form = forms.ExtendForm(request.POST or None, initial={"approved_on": clock.today().isoformat()})

    def do(given: dict[str, Any]) -> str:
        services.term_extend(actor=request.actor, organisation=body, **given)
        return "届满日期已改，批复记在班子页。"

    return doing(request, form, _page(body, "延期或提前换届", "要先有上级的批复", "登记批复"), do)


@require_form
def committee_withdraw(request: Request, key: str) -> HttpResponse:
    """Take back the result that was entered last; the address names the organisation."""
    body = scope.organisation_get(request.actor, key)
    policies.term_begin(request.actor, body)
    term = selectors.term_now(body)

    def do(given: dict[str, Any]) -> str:
        services.term_withdraw(actor=request.actor, term=term, **given)
        return "已撤回这一届，上一届的任职照旧。"

    page = _page(body, f"撤回 {term.since} 起的一届", "登记错了才撤回；记录里留着这一笔", "撤回这一届")
    return doing(request, ReasonForm(request.POST or None), page, do)


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
