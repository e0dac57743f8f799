"""Writing rules: one is added, its draft written, a model taken over, a title changed, a rule offered to those below."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.bylaws import policies, selectors, services
from zhibu.domain.bylaws.systems import systems
from zhibu.web.bylaws.forms import DraftForm, OwnForm, TitleForm
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.layout.request import Request, require_form

LIST = "规章制度"


@require_form
def bylaw_add(request: Request, key: str) -> HttpResponse:
    """A rule: one of the twelve by `?code=`, else one of its own."""
    body = scope.organisation_get(request.actor, key)
    policies.bylaw_write(request.actor, body)
    known = systems().get(request.GET.get("code", ""))
    first = {"title": known.title, "body": known.body} if known else {}

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.bylaw_add(actor=request.actor, organisation=body, code=known.code if known else "", **given)
        return onward(request, f"{made.title}的草稿已存好；会议定下来以后，点“登记定下来”。", "bylaw", made.pk)

    back = f"{reverse('bylaw-list')}?at={body.pk}"
    lead = "下面是起头的文字，照本单位的实际改" if known else "十二项以外，本单位自己的制度"
    page = Doing(f"{body}：{known.title if known else '新的一项制度'}", lead, "存成草稿", back, LIST)
    return doing(request, OwnForm(_sent(request), initial=first), page, do)


@require_form
def bylaw_draft(request: Request, key: str) -> HttpResponse:
    """The draft of the next version; what two people write at once is not lost."""
    found = selectors.bylaw_get(request.actor, key)
    policies.bylaw_write(request.actor, found.organisation)
    versions = selectors.versions(request.actor, found)
    draft = next((one for one in versions if one.state == "draft"), None)
    last = draft or next(iter(versions), None)
    first = {"body": last.body if last else "", "base": draft.changed_at.isoformat() if draft else ""}

    def do(given: dict[str, Any]) -> HttpResponse:
        services.bylaw_draft(actor=request.actor, bylaw=found, **given)
        return onward(request, "草稿已存好，原来的一版照旧执行。", "bylaw", found.pk)

    page = Doing(f"{found.title}：写新的一版", "定下来以前，原来的一版照旧执行", "存成草稿", reverse("bylaw", args=[found.pk]), found.title)
    return doing(request, DraftForm(_sent(request), initial=first), page, do, at="body")


@require_form
def bylaw_take(request: Request, key: str, version: str) -> HttpResponse:
    """Take a model of the office above over as a draft."""
    body = scope.organisation_get(request.actor, key)
    policies.bylaw_write(request.actor, body)
    model = selectors.version_get(request.actor, version)

    def do(_: dict[str, Any]) -> HttpResponse:
        made = services.bylaw_take(actor=request.actor, organisation=body, model=model)
        return onward(request, "样本已经拿来作草稿，照本单位的实际改。", "bylaw", made.bylaw_id)

    page = Doing(f"{body}：照样本写{model.bylaw.title}", f"样本是{model.bylaw.organisation}第 {model.number} 版；拿来以后自己改，改了哪里看得到",
                 "拿来作草稿", f"{reverse('bylaw-list')}?at={body.pk}", LIST)  # fmt: skip
    return doing(request, forms.Form(_sent(request)), page, do)


@require_form
def bylaw_rename(request: Request, key: str) -> HttpResponse:
    """Another title."""
    found = selectors.bylaw_get(request.actor, key)
    policies.bylaw_write(request.actor, found.organisation)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.bylaw_rename(actor=request.actor, bylaw=found, **given)
        return onward(request, "名称已改。", "bylaw", found.pk)

    page = Doing(f"{found.title}：改名称", "", "改名称", reverse("bylaw", args=[found.pk]), found.title)
    return doing(request, TitleForm(_sent(request), initial={"title": found.title}), page, do)


@require_POST
def bylaw_offer(request: Request, key: str) -> HttpResponse:
    """Offer it to those below, or no more."""
    found = selectors.bylaw_get(request.actor, key)
    services.bylaw_offer(actor=request.actor, bylaw=found, offered=not found.offered)
    said = "下级现在可以照着它写自己的。" if not found.offered else "不再给下级作样本；已经拿去的不受影响。"
    return onward(request, said, "bylaw", found.pk)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
