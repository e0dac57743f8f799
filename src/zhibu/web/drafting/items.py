"""The articles, cases and scorecards of a draft: listed, added, changed, moved, taken out, each in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhibu.domain.drafting import selectors, services
from zhibu.domain.drafting.content import items_in, moved_item, without_item
from zhibu.kernel.errors import InputError, NotFound, Refused
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.caseform import CaseForm
from zhibu.web.drafting.itemform import ItemForm
from zhibu.web.drafting.itemlists import KINDS, item_list, named
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective


@require_form
def draft_item_list(request: Request, key: int, name: str) -> HttpResponse:
    """One list of the draft; cases are run when the button is pressed."""
    draft = _draft(request, key, name)
    return render(request, "drafting/draft_item_list.html", item_list(draft, name, request.method == "POST"))


@require_form
def draft_item_new(request: Request, key: int, name: str) -> HttpResponse:
    """A new article, case or scorecard."""
    return _edited(request, _draft(request, key, name), name, None)


@require_form
def draft_item(request: Request, key: int, name: str, place: int) -> HttpResponse:
    """One article, case or scorecard as a form; places count from 1."""
    draft = _draft(request, key, name)
    _at(draft, name, place)
    return _edited(request, draft, name, place - 1)


def _edited(request: Request, draft: DraftDirective, name: str, place: int | None) -> HttpResponse:
    form = CaseForm.of(request, draft, place) if name == "cases" else ItemForm.of(request, draft, name, place)
    if request.method == "POST" and form.saved(request):
        messages.success(request, f"{form.called}已保存在草稿里，发布以后才生效。")
        return redirect("draft-item-list", key=draft.pk, name=name)
    return render(request, form.template, form.context())


@require_POST
def draft_item_move(request: Request, key: int, name: str, place: int) -> HttpResponse:
    """One place up or down."""
    draft = _draft(request, key, name)
    item = _at(draft, name, place)
    content = moved_item(draft.content, name, place - 1, -1 if request.POST.get("to") == "up" else 1)
    _changed(request, draft, content, f"移动{named(name, item)}")
    return redirect("draft-item-list", key=key, name=name)


@require_POST
def draft_item_remove(request: Request, key: int, name: str, place: int) -> HttpResponse:
    """Take one out; the page offers to bring it back."""
    draft = _draft(request, key, name)
    item = _at(draft, name, place)
    called, rules = named(name, item), item.get("rules") if name == "articles" else None
    if rules:
        messages.error(request, f"{called}还有规则 {'、'.join(rules)}，没有删除。先删除规则，或者把它们改到别的条。")
    elif _changed(request, draft, without_item(draft.content, name, place - 1), f"删除{called}"):
        messages.success(request, f"{called}已删除，点“撤销删除”可以找回来。")
    return redirect("draft-item-list", key=key, name=name)


def _changed(request: Request, draft: DraftDirective, content: dict[str, Any], what: str) -> bool:
    """Write it into the draft; what stands against it is told on the next page."""
    expected = whole(request.POST.get("revision", ""))
    try:
        services.draft_change(actor=request.actor, draft=draft, content=content, what=what, expected=expected)
    except (InputError, Refused) as error:
        messages.error(request, f"没有改动：{error}")
        return False
    return True


def _draft(request: Request, key: int, name: str) -> DraftDirective:
    draft = selectors.draft_get(request.actor, key)
    if name not in KINDS:
        raise NotFound(f"草稿里没有这一部分：{name}。")
    return draft


def _at(draft: DraftDirective, name: str, place: int) -> dict[str, Any]:
    items = items_in(draft.content, name)
    if not 0 < place <= len(items):
        raise NotFound(f"这份草稿里没有第 {place} 项，可能刚刚删除了。")
    return items[place - 1]
