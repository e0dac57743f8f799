"""The list of votes, one vote, its board and its result, and the file to check it again."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.ballots.board import board, receipt_find
from zhibu.domain.voting import policies, results, selectors
from zhibu.domain.voting.choices import Kind, Means, State
from zhibu.domain.voting.sayers import lacking
from zhibu.kernel.errors import Refused
from zhibu.papers import Column
from zhibu.web.components.paging import page_of
from zhibu.web.components.papers import file_name
from zhibu.web.components.sheets import Sheet, sheet_format, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.voting.secure import WHY_NOT, is_secure

ROWS = 50


@require_safe
def voting_list(request: Request) -> HttpResponse:
    """选举表决: what goes on, what was decided; what waits for the reader stands on top."""
    found = selectors.polls(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, _sheet(found[:5000]), wanted_as)
    page = page_of(request, found, ROWS)
    context = {
        "page": page,
        "mine": selectors.open_for(request.actor),
        "may_open": request.actor.everything or bool(selectors.bodies_for(request.actor)),
    }
    return render(request, "voting/voting_list.html", context)


def _sheet(found: Any) -> Sheet:
    rows = [
        (one.on, one.organisation.name, one.title, Means(one.means).label, State(one.state).label)
        for one in found
    ]
    columns = [Column("日期", 12), Column("组织", 30), Column("表决", 36), Column("方法", 16), Column("进行到", 16)]
    return Sheet("选举表决", columns, rows)


@require_safe
def voting(request: Request, key: str) -> HttpResponse:
    """One vote: what is missing, what comes next, who votes, by which rules."""
    page = selectors.poll_page(request.actor, key)
    context: dict[str, Any] = {"page": page, "poll": page.poll, "terms": page.terms}
    poll = page.poll
    context["electronic"] = poll.means in (Means.ELECTRONIC, Means.MIXED)
    if context["electronic"] and not is_secure(request):
        context["why_not"] = WHY_NOT
    if poll.state == State.DRAFT and page.manages:
        context |= results.preview(poll, page)
        context["lacking"] = lacking(request.actor, poll.organisation, page.terms, poll.on)
    if poll.state in (State.OPEN, State.CLOSED):
        context |= results.progress(poll, page, request.actor)
    if poll.state in (State.COUNTED, State.CONFIRMED):
        context["result"] = results.result_page(poll)
        context["confirming"] = results.confirming(poll)
        context["confirms"] = policies.manages(request.actor, poll.organisation, policies.CONFIRM)
    return render(request, "voting/voting.html", context)


@require_safe
def voting_board(request: Request, key: str) -> HttpResponse:
    """票箱公示: the receipts of all electronic slips counted, sorted; a field to find one's own."""
    poll = selectors.poll_get(request.actor, key)
    tokens = results.tokens_of(poll)
    said = request.GET.get("receipt", "")
    context = {
        "poll": poll, "board": board(tokens), "said": said, "found": receipt_find(tokens, said),
    }  # fmt: skip
    return render(request, "voting/voting_board.html", context)


@require_safe
def voting_result(request: Request, key: str) -> HttpResponse:
    """结果公示: the numbers, the arithmetic, who is chosen, the board."""
    page = selectors.poll_page(request.actor, key)
    if page.poll.state not in (State.COUNTED, State.CONFIRMED):
        raise Refused("还没有计票，结果还不知道，谁也不知道。")
    context = {
        "page": page, "poll": page.poll, "terms": page.terms,
        "result": results.result_page(page.poll), "board": board(results.tokens_of(page.poll)),
        "Kind": Kind,
    }  # fmt: skip
    return render(request, "voting/voting_result.html", context)


@require_safe
def voting_file(request: Request, key: str) -> HttpResponse:
    """校验文件: what `zhibu ballot verify` reads."""
    poll = selectors.poll_get(request.actor, key)
    if not poll.result_file:
        raise Refused("还没有计票，没有校验文件。")
    response = HttpResponse(bytes(poll.result_file), content_type="application/json; charset=utf-8")
    name = file_name(f"{poll.title}-{poll.on}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zbv"
    return response

