"""Preparing a vote: what and where, who stands on the slip, who is called and who is not."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.voting import selectors, services
from zhibu.domain.voting.choices import Kind, State
from zhibu.domain.voting.people import people_text
from zhibu.domain.voting.roll import Forecast
from zhibu.domain.voting.sayers import lacking
from zhibu.domain.voting.terms import Terms, terms_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.doing import form_page, onward
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.voting.forms import ExcludeForm, PollForm, StartForm

Row = TypeVar("Row", bound=Model)
LISTED = (Kind.CHOICE, Kind.MEASUREMENT)  # everybody who may stand on the slip is offered at first


@require_form
def voting_open(request: Request) -> HttpResponse:
    """Begin to prepare a vote: first body and matter, then the rest, with the forecast beside it."""
    bodies = selectors.bodies_for(request.actor)
    if not bodies and not request.actor.everything:
        raise NotAllowed("表决由本支部的书记、支部委员或者党小组组长发起。")
    at, matter = request.GET.get("at", ""), request.GET.get("matter", "")
    body = next((one for one in bodies if one.pk == at), None)
    if body is None and at:
        body = scope.organisation_get(request.actor, at)
    known = selectors.matters_for(request.actor, body or bodies[0]) if (body or bodies) else {}
    if body is None or matter not in known:
        first = {"at": at or (bodies[0].pk if len(bodies) == 1 else ""), "matter": matter}
        return render(request, "voting/voting_start.html", {"form": StartForm(bodies, known, None, first)})
    today = clock.today()
    case, step = _asked(scope.cases(request.actor), request.GET.get("case", ""), "办件"), request.GET.get("step", "")
    forecast = selectors.forecast_for(request.actor, body, matter, today, case)
    terms = terms_of(body, matter, today)
    first = _first(terms, forecast, case, step)
    form = PollForm(terms, forecast.called, request.POST or None, first)

    def do(_: dict[str, Any]) -> HttpResponse:
        made = services.poll_draft(
            actor=request.actor, organisation=body, matter=matter, case=case, step=step if case is not None else "",
            activity=_asked(scope.activities(request.actor), request.GET.get("activity", ""), "会议"), **form.given,
        )  # fmt: skip
        return onward(request, f"“{made.title}”准备好了，还没有开始投票。", "voting", made.pk)

    context = {"terms": terms, "body": body, "forecast": forecast, "case": case,
               "lacking": lacking(request.actor, body, terms, today)}  # fmt: skip
    return form_page(request, form, do, "voting/voting_open.html", context)


def _first(terms: Terms, forecast: Forecast, case: Any, step: str) -> dict[str, Any]:
    """What the form is filled in with: by the case whose step asks for the vote, else by who may stand."""
    people = services.step_people(case, terms.matter) if case is not None and step else []
    if not people:
        return {"title": terms.label, "people": _offered(terms.poll, forecast)}
    title = f"{terms.label}：{people[0].name}" if len(people) == 1 else terms.label
    return {"title": title[:100], "people": people_text(terms.poll, people)}


def _asked(seen: QuerySet[Row], key: str, noun: str) -> Row | None:
    """The case or meeting that the address names; NotFound where it is not the reader's to see."""
    if not key:
        return None
    return scope.row_get(seen, key, f"这个{noun}")


def _offered(kind: str, forecast: Forecast) -> str:
    if kind not in LISTED:
        return ""
    return "\n".join(one.member.name for one in forecast.called if one.entitled)


@require_form
def voting_change(request: Request, key: str) -> HttpResponse:
    """Change a draft."""
    poll = selectors.poll_get(request.actor, key)
    if poll.state != State.DRAFT:
        raise Refused("已经开始了，票上的内容不能改；还没有人领票的，可以退回修改。")
    terms, forecast = selectors.terms_now(poll), selectors.forecast(poll)
    first: dict[str, Any] = {
        "title": poll.title, "on": poll.on, "means": poll.means, "seats": poll.seats,
        "hidden": "1" if poll.secret else "0",
        "people": people_text(poll.kind, poll.options.all()),
    }  # fmt: skip
    form = PollForm(terms, forecast.called, request.POST or None, first)

    def do(_: dict[str, Any]) -> str:
        services.poll_change(actor=request.actor, poll=poll, activity=poll.activity, **form.given)
        return "改好了。"

    context = {"terms": terms, "body": poll.organisation, "forecast": forecast, "poll": poll}
    return form_page(request, form, do, "voting/voting_open.html", context, back=reverse("voting", args=[poll.pk]))


@require_form
def voting_roll(request: Request, key: str) -> HttpResponse:
    """The roll: who is called, who is not and by which article; leaving somebody out while it is a draft."""
    page = selectors.poll_page(request.actor, key)
    if not page.whole:
        raise NotAllowed("名册上别人的情况，由办这次表决的人看；你自己在不在名册上，见这次表决的页面。")
    poll, form = page.poll, None
    if poll.state == State.DRAFT and page.manages and page.forecast is not None:
        form = ExcludeForm(page.terms, list(page.forecast.called), request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            member = scope.member_get(request.actor, given.pop("member"))
            try:
                services.poll_exclude(actor=request.actor, poll=poll, member=member, **given)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{member}不计入应到会。")
                return redirect("voting-roll", poll.pk)
        mark_errors(form)
    given_up = {voter.member_id for voter in page.voters}
    context = {"page": page, "poll": poll, "terms": page.terms, "form": form, "given_up": given_up}
    return render(request, "voting/voting_roll.html", context)
