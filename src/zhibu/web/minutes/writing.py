"""What a press of a button on the record page does, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.attendance.services import attendance_tick
from zhibu.domain.minutes import services, texts
from zhibu.domain.minutes.selectors import reading
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused
from zhibu.web.components.days import read_day, read_hour
from zhibu.web.minutes.page import RecordPage, texts_sent

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.minutes.services import Saved
    from zhibu.web.layout.request import Request

NOT_KEPT = ("csrfmiddlewaretoken", "do", "why", "anyway")
MOST_FIELDS = 1_500
DONE = {
    "save": "已存成第 {version} 版。",
    "hand": "已交{to}核对，他的工作台上看得到。",
    "confirm": "已核对。要办的事已经列进各人的任务。",
    "report": "已核对，已上报，记录已锁定。要办的事已经列进各人的任务{opinions}。",
    "lock": "已核对并锁定，打印出来的带核对码{opinions}。",
}


def draft_said(data: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """All fields of the form as they are typed, and the version on which he writes."""
    said = {name: value for name, value in data.items() if name not in NOT_KEPT}
    if len(said) > MOST_FIELDS:
        raise Refused(f"一份草稿最多 {MOST_FIELDS} 格。")
    base = str(data.get("base", ""))
    return said, int(base) if base.isdecimal() and len(base) < 7 else 0


def sent(request: Request, page: RecordPage) -> HttpResponse:
    """Saved in any case; then as far as the button says. What is refused is told on the page, with all that was typed."""
    do = request.POST.get("do", "save")
    if do == "drop":
        services.draft_drop(actor=request.actor, activity=page.activity)
        return redirect("minutes", page.activity.pk)
    try:
        said = _whole(page, texts_sent(request.POST))
        _ticked(request, page)
        saved = services.minutes_save(actor=request.actor, activity=page.activity, texts=said, base=page.base)
    except (InputError, Refused, NotFound, NotAllowed) as error:
        return _again(request, page, str(error))
    if do not in services.TO:
        return _onward(request, page, saved, "save")
    fresh = RecordPage(request.actor, reading.activity_for(request.actor, page.activity.pk), saved_data(request, saved))
    wrong = texts.todos_wrong(texts.todos(said)) if do != "hand" else []  # told together with what is missing, never one after the other
    ask = do if fresh.missing and not request.POST.get("anyway") and do != "hand" else ""
    if wrong or ask:
        return _again(request, fresh, str(InputError(wrong)) if wrong else "", ask=ask)
    try:
        services.minutes_finish(actor=request.actor, activity=fresh.activity, to=do, why=request.POST.get("why", ""))
    except (InputError, Refused, NotFound, NotAllowed) as error:
        return _again(request, fresh, str(error))
    return _onward(request, fresh, saved, do)


def _voiced(page: RecordPage) -> bool:
    return page.view_word == "意见" and any(item.view for item in texts.items(page.texts))


def saved_data(request: Request, saved: Saved) -> dict[str, str]:
    """What was sent, to be shown again: it stands in a version now."""
    return {**{name: str(value) for name, value in request.POST.items()}, "base": str(saved.version)}


def _whole(page: RecordPage, said: dict[str, str]) -> dict[str, str]:
    """Days as people write them become one form; what is no hour is told."""
    for name, value in said.items():
        if name.endswith(".due") and value.strip():
            day = read_day(_with_year(value, page.activity))
            said[name] = day.isoformat() if day else value.strip()
        if name in ("about.start", "about.end") and value.strip():
            said[name] = _hour(value)
    return said


def _with_year(text: str, activity: Activity) -> str:
    """11月30日 and 11-30 are of the meeting's year, or the next where that lies before it."""
    bare = text.strip().replace("月", "-").replace("日", "").replace("号", "").replace(".", "-").replace("/", "-")
    parts = bare.split("-")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) <= 2 for part in parts):
        return text
    month, day = map(int, parts)
    year = activity.on.year + ((month, day) < (activity.on.month, activity.on.day))
    return f"{year}-{month}-{day}"


def _hour(text: str) -> str:
    hour = read_hour(text)
    if hour is None:
        raise Refused(f"时间读到“{text.strip()[:20]}”，应写成 15:00 这样。")
    return hour


def _ticked(request: Request, page: RecordPage) -> None:
    tick = page.tick
    if tick is None or not tick.bound:
        return
    if not tick.is_valid():
        raise Refused("到会名单里有一行要改，见红字。")
    attendance_tick(actor=request.actor, activity=page.activity, rows=tick.rows, base=tick.base, why=tick.why)


def _again(request: Request, page: RecordPage, error: str, ask: str = "") -> HttpResponse:
    """The page with everything that was typed, kept as a draft too."""
    said, base = draft_said(saved_or_sent(page, request))
    services.minutes_draft(actor=request.actor, activity=page.activity, texts=said, base=base)
    context = {**page.context(), "error": error, "ask": ask, "why": request.POST.get("why", "")}
    return render(request, "minutes/minutes.html", context, status=422 if error else 200)


def saved_or_sent(page: RecordPage, request: Request) -> Mapping[str, str]:
    """The fields with the version on which they stand now."""
    return {**{name: str(value) for name, value in request.POST.items()}, "base": str(page.base)}


def _onward(request: Request, page: RecordPage, saved: Saved, done: str) -> HttpResponse:
    services.draft_drop(actor=request.actor, activity=page.activity)
    sent_up = page.activity.organisation.kind == "party_group"
    opinions = f"，意见已{'送支部' if sent_up else '列进意见和诉求'}" if _voiced(page) and done in ("report", "lock") else ""
    messages.success(request, DONE[done].format(version=saved.version, opinions=opinions, to=page.confirmer))
    if saved.clashes:
        messages.warning(request, f"有 {len(saved.clashes)} 处你和{saved.minutes.changed_by or '别人'}写得不一样，两边都留着，在下面选。")
    elif saved.both:
        named = "、".join(texts.label(name) for name in saved.both)
        messages.info(request, f"别人也在写：{named}里两个人的话都留下了，看一眼通不通顺。")
    token = request.POST.get("token", "")
    return redirect(reverse("minutes", args=[page.activity.pk]) + (f"?{urlencode({'saved': token})}" if token else ""))


def restored(request: Request, activity: Activity) -> HttpResponse:
    """Back to the record page, which says so."""
    number = request.POST.get("number", "")
    services.minutes_restore(actor=request.actor, activity=activity, number=int(number) if number.isdecimal() and len(number) < 7 else 0)
    services.draft_drop(actor=request.actor, activity=activity)
    messages.success(request, f"已恢复第 {number} 版，存成新的一版；后来的版本都还在。")
    return redirect("minutes", activity.pk)


def chosen(request: Request, activity: Activity) -> HttpResponse:
    """Back to the record page."""
    number = request.POST.get("choice", "")
    services.minutes_choose(
        actor=request.actor, activity=activity, choice=int(number) if number.isdecimal() and len(number) < 7 else 0, take=request.POST.get("take", "")
    )
    messages.success(request, "选好了，存成新的一版；另一种写法在版本里还看得到。")
    return redirect("minutes", activity.pk)
