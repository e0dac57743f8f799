"""The pages on which one rule of an own directive is written: as a form, and as YAML."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.drafting import selectors, services
from zhibu.domain.drafting.content import moved_item, rule_in, rules_in, with_rule, without_rule
from zhibu.engine.language.writer import yaml_text
from zhibu.engine.packs.drafting import rule_from_text
from zhibu.kernel.errors import InputError, NotFound, Refused
from zhibu.web.components.numbers import whole
from zhibu.web.components.told import told
from zhibu.web.drafting.editor import Editor
from zhibu.web.drafting.labels import KINDS
from zhibu.web.layout.request import Request, require_form


@require_form
def draft_rule_new(request: Request, key: int) -> HttpResponseBase:
    """Choose the kind of a new rule; then its form."""
    draft = selectors.draft_get(request.actor, key)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        context = {"draft": draft, "kinds": KINDS, "article": request.GET.get("article", "")}
        return render(request, "drafting/draft_rule_new.html", context)
    return _edited(request, Editor.opened(request, draft, "", kind))


@require_form
def draft_rule(request: Request, key: int, rule: str) -> HttpResponseBase:
    """One rule of the draft as a form."""
    draft = selectors.draft_get(request.actor, key)
    return _edited(request, Editor.opened(request, draft, rule))


def _edited(request: Request, editor: Editor) -> HttpResponseBase:
    """The page of a rule; with a trial asked for, in pieces that tell how far it is."""
    if request.method == "POST" and editor.posted(request):
        messages.success(request, f"规则 {editor.rule['id']} 已保存在草稿里，发布以后才生效。")
        return redirect("draft", key=editor.draft.pk)
    context = editor.context()
    context["bodies"] = selectors.may_draft_for(request.actor)
    if editor.asked is None:
        return render(request, "drafting/draft_rule.html", context)
    page, asked = render_to_string("drafting/draft_rule.html", context, request), editor.asked

    def shown(found: Any) -> str:
        return render_to_string("drafting/trial.html", {"trial": asked.shown(found)}, request)

    return StreamingHttpResponse(told(page, asked.work, shown))


@require_form
def draft_rule_yaml(request: Request, key: int, rule: str) -> HttpResponse:
    """One rule as YAML; what is wrong is told with its line."""
    draft = selectors.draft_get(request.actor, key)
    found = rule_in(draft.content, rule)
    if found is None:
        raise NotFound(f"这份草稿里没有规则 {rule}。")
    text, problems = request.POST.get("text", yaml_text(found)), []
    if request.method == "POST":
        values = {p["name"]: str(p["value"]) for p in draft.content["head"].get("parameters") or []}
        data, wrong = rule_from_text(text, values)
        problems = [str(problem) for problem in wrong]
        if not problems:
            try:
                services.draft_change(
                    actor=request.actor, draft=draft, content=with_rule(draft.content, data, rule),
                    what=f"改规则 {data['id']}（YAML）", expected=whole(request.POST.get("revision", "")),
                )  # fmt: skip
            except (InputError, Refused) as error:
                problems = str(error).splitlines()
            else:
                messages.success(request, f"规则 {data['id']} 已保存在草稿里。")
                return redirect("draft-rule", key=key, rule=data["id"])
    context = {"draft": draft, "rule": rule, "text": text, "problems": problems}
    return render(request, "drafting/draft_rule_yaml.html", context)


@require_POST
def draft_rule_move(request: Request, key: int, rule: str) -> HttpResponse:
    """One place up or down."""
    draft = selectors.draft_get(request.actor, key)
    places = [one.get("id") for one in rules_in(draft.content)]
    if rule not in places:
        raise NotFound(f"这份草稿里没有规则 {rule}。")
    by = -1 if request.POST.get("to") == "up" else 1
    try:
        services.draft_change(
            actor=request.actor, draft=draft, what=f"移动规则 {rule}",
            content=moved_item(draft.content, "rules", places.index(rule), by),
            expected=whole(request.POST.get("revision", "")),
        )  # fmt: skip
    except (InputError, Refused) as error:
        messages.error(request, f"没有移动：{error}")
    return redirect(f"{reverse('draft', args=[key])}#rules")


@require_POST
def draft_rule_remove(request: Request, key: int, rule: str) -> HttpResponse:
    """Take a rule out of the draft; it can be brought back from the history."""
    draft = selectors.draft_get(request.actor, key)
    if rule_in(draft.content, rule) is None:
        raise NotFound(f"这份草稿里没有规则 {rule}。")
    try:
        services.draft_change(
            actor=request.actor, draft=draft, content=without_rule(draft.content, rule),
            what=f"删除规则 {rule}",
        )  # fmt: skip
    except InputError as error:
        messages.error(request, f"规则 {rule} 没有删除，别处还用着它，先改别处：{error}")
        return redirect("draft-rule", key=key, rule=rule)
    messages.success(request, f"规则 {rule} 已删除，点“撤销删除”可以找回来。")
    return redirect("draft", key=key)
