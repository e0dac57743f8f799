"""Planning a meeting, entering one that was held, changing one, planning several."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.meetings import policies, selectors, services
from zhibu.domain.meetings.kinds import kind_get, kind_of, kinds_for
from zhibu.domain.plans.selectors import item_for
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.bodies import body_named
from zhibu.web.components.days import read_day
from zhibu.web.components.doing import form_page, onward
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings import choosing
from zhibu.web.meetings.due import due_now
from zhibu.web.meetings.forms import MeetingForm
from zhibu.web.meetings.reading import sent

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.organisations.models import Organisation
    from zhibu.engine.language.activity_types import ActivityType


@require_form
def meeting_plan(request: Request) -> HttpResponse:
    """计划会议: prefilled from the last one, the plan of the year and the topics of the month."""
    return _new(request, held=False)


@require_form
def meeting_enter(request: Request) -> HttpResponse:
    """补登: one that was held and never planned here."""
    return _new(request, held=True)


@require_form
def meeting_change(request: Request, key: str) -> HttpResponse:
    """Change what is planned or entered."""
    found = selectors.meeting_get(request.actor, key)
    policies.meeting_keep(request.actor, found.organisation)
    known = choosing.items_of(found)
    now = {"on": found.on.isoformat(), **choosing.copied(found)}
    who = choosing.people(found.organisation, found.on, found.host, found.recorder, found.speaker)
    offered = [item for item in choosing.topics(found.organisation, found.type, found.on) if item.title not in now["agenda"]]
    form = MeetingForm(kind_of(found.type), who, sent(request), initial=now, picks=offered, corrects=_is_recorded(found))
    form.known |= {item.title: item for item in known}
    form.watch({name: value for name, value in now.items() if name in form.fields})

    def do(given: dict[str, Any]) -> HttpResponse:
        day = given["on"] if form.touched("on") else None
        services.meeting_change(actor=request.actor, activity=found, content=form.content(), on=day, why=given.get("why", ""))
        return onward(request, "已改好。", "meeting", found.pk)

    context = {"title": "改会议", "go": "改好", "back": reverse("meeting", args=[found.pk]), "kind": kind_of(found.type),
               "organisation": found.organisation}  # fmt: skip
    return form_page(request, form, do, "meetings/meeting_form.html", context, back=reverse("meeting", args=[found.pk]))


def _is_recorded(found: Activity) -> bool:
    return found.status == "held" and found.recorded_on is not None


def _new(request: Request, *, held: bool) -> HttpResponse:
    today = clock.today()
    body, kind = _asked(request, today)
    if body is None or kind is None:
        return _start(request, today, held)
    policies.meeting_keep(request.actor, body)
    form, day = _form(request, body, kind, today, held)

    def do(given: dict[str, Any]) -> HttpResponse:
        content = form.content()
        said: dict[str, Any] = {"organisation": body, "type": kind.code, "on": given["on"], "content": content}
        said["also"] = given.get("also") or ()
        said["joint_with"] = [scope.organisation_get(request.actor, one) for one in given.get("joint") or ()]
        if held:
            made = services.meeting_enter(actor=request.actor, **said)
            return onward(request, "已补登。接着登记到会和记录。", "meeting", made.pk)
        consult = bool(given.get("consult"))
        made = services.meeting_plan(actor=request.actor, consult=consult, word=given.get("word", ""), **said)
        for hint in selectors.hints(made):
            messages.warning(request, f"留意：{hint}")
        done = "已定下，已请示支部。" if consult else "已定下。"
        return onward(request, done, "meeting", made.pk)

    title = f"补登{kind.label}" if held else f"计划{kind.label}"
    context = {"title": title, "go": "补登" if held else "定下来", "back": reverse("meeting-list"), "kind": kind,
               "organisation": body, "held": held, "day": day}  # fmt: skip
    return form_page(request, form, do, "meetings/meeting_form.html", context, back=reverse("meeting-list"))


def _form(request: Request, body: Organisation, kind: ActivityType, today: dt.date, held: bool) -> tuple[MeetingForm, dt.date]:
    day = _day(request, body, kind, today, held)
    initial: dict[str, Any] = {"on": day.isoformat(), **choosing.as_last(body, kind, day)}
    picks = choosing.topics(body, kind.code, day)
    if copy := request.GET.get("copy", ""):
        initial |= choosing.copied(selectors.meeting_get(request.actor, copy))
    elif planned := item_for(body, kind.code, day):
        initial |= {"theme": planned.theme, "agenda": "\n".join(item.title for item in planned.agenda)}
        picks = [*planned.agenda, *(item for item in picks if item.title not in {one.title for one in planned.agenda})]
    picks = [*picks, *choosing.to_follow(request.actor, body, day)]
    initial["consult"] = True
    shown = [item for item in picks if item.title not in str(initial.get("agenda", "")).split("\n")]
    asks = "" if held else _asks(body, kind, day)
    form = MeetingForm(
        kind, choosing.people(body, day, str(initial.get("host", ""))), sent(request), initial=initial, picks=shown,
        also=choosing.also_types(body, kind.code, day), joint=choosing.joint_bodies(request.actor, body, day), asks=asks,
    )  # fmt: skip
    form.known |= {item.title: item for item in picks}
    return form, day


def _day(request: Request, body: Organisation, kind: ActivityType, today: dt.date, held: bool) -> dt.date:
    """The day that the address names; in the month that it names the weekday on which the body meets; else the next such."""
    month = read_day(f"{request.GET.get('month', '')}-01")
    if (wanted := read_day(request.GET.get("on", ""))) or held:
        return wanted or today
    usual = selectors.day_proposed(body, kind.code, max(today, month or today))
    if month is None or (usual.year, usual.month) == (month.year, month.month):
        return usual
    return max(today, month.replace(day=20))


def _asks(body: Organisation, kind: ActivityType, day: dt.date) -> str:
    """请示支部 where this type of this body has that step."""
    told = selectors.steps_asked(body, kind.code, day)
    return next((label for code, label in told if code == "consult"), "")


def _asked(request: Request, today: dt.date) -> tuple[Organisation | None, ActivityType | None]:
    """Body and type that the address names."""
    key, code = request.GET.get("organisation", ""), request.GET.get("type", "")
    body = body_named(scope.organisations(request.actor), key) if key else None
    kind = kind_get(code) if code else None
    return body, kind


def _start(request: Request, today: dt.date, held: bool) -> HttpResponse:
    """Which body, which type: as links, so that one tap is enough."""
    bodies = choosing.bodies(request.actor, today)
    if not bodies:
        raise NotAllowed("会议活动由组长、支部书记和委员，或者上级的党务工作者来计划和登记。")
    chosen = request.GET.get("organisation", "")
    meant = body_named(scope.organisations(request.actor), chosen) if chosen else None
    body = meant or bodies[0]
    context = {"bodies": bodies, "body": body, "kinds": kinds_for(body, today), "held": held,
               "due": [] if held else due_now(request.actor, body, today)}  # fmt: skip
    return render(request, "meetings/meeting_start.html", context)


@require_form
def meeting_again(request: Request, key: str) -> HttpResponse:
    """照样再来一次: the form of a new one with all of this one but its day."""
    found = selectors.meeting_get(request.actor, key)
    query = f"?organisation={found.organisation_id}&type={found.type}&copy={found.pk}"
    return redirect(reverse("meeting-plan") + query)
