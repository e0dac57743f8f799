"""The page that is shown while an import is written: it grows line by line, without any script."""

from __future__ import annotations

import logging
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
from zhibu.kernel.telling import Tell
from zhibu.web.components.told import BROKEN, SPLIT, Work, listened

log = logging.getLogger(__name__)


def writing_page(request: HttpRequest, actor: Actor, of: Import) -> Iterator[str]:
    """The page in pieces. The writing goes on in a thread of its own, even if nobody waits for it."""
    page = render_to_string("imports/import_writing.html", {"of": of}, request)
    head, _, foot = page.partition(SPLIT)
    yield head
    address = reverse("import-preview", args=[of.pk])
    try:
        yield from listened(_writing(actor, of))
        yield _written(address)
    except ZhibuError as error:
        yield _failed(str(error), address)
    except Exception:  # told to the log where it happened, whether or not somebody is still here
        yield _failed(BROKEN, address)
    yield foot


def _writing(actor: Actor, of: Import) -> Work:
    def work(tell: Tell) -> None:
        try:
            services.import_confirm(actor=actor, of=of, tell=tell)
        except ZhibuError:
            raise
        except Exception:
            log.exception("import %s was not written", of.pk)
            raise
        finally:
            connection.close()

    return work


def _failed(reason: str, address: str) -> str:
    return format_html(
        '</ul><div class="note note--stop" role="alert"><p><b>没有写成。</b>{}</p></div>'
        '<p class="btn-row"><a class="btn" href="{}">回到这次导入</a></p><ul>',
        reason,
        address,
    )


def _written(address: str) -> str:
    return format_html(
        '<li><b>写好了</b></li></ul><meta http-equiv="refresh" content="0;url={}">'
        '<p class="btn-row"><a class="btn btn--go" href="{}">看导入结果</a></p><ul>',
        address,
        address,
    )
