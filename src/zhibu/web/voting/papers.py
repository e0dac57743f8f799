"""Papers of a vote as PDF or Word."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zhibu.domain.voting import papers, results, selectors
from zhibu.domain.voting.choices import State
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.papers import Paper
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request

NAMES = {"rules": "选举办法", "slips": "选票", "tally": "计票表", "report": "结果报告单"}


@require_safe
def voting_paper(request: Request, which: str, key: str) -> HttpResponse:
    """选举办法, 选票, 计票表 or 结果报告单."""
    page = selectors.poll_page(request.actor, key)
    if which not in NAMES:
        raise Http404
    if not page.whole:
        raise NotAllowed("这些材料由办这次表决的人印。")
    name = f"{page.poll.title}-{NAMES[which]}"
    return paper_response(_paper(which, page), name, request.GET.get("format"))


def _paper(which: str, page: selectors.PollPage) -> Paper:
    poll, terms = page.poll, page.terms
    if which == "rules":
        return papers.rules_paper(poll, terms, page.tellers)
    if which == "slips":
        return papers.slips_paper(poll, terms, page.options, page.entitled)
    if which == "tally":
        return papers.tally_paper(poll, page.options)
    if poll.state not in (State.COUNTED, State.CONFIRMED):
        raise Refused("还没有计票，没有结果报告单。")
    return papers.report_paper(poll, terms, results.result_page(poll), page.tellers)
