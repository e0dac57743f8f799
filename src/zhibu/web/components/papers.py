"""A paper as a download: PDF to look at and print, Word to change."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpResponse

from zhibu.papers import MIMES, Format, Printable, render
from zhibu.web.layout.request import Request

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
LONGEST = 80  # signs; with three bytes each it still fits what file systems take


def paper_response(paper: Printable, name: str, format: str | None = "pdf") -> HttpResponse:
    """The paper under a Chinese file name: `format` is `docx` for Word, anything else gives PDF.

    `format` may be handed over as it stands in the address. A PDF opens in the browser.
    """
    kind: Format = "docx" if format == "docx" else "pdf"
    response = HttpResponse(render(paper, kind), content_type=MIMES[kind])
    shown = "inline" if kind == "pdf" else "attachment"
    file = quote(f"{file_name(name)}.{kind}")
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{file}"
    return response


def paper_format(request: Request) -> str:
    """The form in which the address asks for a paper: pdf or docx; "" where it asks for the page."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in MIMES else ""


def file_name(name: str) -> str:
    """A name that every system takes as a file's: no separators, no signs without a shape, no dot first."""
    safe = " ".join(UNSAFE.sub(" ", name).split())[:LONGEST].strip(" .")
    return safe or "文书"
