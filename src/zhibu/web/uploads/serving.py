"""A file as an answer: to be saved, or shown in a frame in which nothing runs; videos in parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from zhibu.domain.uploads import selectors
from zhibu.domain.uploads.choices import KINDS
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.uploads.models import StoredFile

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
APART = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


def file_response(request: Request, file: StoredFile) -> HttpResponseBase:
    """The file with the name it has; `Range` is heeded, so that a video can be wound forward."""
    span = _span(request.headers.get("Range", ""), file.size)
    if span is None:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.size}"
        return answer
    start, stop = span
    answer = StreamingHttpResponse(selectors.pieces_of(file, start, stop), status=200 if stop - start == file.size else 206)
    if answer.status_code == 206:
        answer["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    kind = KINDS[file.kind]
    way = "inline" if kind.shown and request.GET.get("save") != "1" else "attachment"
    answer["Content-Type"] = kind.mime
    answer["Content-Length"] = str(stop - start)
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.name)}"
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = APART
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """From where to before where; all of it where nothing sensible is asked, None where it lies outside."""
    match = RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    start, stop = int(first), min(int(last) + 1, size) if last else size
    return (start, stop) if start < stop else None
