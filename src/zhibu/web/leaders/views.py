"""Who leads a group, a selection as it runs, the file of a leader."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.leaders.choices import SelectionKind
from zhibu.domain.leaders.papers import leader_filing_form, leader_form
from zhibu.domain.leaders.selectors import choosing
from zhibu.domain.leaders.selectors import file as files
from zhibu.domain.leaders.selectors.page import leader_page
from zhibu.web.components.papers import paper_format, paper_response
from zhibu.web.layout.request import Request
from zhibu.web.leaders.forms import AppointForm, OpenForm, VoteForm, papers_of


@require_safe
def leader(request: Request, key: str) -> HttpResponse:
    """The leader of a group, and how one is chosen here."""
    page = leader_page(request.actor, key)
    kind = "new" if page.leader is None or page.leader.post.acting else "replacement"
    if request.GET.get("kind") == SelectionKind.TERM:  # from the page of a committee that was just elected
        kind = SelectionKind.TERM
    form = OpenForm(page.roads, initial={"kind": kind})
    return render(request, "leaders/leader.html", {"page": page, "form": form})


@require_safe
def selection(request: Request, key: str) -> HttpResponse:
    """One selection with what is to be done next."""
    shown = choosing.selection_shown(request.actor, key)
    if wanted_as := paper_format(request):
        form = leader_filing_form(shown)
        blank = request.GET.get("blank") == "1"
        return paper_response(form.blank() if blank else form, "党小组组长备案表", wanted_as)
    papers = {step.code: papers_of(step) for step in shown.progress.steps}
    context = {"page": shown, "papers": papers, "vote": VoteForm(shown), "appoint": AppointForm(shown)}
    return render(request, "leaders/selection.html", context)


@require_safe
def leader_file(request: Request, key: str) -> HttpResponse:
    """A leader's file; as a paper too."""
    file = files.leader_file(request.actor, key)
    if wanted_as := paper_format(request):
        form = leader_form(file)
        blank = request.GET.get("blank") == "1"
        return paper_response(form.blank() if blank else form, f"{file.member}党小组组长档案", wanted_as)
    return render(request, "leaders/leader_file.html", {"file": file})
