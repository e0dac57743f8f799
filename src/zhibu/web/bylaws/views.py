"""规章制度: the list of an organisation as of a day, one rule with its versions, comparison, booklet, wall sheet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.bylaws import papers, policies, selectors
from zhibu.domain.bylaws.systems import systems
from zhibu.domain.directory import organisation as directory
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.papers import Column
from zhibu.web.components.bodies import body_named
from zhibu.web.components.days import read_day
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import Sheet, sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.uploads.parts import files_shown

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

MOST_BODIES = 500


@require_safe
def bylaw_list(request: Request) -> HttpResponse:
    """The rules of one organisation on a day; which of the twelve are missing; what the office above offers."""
    today = clock.today()
    day = read_day(request.GET.get("on", "")) or today
    places = selectors.places(request.actor)[:MOST_BODIES]
    body = _chosen(request, places)
    words = request.GET.get("q", "").strip()[:60]
    rows = selectors.standing(request.actor, body, day, words) if body else []
    if body and (wanted := sheet_format(request)):
        return sheet_response(request, _sheet(body, rows, day), wanted)
    keeps = body is not None and policies.keeps(request.actor, body)
    offered = selectors.models_for(request.actor, body) if body and keeps else []
    begun = {row.bylaw.code for row in rows}
    lacks = selectors.missing(body, day) if body and keeps else []
    missing = [systems()[code] for code in lacks if code not in begun or words]
    context = {
        "body": body, "places": places, "rows": rows, "day": day, "today": today, "words": words, "keeps": keeps,
        "missing": missing, "lacks": len(lacks), "offered": offered, "held": sum(row.held is not None for row in rows), "all": len(systems()),
    }  # fmt: skip
    return render(request, "bylaws/bylaw_list.html", context)


def _chosen(request: Request, places: list[Organisation]) -> Organisation | None:
    wanted = request.GET.get("at", "")
    if wanted:
        own = next((one for one in places if one.pk == wanted), None)  # a member reads those of his branch and above
        return own or body_named(scope.organisations(request.actor), wanted)
    home = directory.home_of(actor=request.actor)
    return next((one for one in places if home is not None and one.pk == home.pk), places[0] if places else None)


def _sheet(body: Organisation, rows: list[selectors.Standing], day: dt.date) -> Sheet:
    columns = [Column("制度", 30), Column("第几版", 8, centred=True), Column("从哪天起", 14, centred=True), Column("谁定的", 40)]
    lines = [[row.bylaw.title, row.held.number if row.held else "", row.held.since if row.held else "",
              papers.decided(row.held) if row.held else "没有在执行的"] for row in rows]  # fmt: skip
    return Sheet(f"{body}规章制度清单", columns, lines, notes=[f"{day} 的情况"])


@require_safe
def bylaw(request: Request, key: str) -> HttpResponse:
    """One rule: what holds, the draft, all versions, files."""
    found = selectors.bylaw_get(request.actor, key)
    versions = selectors.versions(request.actor, found)
    today = clock.today()
    held = next((one for one in versions if one.since and one.since <= today and (one.until is None or one.until > today)), None)
    draft = next((one for one in versions if one.state == "draft"), None)
    keeps = policies.keeps(request.actor, found.organisation)
    context = {
        "bylaw": found, "versions": versions, "held": held, "draft": draft, "keeps": keeps,
        "decided": papers.decided(held) if held else "", "files": files_shown(request.actor, "bylaw", found.pk),
        "next_one": next((one for one in versions if one.state == "enacted" and one.since and one.since > today), None),
    }  # fmt: skip
    return render(request, "bylaws/bylaw.html", context)


@require_safe
def version(request: Request, key: str) -> HttpResponse:
    """The wording of one version."""
    found = selectors.version_get(request.actor, key)
    context = {"version": found, "decided": papers.decided(found), "paragraphs": papers.paragraphs(found)}
    return render(request, "bylaws/version.html", context)


@require_safe
def compare(request: Request, key: str) -> HttpResponse:
    """A version beside the one before it, or the one that it was taken from (`?with=`)."""
    found = selectors.version_get(request.actor, key)
    other = selectors.beside(request.actor, found, request.GET.get("with", ""))
    if other is None:
        raise Refused("这是第一版，没有可以对照的。")
    lines = selectors.compared(other.body, found.body)
    context = {"version": found, "other": other, "lines": lines, "changed": sum(line.kind != "same" for line in lines)}
    return render(request, "bylaws/compare.html", context)


@require_safe
def wall(request: Request, key: str) -> HttpResponse:
    """The sheet for the wall; `?size=a4` the smaller one."""
    found = selectors.version_get(request.actor, key)
    paper = papers.wall_sheet(found, large=request.GET.get("size") != "a4", on=clock.today())
    return paper_response(paper, f"{found.bylaw.title}（上墙）", request.GET.get("format"))


@require_safe
def booklet(request: Request, key: str) -> HttpResponse:
    """All that hold on a day as a booklet."""
    day = read_day(request.GET.get("on", "")) or clock.today()
    body = next((one for one in selectors.places(request.actor) if one.pk == key), None)
    if body is None:
        raise NotFound("找不到这个党组织，或者它不在你的管理范围里。")
    found = selectors.in_force(request.actor, body, day)
    if not found:
        raise Refused(f"{body}在 {day} 没有在执行的规章制度，先定下来再印。")
    return paper_response(papers.booklet(body, found, day), f"{body}规章制度汇编", request.GET.get("format"))
