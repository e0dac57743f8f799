"""The page that is shown while a large body is merged or moved, with all that hangs below it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse

from zhibu.domain.compliance.services import refresh_left
from zhibu.kernel.telling import SECONDS, Tell
from zhibu.web.components.refreshing import judged
from zhibu.web.components.writing import written
from zhibu.web.establishment.deeds import Asked, Deed
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.establishment.models import Change


def change_told(request: Request, name: str, deed: Deed, asked: Asked) -> Iterator[str]:
    """The page in pieces; where it is refused, all that was typed goes back into the form."""
    context = {"deed": deed, "name": name, "organisation": asked.organisation}
    page = render_to_string("establishment/change_writing.html", context, request)

    def work(tell: Tell) -> Change:
        tell(f"{deed.title}：核对能不能办")
        with refresh_left():
            made = deed.do(replace(asked, progress=_now_and_then(tell)))
        tell("变动写好了，重新核查有关的结论")
        judged(tell)
        return made

    def back() -> str:
        typed = [(k, v) for k in request.POST for v in request.POST.getlist(k) if k not in ("confirm", "csrfmiddlewaretoken")]
        return render_to_string("establishment/change_back.html", context | {"typed": typed}, request)

    return written(
        page, work, to=lambda made: reverse("organisation-change", args=[made.pk]), look="看这次变动", back=back
    )


def _now_and_then(tell: Tell) -> Callable[[int, int, str], None]:
    """Hundreds of bodies are not hundreds of lines: the first and the last, and some between."""
    last = [0.0]

    def progress(done: int, of: int, what: str) -> None:
        if done in (1, of) or time.monotonic() - last[0] >= SECONDS:
            last[0] = time.monotonic()
            tell(f"{what}，第 {done} 个，共 {of} 个")

    return progress
