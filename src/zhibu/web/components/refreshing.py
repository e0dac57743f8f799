"""The page after a write that changes verdicts: the write is done, the judging that follows is told line by line."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import connection
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from zhibu.domain.compliance import services
from zhibu.kernel.telling import Tell
from zhibu.web.components.told import Work, told

if TYPE_CHECKING:
    from zhibu.web.layout.request import Request

log = logging.getLogger(__name__)
LATER = "已经写入。结论这次没有算成，原因记在日志里；后台过一会儿再算一次。"


def refreshed(request: Request, done: str, address: str) -> StreamingHttpResponse:
    """Tell how far judging is after `done` (one Chinese sentence) was written, then lead to `address`.

    To be used after a write within `compliance.services.refresh_left()`. Where nobody stays to read the
    page the worker judges what was touched.
    """
    context = {"done": done, "address": address}
    page = render_to_string("components/refreshing.html", context, request)
    messages.success(request, done)  # after the page is made: it stands on the next one

    def shown(problem: str) -> str:
        if problem:
            note = '<div class="note note--warn" role="alert"><p>{}</p></div>' + ONWARD
            return format_html(note, problem, address)
        return format_html('<meta http-equiv="refresh" content="0;url={}">' + ONWARD, address, address)

    return StreamingHttpResponse(told(page, _begun, shown, "看改动碰到了哪些组织", limited=False))


ONWARD = '<p class="btn-row"><a class="btn btn--go" href="{}">接着看</a></p>'


def _begun() -> Work:
    return judged


def judged(tell: Tell) -> str:
    """Judge what was touched, on a connection of this thread; what went wrong, in words, or nothing."""
    try:
        services.refresh_now(tell=tell)
    except Exception:
        log.exception("verdicts were not refreshed")
        return LATER
    finally:
        connection.close()
    return ""
