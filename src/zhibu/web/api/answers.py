"""One shape for every error of the JSON door (RFC 9457), and the errors of ours that become it."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhibu.domain.gateway.services.acting import OtherCall, Stale
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class ProblemAt(Schema):
    """One place of the input that is wrong."""

    where: str
    read: str
    expected: str
    mend: str


class Problem(Schema):
    """What went wrong, in Chinese, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemAt]


# error -> (status, short name, title); the first that fits, so a narrower error stands before a wider one
KINDS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (InputError, 422, "input", "内容不对"),
    (Stale, 412, "stale", "已被别人改过"),
    (OtherCall, 422, "idempotency", "幂等键用错"),
    (NotFound, 404, "not-found", "找不到"),
    (NotAllowed, 403, "not-allowed", "无权"),
    (Refused, 409, "refused", "现在不能做"),
    (Http404, 404, "not-found", "找不到"),
    (AuthenticationError, 401, "sign-in", "没有登录"),
)


def problem(
    status: int, name: str, title: str, detail: str, problems: list[dict[str, str]] | None = None
) -> HttpResponse:
    """The answer of an error."""
    body = {
        "type": f"urn:zhibu:problem:{name}",
        "title": title,
        "status": status,
        "detail": detail,
        "problems": problems or [],
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="zhibu"'
    return answer


def of_error(error: Exception) -> HttpResponse:
    """The answer of an error of ours or of the library."""
    for kind, status, name, title in KINDS:
        if isinstance(error, kind):
            places = error.problems if isinstance(error, InputError) else ()
            told = [
                {"where": p.where, "read": p.read, "expected": p.expected, "mend": p.mend}
                for p in places
            ]
            detail = "带上有效的接口密钥：Authorization: Bearer 密钥。" if status == 401 else str(error)
            return problem(status, name, title, detail, told)
    if isinstance(error, HttpError):
        return problem(error.status_code, "request", "请求读不懂", str(error))
    if isinstance(error, ValidationError):
        return problem(422, "input", "内容不对", "参数不对，见 problems。", _of_library(error.errors))
    log.error("the JSON door failed", exc_info=error)
    return problem(500, "broken", "程序出错", "程序出了错，已记在日志里；没有写入任何数据。")


def _of_library(errors: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "where": ".".join(str(part) for part in error["loc"] if part != "query"),
            "read": str(error.get("input", ""))[:200],
            "expected": str(error["msg"]),
            "mend": "",
        }
        for error in errors
    ]


def install(api: NinjaAPI) -> None:
    """Every error of every operation becomes the one shape."""

    def handler(request: HttpRequest, error: Any) -> HttpResponse:
        return of_error(error)

    for kind in (*(kind for kind, *_ in KINDS), HttpError, ValidationError, Exception):
        api.add_exception_handler(kind, handler)
