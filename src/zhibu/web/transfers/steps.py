"""The steps of a transfer, each a form of its own on the transfer's page or a page without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.transfers import selectors, services
from zhibu.domain.transfers.choices import Way
from zhibu.kernel import clock
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.transfers.forms import (
    DayForm,
    ItemsForm,
    ReasonForm,
    ReceiveForm,
    ReturnForm,
    SendForm,
)

if TYPE_CHECKING:
    from zhibu.domain.transfers.models import Transfer


@require_form
def transfer_send(request: Request, key: str) -> HttpResponse:
    """开介绍信."""
    found = selectors.transfer_get(request.actor, key)
    first = selectors.letter_first(request.actor, found, clock.today())
    form = SendForm(request.actor, request.POST or None, first)

    def do() -> Transfer:
        given = form.cleaned_data | {"issuer": form.body}
        return services.transfer_send(actor=request.actor, transfer=found, **given)

    seen = "" if found.way == Way.OUT else "，转入的一方现在看得到"
    return _step(request, found, form, do, "开介绍信", f"介绍信已开{seen}。把打印的介绍信交给本人。")


@require_form
def transfer_arrive(request: Request, key: str) -> HttpResponse:
    """登记报到."""
    found = selectors.transfer_get(request.actor, key)
    form = DayForm(request.POST or None)

    def do() -> Transfer:
        return services.transfer_arrive(actor=request.actor, transfer=found, on=form.cleaned_data["on"])

    return _step(request, found, form, do, "登记报到", "已登记报到，核对以后接收。")


@require_form
def transfer_receive(request: Request, key: str) -> HttpResponse:
    """接收: from this day he is in the new branch."""
    found = selectors.transfer_get(request.actor, key)
    kind = ItemsForm if found.way == Way.IN else ReceiveForm
    form = kind(found, request.POST or None)

    def do() -> Transfer:
        said = form.cleaned_data
        items = {name: said[name] for name in getattr(form, "ITEMS", ()) if said[name]}
        return services.transfer_receive(
            actor=request.actor, transfer=found, on=said["on"], late_reason=said.get("late_reason", ""),
            group=form.groups.get(said.get("group", "")), values=items,
        )  # fmt: skip

    if found.way == Way.OUT:
        return _step(request, found, form, do, "登记对方已接收", "已登记对方接收，他从这天起不在本系统。收到纸质回执以后再登记回执。")
    return _step(request, found, form, do, "接收", "已接收。还差把回执寄回转出的一方。")


@require_form
def transfer_acknowledge(request: Request, key: str) -> HttpResponse:
    """登记回执: done."""
    found = selectors.transfer_get(request.actor, key)
    form = DayForm(request.POST or None)

    def do() -> Transfer:
        return services.transfer_acknowledge(actor=request.actor, transfer=found, on=form.cleaned_data["on"])

    return _step(request, found, form, do, "登记回执", "回执已登记，这件转接办结。")


@require_form
def transfer_return(request: Request, key: str) -> HttpResponse:
    """退回."""
    found = selectors.transfer_get(request.actor, key)
    form = ReturnForm(request.POST or None)

    def do() -> Transfer:
        return services.transfer_return(actor=request.actor, transfer=found, **form.cleaned_data)

    done = "已退回，转出的一方看得到原因。" if found.way == Way.INSIDE else "已登记退回和原因。"
    return _step(request, found, form, do, "退回介绍信", done)


@require_form
def transfer_withdraw(request: Request, key: str) -> HttpResponse:
    """撤销."""
    found = selectors.transfer_get(request.actor, key)
    form = ReasonForm(request.POST or None)

    def do() -> Transfer:
        return services.transfer_withdraw(actor=request.actor, transfer=found, **form.cleaned_data)

    return _step(request, found, form, do, "撤销转接", "已撤销，他仍在原来的支部。")


def _step(request: Request, found: Transfer, form: forms.Form, do: Callable[[], Any], title: str, done: str) -> HttpResponse:
    """Show the form, or do the step and go back to the transfer's page."""
    page = Doing(
        f"{found.name}：{title}", f"{found.start_short} → {found.goal_short}", title, reverse("transfer", args=[found.pk]), found.name,
        above=(("组织关系转接", reverse("transfer-list")),),
    )  # fmt: skip

    def told(_: dict[str, Any]) -> str:
        do()
        return done

    return doing(request, form, page, told)
