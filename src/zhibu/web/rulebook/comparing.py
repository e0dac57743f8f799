"""The page on which directives are compared, and the recording of which reading holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.rulebook import policies, selectors, services
from zhibu.engine.comparing import Compared, compare
from zhibu.engine.language.words import LEVELS
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound
from zhibu.web.components.choosing import organisation_posted
from zhibu.web.components.doing import form_page, onward
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.rulebook import sheets
from zhibu.web.rulebook.forms import InterpretationForm

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.rulebook.models import Interpretation
    from zhibu.engine.comparing.meetings import TypeAsked
    from zhibu.engine.language.rulebook import Directive

MOST_BODIES = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One matter with what each chosen directive says, and the decision that holds here."""

    matter: Compared
    sides: list[tuple[Directive, list[Any]]]
    decision: Interpretation | None


@require_safe
def directive_compare(request: Request) -> HttpResponse:
    """比对: what several directives say to the same matter; by default those in force here."""
    page = _page(request)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.compared(page["chosen"], page["rows"]), wanted_as)
    return render(request, "rulebook/directive_compare.html", page)


def _page(request: Request) -> dict[str, Any]:
    book, today = selectors.rulebook(), clock.today()
    bodies = list(scope.organisations(request.actor).exclude(kind="party_group")[:MOST_BODIES])
    body = _body(request, organisation_posted(bodies, request.GET.get("at", "")))
    force = selectors.in_force(body, today) if body is not None else []
    asked = [key for key in request.GET.getlist("d") if key in book.directives]
    chosen = asked or list(dict.fromkeys(one.key for one in force if one.directive is not None))
    only, everything = request.GET.get("only") == "1", request.GET.get("all") == "1"
    decided = selectors.interpretations_over(body, today) if body is not None else {}
    matters = compare(book, chosen) if chosen else []
    several = [matter for matter in matters if matter.pairs]
    rows = [
        Row(
            matter,
            [(book.directives[key], matter.of(key)) for key in chosen],
            decided.get(matter.matter),
        )
        for matter in (matters if everything or len(chosen) < 2 else several)
        if matter.differs or not only
    ]
    return {
        "body": body,
        "bodies": bodies,
        "force": force,
        "levels": LEVELS,
        "directives": sorted(book.directives.values(), key=_by_level),
        "chosen": [book.directives[key] for key in chosen],
        "keys": set(chosen),
        "rows": rows,
        "only": only,
        "everything": everything,
        "alone": len(matters) - len(several) if len(chosen) > 1 else 0,
        "different": sum(row.matter.differs for row in rows),
        "meetings": _meetings(keys=list(dict.fromkeys(chosen)), everything=everything),
        "several": True,
        "may_record": body is not None and policies.may_adopt(request.actor, body),
    }


def _meetings(keys: list[str], everything: bool) -> list[TypeAsked]:
    """How activities are held: by default the types of which at least two of those chosen speak."""
    return [
        one for one in selectors.meetings_said(keys)
        if everything or len(keys) < 2 or len(one.directives) > 1
    ]


def _by_level(found: Directive) -> tuple[int, str]:
    order = list(LEVELS)
    return (order.index(found.head.level) if found.head.level else len(order)), found.id


def _body(request: Request, key: str) -> Organisation | None:
    """The organisation asked for, else the one at which the actor holds his first role."""
    if not key and request.actor.roles:
        key = request.actor.roles[0].organisation
    if not key:
        return scope.organisations_named(request.actor).first()
    if key not in request.actor.bodies():
        return scope.organisation_get(request.actor, key)
    return scope.organisations_named(request.actor).filter(pk=key).first()


@require_form
def interpretation_record(request: Request, matter: str) -> HttpResponse:
    """Record which reading of a matter holds for an organisation and all below it."""
    if not request.actor.everything and not request.actor.holds("clerk"):
        raise NotAllowed("按哪种读法办，由管辖的党务工作者登记。")
    book = selectors.rulebook()
    found = next((one for one in compare(book, book.directives) if one.matter == matter), None)
    if found is None:
        raise NotFound("没有这个问题。")
    first = {
        "organisation": request.GET.get("at", ""),
        "since": clock.today().isoformat(),
        "reading": found.reading,
    }
    form = InterpretationForm(request.actor, found, request.POST or None, first)

    def do(given: dict[str, Any]) -> HttpResponse:
        said = {name: given[name] for name in form.TEXTS}
        made = services.interpretation_record(actor=request.actor, organisation=form.body, matter=matter, **said)
        address = f"{reverse('directive-compare')}?{urlencode({'at': form.body.pk})}#m-{matter}"
        return onward(request, f"已记下：{made.organisation}及以下，这个问题按“{made.reading}”办。", address)

    history = selectors.interpretation_history(form.shown, matter) if form.shown is not None else []
    context = {"matter": found, "history": history, "label": article_label}
    return form_page(request, form, do, "rulebook/interpretation_record.html", context)


@require_POST
def interpretation_revoke(request: Request, key: int) -> HttpResponse:
    """End a decision today; it stays in the history."""
    found = selectors.interpretation_get(request.actor, key)
    services.interpretation_revoke(actor=request.actor, interpretation=found, until=clock.today())
    messages.success(request, "这个决定已经撤销，改回没有另作决定时的读法；经过里留有记录。")
    return redirect(f"{reverse('directive-compare')}?{urlencode({'at': found.organisation_id})}")
