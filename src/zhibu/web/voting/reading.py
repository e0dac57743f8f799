"""The tellers' pages: who got a slip, and what each of the two reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhibu.ballots.slips import Form
from zhibu.domain.voting import results, selectors, services
from zhibu.domain.voting.choices import Means, State
from zhibu.domain.voting.services.readings import (
    form_frozen,
    readings_differ,
    stacked,
    stacks_differ,
)
from zhibu.kernel.errors import InputError, NotAllowed, Refused
from zhibu.web.layout.request import Request, require_form
from zhibu.web.voting import stacking
from zhibu.web.voting.stacking import slip_marks


@require_safe
def voting_slips(request: Request, key: str) -> HttpResponse:
    """发票: one button a person; whoever has one has no second."""
    page = selectors.poll_page(request.actor, key)
    if not page.whole:
        raise NotAllowed("发票由办这次表决的人和监票人看。")
    paper = page.poll.means in (Means.PAPER, Means.MIXED)
    many = (
        page.poll.means == Means.PAPER
        and page.poll.state == State.OPEN
        and page.manages
        and page.waiting > 1
    )
    context = {"page": page, "poll": page.poll, "terms": page.terms, "paper": paper, "many": many}
    return render(request, "voting/voting_slips.html", context)


@require_form
def voting_read(request: Request, key: str) -> HttpResponse:
    """录票: one teller enters what he reads, slip by slip; or settles what two read differently."""
    page = selectors.poll_page(request.actor, key)
    poll = page.poll
    asked = request.GET.get("teller") or request.actor.member
    teller = results.teller_of(poll, asked)
    if teller is None or not (page.whole or teller.member_id == request.actor.member):
        raise NotAllowed("录票的是这次表决的监票人、计票人；由别人代录的，从表决页面点进来。")
    if poll.state not in (
        (State.OPEN, State.CLOSED) if poll.means == Means.HANDS else (State.CLOSED,)
    ):
        raise Refused("纸票封箱以后录，举手在投票时录。")
    form = form_frozen(poll)
    if request.method == "POST" and "more" not in request.POST:
        try:
            return _entered(request, page, teller, form)
        except (Refused, InputError) as error:
            messages.error(request, str(error))
    return render(request, "voting/voting_read.html", _context(request, page, teller, form))


def _context(request: Request, page: selectors.PollPage, teller: Any, form: Form) -> dict[str, Any]:
    """What the page shows: hands, slips one by one, or stacks of equal slips."""
    poll, hands = page.poll, page.poll.means == Means.HANDS
    stacks = not hands and stacking.wanted(request, teller, form)
    counted = stacked(poll)
    typed = (
        request.POST
        if request.method == "POST"
        else stacking.entered_before(teller)
        if stacks
        else {}
    )
    return {
        "page": page, "poll": poll, "teller": teller, "form": form, "typed": typed, "hands": hands, "stacks": stacks,
        "given": page.taken["paper"] + page.taken["opinion"],
        "slips": range(1, (stacking.shown(typed) if stacks else _how_many(request, page)) + 1),
        "differ": [number for number, _ in readings_differ(poll)] if not hands and not counted else [],
        "apart": stacks_differ(poll) if counted else [],
    }  # fmt: skip


def _how_many(request: Request, page: selectors.PollPage) -> int:
    """As many slips as were given out, or as the teller says came back."""
    given = page.taken["paper"] + page.taken["opinion"]
    text = request.POST.get("slips") or request.GET.get("slips") or ""
    return min(int(text), given) if text.isdecimal() and len(text) < 10 else given


def _entered(request: Request, page: selectors.PollPage, teller: Any, form: Form) -> HttpResponse:
    settle = request.POST.get("settle", "")
    if settle.isdecimal():
        marks = slip_marks(request.POST, form, int(settle))
        services.poll_settle(actor=request.actor, poll=page.poll, slip=int(settle), marks=marks)
        messages.success(request, f"第 {settle} 张按票面改好了。")
        return redirect(request.get_full_path())
    if page.poll.means == Means.HANDS:
        readings = [hand_marks(request.POST, form)]
    elif stacking.wanted(request, teller, form):
        readings = stacking.read(request.POST, form)
    else:
        readings = [
            slip_marks(request.POST, form, number)
            for number in range(1, _how_many(request, page) + 1)
        ]
    number = services.poll_read(
        actor=request.actor, poll=page.poll, teller=teller, readings=readings
    )
    messages.success(request, f"{teller.member}录了 {number} 张，记下了。")
    void = stacking.void_by_rule(form, readings)
    if void:
        messages.warning(request, f"按规则是废票的：{'；'.join(void)}。票上就是这样的不用改，录错了的改过来再记。")
    return redirect("voting", page.poll.pk)


def hand_marks(posted: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """What was counted by hands; Refused where a number is none."""

    def number(name: str, label: str) -> int:
        text = posted.get(name, "").strip()
        if not text.isdecimal() or len(text) > 9:
            raise Refused(f"“{label}”读到“{text}”，应为一个整数，没有的填 0。")
        return int(text)

    sums = {
        q.key: {o.code: number(f"h_{q.key}_{o.code}", f"{q.title}：{o.label}") for o in q.options}
        for q in form.questions
    }
    return {"sums": sums, "present": number("present", "到会")}
