"""The voter's page, the drawing of his slip (signed in) and the casting of it (by nobody in particular).

Casting takes no cookie and keeps nothing: no session, no address, no time, no line in a log. It always
answers with status 200, so that no refused slip leaves a trace in the record of requests.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict, deque
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhibu.ballots.board import roll_entry
from zhibu.ballots.rsabssa import BlindingError
from zhibu.ballots.slips import Form
from zhibu.domain.voting import selectors, services
from zhibu.domain.voting.choices import Kind, Means, State
from zhibu.domain.voting.services.recording import keys_beside
from zhibu.kernel.errors import NotAllowed, NotFound, Refused, ZhibuError
from zhibu.web.layout.request import Request
from zhibu.web.voting.secure import WHY_NOT, is_secure

LARGEST = 200_000  # octets of a slip as it is sent
AT_ONCE, WITHIN = 200, 10.0  # slips with a token of the vote that are taken in so many seconds, by one process, of one vote


@require_safe
def voting_vote(request: Request, key: str) -> HttpResponse:
    """选票: no navigation, nothing chosen beforehand; what is typed stays in the browser."""
    page = selectors.poll_page(request.actor, key)
    poll, mine = page.poll, page.mine
    if why := _no_slip(page):  # the vote's own page tells the rest: the result, why he is not on the roll
        messages.warning(request, why)
        return redirect("voting", poll.pk)
    assert mine is not None  # else there is a reason why not
    form = Form.from_data(poll.public["form"])
    data = {
        **poll.public["keys"], "form": poll.public["form"], "form_digest": form.digest,
        "padded": form.padded, "kind": poll.kind, "fingerprint": poll.public["fingerprint"],
        # so that two who use one screen after the other do not take each other's ticket
        "voter": roll_entry(poll.pk, mine.member_id, mine.member.name, mine.salt),
    }  # fmt: skip
    about = {f"q{one.number}": one.about for one in page.options}
    context = {
        "poll": poll, "terms": page.terms, "form": form, "data": data, "mine": mine, "about": about,
        "why_not": "" if is_secure(request) else WHY_NOT, "one_of": poll.kind == Kind.CHOICE,
        "several": poll.kind == Kind.RECOMMENDATION, "abstain": poll.kind in ABSTAIN,
        "keys_beside": keys_beside(),
    }  # fmt: skip
    return render(request, "voting/voting_vote.html", context)


def _no_slip(page: selectors.PollPage) -> str:
    """Why this reader gets no electronic slip now; empty where he does."""
    if page.poll.means not in (Means.ELECTRONIC, Means.MIXED):
        return "这次表决不用电子票。"
    if page.mine is None or not page.mine.entitled:
        return "你不在这次表决有表决权的名册里，不能领电子票。"
    if page.poll.state != State.OPEN:
        return "现在不在投票时间：" + State(page.poll.state).label + "。"
    return ""


ABSTAIN = (Kind.ELECTION, Kind.APPROVAL)


@require_POST
def voting_token(request: Request, key: str) -> JsonResponse:
    """Sign the reader's covered token; recorded, as the slip given to a voter at the table is."""
    poll = selectors.poll_get(request.actor, key)
    if not is_secure(request):
        return JsonResponse({"why": WHY_NOT}, status=409)
    try:
        blinded = str(json.loads(request.body)["blinded"])
        signature = services.poll_issue(actor=request.actor, poll=poll, blinded=blinded)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"why": "领票的请求读不懂，重新打开投票页。"}, status=400)
    except (Refused, NotAllowed, BlindingError) as error:
        return JsonResponse({"why": str(error)}, status=409)
    return JsonResponse({"signature": signature})


@csrf_exempt  # there is no session to protect: whoever comes is nobody; the slip proves itself
@login_not_required
@require_POST
def voting_cast(request: HttpRequest, key: str) -> JsonResponse:
    """Take a sealed slip from nobody in particular."""
    if request.COOKIES:
        return _answered("投票的请求里带着登录信息，没有收下：投票不能带任何身份。重新打开投票页再投。")
    if not _same_origin(request):
        return _answered("投票的请求不是从本网站的投票页发来的，没有收下。")
    try:
        body = request.body
        data: Any = json.loads(body) if len(body) <= LARGEST else None
        services.slip_check(poll=key, data=data)  # a flood of what is no slip must not keep voters out
        if _crowded(key):
            return _answered("同时投的人太多，过几秒再投一次，不会算两票。")
        services.slip_cast(poll=key, data=data)
    except (ValueError, RecursionError):
        return _answered("投来的内容读不懂，没有收下。重新打开投票页再投。")
    except (NotFound, Refused, ZhibuError) as error:
        return _answered(str(error))
    return _answered("")


def _answered(why: str) -> JsonResponse:
    response = JsonResponse({"taken": not why, "why": why})
    response["Cache-Control"] = "no-store"
    return response


def _same_origin(request: HttpRequest) -> bool:
    """Only our own page may post; a browser says truly where a request comes from."""
    origin = request.headers.get("Origin", "")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return urlsplit(origin).netloc == request.get_host()


_lately: dict[str, deque[float]] = defaultdict(deque)
_lock = threading.Lock()


def _crowded(poll: str) -> bool:
    """Whether too many slips came just now; counts requests in memory, knows nobody's address."""
    now = time.monotonic()
    with _lock:
        if len(_lately) > 1000:
            _lately.clear()
        came = _lately[poll]
        while came and came[0] < now - WITHIN:
            came.popleft()
        came.append(now)
        return len(came) > AT_ONCE
