"""Trying a scorecard of a draft on the own facts: points of every unit with the arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from zhibu.domain.drafting.selectors import draft_get
from zhibu.domain.scoring import selectors
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, NotFound, Refused
from zhibu.web.components.fields import mark_errors, select
from zhibu.web.components.told import told
from zhibu.web.layout.request import require_form
from zhibu.web.planning.forms import DraftTryForm

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective
    from zhibu.domain.scoring.selectors import Card, CardTrial
    from zhibu.web.layout.request import Request

SHOWN = 60


class CardTryForm(DraftTryForm):
    """Where, as if in force from which day, in which period."""

    span = forms.ChoiceField(label="算哪一期", widget=select())

    def __init__(self, request: Request, card: Card, first: dict[str, str]) -> None:
        super().__init__(request.actor, request.POST or None, first)
        self.spans = {one.first.isoformat(): one for one in selectors.spans_of(card.card, clock.today())}
        cast(forms.ChoiceField, self.fields["span"]).choices = [
            (key, one.label) for key, one in self.spans.items()
        ]


@require_form
def draft_score_try(request: Request, key: int, place: int) -> HttpResponseBase:
    """试算 of a scorecard that is not published yet."""
    draft = draft_get(request.actor, key)
    try:
        card = selectors.draft_card(draft, place)[1]
    except InputError as error:
        raise Refused(f"草稿里还有要改的，改好再试算：{error}") from error
    form = CardTryForm(request, card, _first(draft, card))
    asked = _asked(request, draft, place, form)
    context = {"draft": draft, "card": card, "form": form, "asked": asked}
    if asked is None:
        return render(request, "scoring/draft_score_try.html", context)
    page = render_to_string("scoring/draft_score_try.html", context, request)
    return StreamingHttpResponse(told(page, asked.work, lambda found: _shown(request, asked, found)))


def _first(draft: DraftDirective, card: Card) -> dict[str, str]:
    """The draft's own organisation, the present period from its first day."""
    span = selectors.spans_of(card.card, clock.today())[0]
    first = span.first.isoformat()
    return {"organisation": draft.owner_id, "since": first, "span": first}


def _asked(
    request: Request, draft: DraftDirective, place: int, form: CardTryForm
) -> CardTrial | None:
    found: CardTrial | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = selectors.card_trial(
                actor=request.actor, draft=draft, place=place, organisation=given["organisation"],
                since=given["since"], span=form.spans[given["span"]], today=clock.today(),
            )  # fmt: skip
        except (Refused, NotFound) as error:
            form.add_error(None, str(error))
    mark_errors(form)
    return found


def _shown(request: Request, asked: CardTrial, found: Any) -> str:
    rows = asked.shown(found)
    context = {"asked": asked, "rows": rows[:SHOWN], "more": len(rows) - SHOWN, "count": len(rows)}
    return render_to_string("scoring/card_trial.html", context, request)
