"""The page that is shown while an import is written."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from zhibu.domain.imports import services
from zhibu.domain.imports.selectors import Import
from zhibu.kernel.actor import Actor
from zhibu.kernel.telling import Tell
from zhibu.web.components.writing import written


def writing_page(request: HttpRequest, actor: Actor, of: Import) -> Iterator[str]:
    """The page in pieces. The writing goes on in a thread of its own, even if nobody waits for it."""
    page = render_to_string("imports/import_writing.html", {"of": of}, request)
    address = reverse("import-preview", args=[of.pk])

    def work(tell: Tell) -> None:
        services.import_confirm(actor=actor, of=of, tell=tell)

    back = format_html('<p class="btn-row"><a class="btn" href="{}">回到这次导入</a></p>', address)
    return written(page, work, to=lambda _none: address, look="看导入结果", back=lambda: back)
