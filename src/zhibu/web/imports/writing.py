"""The page that is shown while an import is written: it grows line by line, without any script."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from zhibu.domain.imports import services
from zhibu.domain.imports.selectors import Import
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import ZhibuError

log = logging.getLogger(__name__)
SPLIT = "<!-- progress -->"
QUIET_SECONDS = 10  # after which a blank is sent, so that nothing between takes the page for dead
Told = tuple[str, str]  # ("line", text), ("done", "") or ("failed", reason)


def writing_page(request: HttpRequest, actor: Actor, of: Import) -> Iterator[str]:
    """The page in pieces. The writing goes on in a thread of its own, even if nobody waits for it."""
    page = render_to_string("imports/import_writing.html", {"of": of}, request)
    head, _, foot = page.partition(SPLIT)
    yield head
    told: queue.Queue[Told] = queue.Queue()
    threading.Thread(target=_write, args=(actor, of, told), daemon=True).start()
    address = reverse("import-preview", args=[of.pk])
    while True:
        try:
            what, text = told.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            yield " \n"
            continue
        yield _piece(what, text, address)
        if what != "line":
            break
    yield foot


def _write(actor: Actor, of: Import, told: queue.Queue[Told]) -> None:
    try:
        services.import_confirm(actor=actor, of=of, tell=lambda text: told.put(("line", text)))
        told.put(("done", ""))
    except ZhibuError as error:
        told.put(("failed", str(error)))
    except Exception:
        log.exception("import %s was not written", of.pk)
        told.put(("failed", "系统出错了，原因记在日志里。没有写入任何数据，可以再试一次。"))
    finally:
        connection.close()


def _piece(what: str, text: str, address: str) -> str:
    if what == "line":
        return format_html("<li>{}</li>\n", text)
    if what == "failed":
        return format_html(
            '</ul><div class="note note--stop" role="alert"><p><b>没有写成。</b>{}</p></div>'
            '<p class="btn-row"><a class="btn" href="{}">回到这次导入</a></p><ul>',
            text,
            address,
        )
    return format_html(
        '<li><b>写好了</b></li></ul><meta http-equiv="refresh" content="0;url={}">'
        '<p class="btn-row"><a class="btn btn--go" href="{}">看导入结果</a></p><ul>',
        address,
        address,
    )
