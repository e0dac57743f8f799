"""What programs can do, and one's own keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.gateway import selectors, services
from zhibu.domain.gateway.registry import registry
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.api import answers
from zhibu.web.api.door import plural
from zhibu.web.api.forms import KeyForm
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the table of operations."""

    method: str
    address: str
    label: str


def operations() -> list[Operation]:
    """All that the door offers, in the order of its description."""
    found = registry()
    reads = [Operation("GET", f"/api/v1/{plural(noun)}", one.label) for noun, one in found.listings.items()]
    rows = [Operation("GET", f"/api/v1/{plural(noun)}/编号", one.label) for noun, one in found.singles.items()]
    writes = [Operation("POST", f"/api/v1/actions/{name}", one.label) for name, one in found.actions.items()]
    return sorted([*reads, *rows, *writes], key=lambda one: (one.method, one.address))


@require_safe
def api(request: Request) -> HttpResponse:
    """接口: the keys of one's account, and what can be called."""
    context = {"keys": selectors.keys_of(request.actor), "operations": operations()}
    return render(request, "api/api.html", context)


@require_form
def key_open(request: Request) -> HttpResponse:
    """Open a key; its secret is shown once. It does without password or second step what the account may do."""
    require_confirmed(request)

    def do(given: dict[str, Any]) -> HttpResponse:
        made, secret = services.key_open(actor=request.actor, **given)
        return render(request, "api/key_opened.html", {"key": made, "secret": secret})

    page = Doing("开一把接口密钥", "一个程序一把，停用时不牵连别的", "开这把密钥", reverse("api"), "接口")
    return doing(request, KeyForm(request.POST or None), page, do)


@require_POST
def key_revoke(request: Request, key: int) -> HttpResponse:
    """Revoke one of one's own keys."""
    revoked = services.key_revoke(actor=request.actor, key=selectors.key_get(request.actor, key))
    messages.success(request, f"密钥“{revoked.label}”已停用，用它的程序从现在起连不上。")
    return redirect("api")


@login_not_required
@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """No such address: told in the shape of all other errors."""
    return answers.problem(404, "not-found", "找不到", f"接口没有 /api/v1/{rest[:200]} 这个地址。")
