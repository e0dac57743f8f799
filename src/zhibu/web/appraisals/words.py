"""What persons say: one's own outline, the outlines that may be read, criticism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.appraisals import policies, selectors, services
from zhibu.domain.appraisals.choices import Kind
from zhibu.domain.meetings import selectors as meetings
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.kernel.errors import Refused
from zhibu.web.appraisals.forms import CriticismForm, OutlineForm
from zhibu.web.components.doing import form_page
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import Criticism, LifeMeeting
    from zhibu.domain.members.models import Member


def _named(life: LifeMeeting) -> str:
    return activity_labels().get(life.activity.type, "生活会")


@require_form
def outline_write(request: Request, key: str) -> HttpResponse:
    """My outline: saved half done, handed in when it is ready."""
    life = selectors.life_get(request.actor, key)
    if not request.actor.member:
        raise Refused("这个账号没有对应的党员，不用写提纲。")
    policies.outline_write(request.actor, request.actor.member)
    member = selectors.life_member(life, request.actor.member)
    there = life.outlines.filter(member=member).first()
    form = OutlineForm(request.POST or None, initial={"text": there.text if there else "", "shared": bool(there and there.shared)})

    def do(given: dict[str, Any]) -> str:
        handed = "hand" in request.POST
        services.outline_save(actor=request.actor, life=life, member=member, handed=handed, **given)
        return "提纲已交，开会以前还可以改。" if handed else "已存下，还没有交。"

    context = {"life": life, "there": there, "called": _named(life)}
    return form_page(request, form, do, "appraisals/outline_write.html", context, back=reverse("life", args=[life.pk]))


@require_safe
def outline(request: Request, key: str) -> HttpResponse:
    """The outline of a member, where he shares it or the meeting was held."""
    life = selectors.life_get(request.actor, key)
    found = selectors.outline_get(request.actor, life, request.GET.get("member", ""))
    return render(request, "appraisals/outline.html", {"life": life, "outline": found, "called": _named(life)})


@require_form
def criticism(request: Request, key: str) -> HttpResponse:
    """What a member said of himself, and others of him; one opinion a line."""
    life = selectors.life_get(request.actor, key)
    policies.life_narrow(request.actor, life.activity.organisation)
    member = selectors.life_member(life, request.GET.get("member", ""))
    rows = selectors.criticism_of(request.actor, life, member.pk)
    first = {"own": selectors.own_words(rows), "received": "\n".join(_line(row) for row in rows if row.kind == Kind.RECEIVED)}
    form = CriticismForm(request.POST or None, first, names=life.names_critics)
    people = {one.name: one for one in meetings.entitled(life.activity)} if life.names_critics else {}

    def do(given: dict[str, Any]) -> str:
        received = [_read(line, people) for line in given["received"].splitlines() if line.strip()]
        services.criticism_save(actor=request.actor, life=life, member=member, own=given["own"], received=received)
        return f"{member.name}的批评和自我批评已记下。"

    context = {"life": life, "member": member, "called": _named(life)}
    return form_page(request, form, do, "appraisals/criticism.html", context, back=reverse("life", args=[life.pk]))


def _line(row: Criticism) -> str:
    text = " ".join(row.text.splitlines())
    return f"{row.by.name}：{text}" if row.by else text


def _read(line: str, people: dict[str, Member]) -> tuple[str, Member | None]:
    """An opinion with who said it, where the line begins with the name of somebody there and a colon."""
    name, colon, rest = line.strip().partition("：")
    by = people.get(name.strip()) if colon else None
    return (rest.strip(), by) if by else (line.strip(), None)


@require_safe
def criticism_own(request: Request, key: str) -> HttpResponse:
    """What was said of me."""
    life = selectors.life_get(request.actor, key)
    rows = selectors.criticism_of(request.actor, life, request.actor.member) if request.actor.member else []
    return render(request, "appraisals/criticism_own.html", {"life": life, "rows": rows, "called": _named(life)})
