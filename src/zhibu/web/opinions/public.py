"""The pages for everybody: send an opinion, read the answer by the receipt code, what was answered in public.

No account, no cookie beyond the form's own, no name; the address of the machine is handed to the service, which counts a
mark of it for the day, and is stored nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from zhibu.domain.opinions import selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.opinions.forms import ReceiptForm, SendForm

if TYPE_CHECKING:
    from zhibu.domain.opinions.models import OpinionBox

LEAST, MOST = 3, 4 * 3600  # seconds between showing and sending


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_form
def box_send(request: Request, code: str) -> HttpResponse:
    """意见箱: write and send."""
    box = selectors.box_by_code(code)
    form = SendForm(request.POST or None, initial={"kind": "opinion", "whose": "masses"})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _sent(request, box, form)
            except Refused as error:
                form.add_error(None, str(error))
        status = 422
        mark_errors(form)
    context = {"box": box, "form": form, "token": selectors.form_token(), "published": selectors.published(box)[:3]}
    return _private(render(request, "opinions/box_send.html", context, status=status))


def _sent(request: Request, box: OpinionBox, form: SendForm) -> HttpResponse:
    """Take it in and show the receipt, this once."""
    given = form.cleaned_data
    mark = selectors.form_of_token(given["token"], least=LEAST, most=MOST)
    if given["website"]:  # nobody sees the field; a browser may have filled it in, so it is said, never thrown away
        raise Refused("还没有送出：有一格被自动填写了，已经清掉，再点一次“送出”。")
    made, receipt = services.opinion_send(
        box=box, text=given["text"], kind=given["kind"], whose=given["whose"], above=given["above"],
        address=get_client_ip_address(request) or "-", form=mark,
    )  # fmt: skip
    shown = "-".join(receipt[start : start + 4] for start in (0, 4, 8))
    return _private(render(request, "opinions/box_sent.html", {"box": box, "receipt": shown, "opinion": made}))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_form
def box_receipt(request: Request, code: str) -> HttpResponse:
    """凭回执码看答复."""
    box, address = selectors.box_by_code(code), get_client_ip_address(request) or "-"
    form, found, status = ReceiptForm(request.POST or None), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            found = None if services.looks_spent(box, address) else selectors.opinion_of_receipt(box, form.cleaned_data["code"])
            if found is None:
                form.add_error("code", "今天从这台机器输错的次数太多，明天再来。")
        except NotFound as error:
            services.look_count(box=box, address=address)
            form.add_error("code", str(error))
    if form.errors:
        status = 422
        mark_errors(form)
    context = {"box": box, "form": form, "found": found, "told": (found.into or found) if found else None}
    if found is not None:
        context["age"] = selectors.age_of(found, clock.today())
    return _private(render(request, "opinions/box_receipt.html", context, status=status))


@login_not_required
@require_safe
def box_answers(request: Request, code: str) -> HttpResponse:
    """公开的答复."""
    box = selectors.box_by_code(code)
    return _private(render(request, "opinions/box_answers.html", {"box": box, "published": selectors.published(box)}))
