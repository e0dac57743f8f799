"""The operations of the JSON door, made from what rooms put on their shelves `actions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.security import HttpBearer
from pydantic import BaseModel, Field, create_model

from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.gateway import pages, selectors, services
from zhibu.domain.gateway.registry import registry
from zhibu.domain.gateway.services.acting import version_of
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Listing, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotFound
from zhibu.kernel.errors import Problem as Place
from zhibu.kernel.given import read_json, read_texts
from zhibu.web.api import answers
from zhibu.web.api.described import DescribedAPI

MOST_ROWS = 200
FAILED = dict.fromkeys((400, 401, 403, 404, 409, 412, 422), answers.Problem)
Key = Annotated[str, Path(min_length=1, max_length=100, description="编号")]


class Bearer(HttpBearer):
    """`Authorization: Bearer <secret>`: the account behind a key, with the rights it has today."""

    openapi_bearerFormat = "key"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor; None where the key opens nothing."""
        key = selectors.key_of(token)
        if key is None:
            return None
        services.key_touch(key=key, on=clock.today())
        return actor_of(user=key.user, door="api")


class RoleHeld(BaseModel):
    """One role held today at one organisation."""

    role: str
    organisation: str


class Me(BaseModel):
    """For whom the key acts today."""

    name: str
    member: str
    roles: list[RoleHeld]


class Cut(BaseModel):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MOST_ROWS, description="一页多少行")
    after: str = Field("", max_length=2000, description="上一页答复里的 next；空着是第一页")


def build() -> NinjaAPI:
    """The door with all that rooms offer."""
    api = DescribedAPI(
        title="支部工作台",
        version="1",
        description="组织、党员、党小组、报备、表决等日常工作的接口。错误只有一种样子（RFC 9457）；"
        "写操作可带 Idempotency-Key（重发不重做）和 If-Match（不盖掉别人的改动）。",
        docs_url=None,
        auth=Bearer(),
        urls_namespace="api",
    )
    answers.install(api)
    _add_me(api)
    found = registry()
    for noun, listing in sorted(found.listings.items()):
        _add_listing(api, noun, listing)
    for noun, single in sorted(found.singles.items()):
        _add_single(api, noun, single)
    for action in sorted(found.actions.values(), key=lambda one: one.name):
        _add_action(api, action)
    return api


def plural(noun: str) -> str:
    """`activities` of `activity`; minutes are one and many."""
    if noun == "minutes":
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _add_me(api: NinjaAPI) -> None:
    def view(request: Any) -> Any:
        actor: Actor = request.auth
        roles = [RoleHeld(role=held.role, organisation=held.organisation) for held in actor.roles]
        return Me(name=actor.name, member=actor.member, roles=roles)

    _name(view, "me")
    api.get("/me", response={200: Me, **FAILED}, summary="密钥代谁做，今天有哪些角色", tags=["me"])(view)


def _add_listing(api: NinjaAPI, noun: str, listing: Listing[Any, Any]) -> None:
    asked = create_model(f"{_camel(noun)}Asked", __base__=(listing.asked, Cut))
    told = create_model(f"{_camel(noun)}Page", items=(list[listing.row], ...), next=(str, ""))  # type: ignore[name-defined]  # made at run time

    def view(request: Any, asked: Any) -> Any:
        given = {name: request.GET.getlist(name) for name in request.GET}
        unknown = sorted(set(given) - set(type(asked).model_fields))
        if unknown:
            raise InputError([Place(name, given[name][-1], "没有这一项") for name in unknown])
        cutting = {name: given.pop(name) for name in ("limit", "after") if name in given}
        query = read_texts(listing.asked, given)
        page = read_texts(Cut, cutting)
        found = pages.cut(listing.find(request.auth, query), limit=page.limit, after=page.after)
        return {"items": listing.shape(request.auth, found.rows), "next": found.after}

    _name(view, f"{noun}_list", asked=Query[asked])
    api.get(f"/{plural(noun)}", response={200: told, **FAILED}, summary=listing.label, tags=[noun])(view)


def _add_single(api: NinjaAPI, noun: str, single: Single[Any]) -> None:
    def view(request: Any, key: Any) -> HttpResponse:
        if not key.isprintable():  # a letter of value 0 stands in no id, and PostgreSQL takes no text with it
            raise NotFound(f"没有这个{single.label}。")
        answer = single.get(request.auth, key).model_dump_json()
        response = HttpResponse(answer, content_type="application/json; charset=utf-8")
        response["ETag"] = f'"{version_of(answer)}"'
        return response

    _name(view, f"{noun}_get", key=Key)
    api.get(
        f"/{plural(noun)}/{{path:key}}", response={200: single.row, **FAILED}, summary=single.label, tags=[noun]
    )(view)


def _add_action(api: NinjaAPI, action: Action[Any, Any]) -> None:
    def view(request: Any) -> HttpResponse:
        given = read_json(action.given, request.body)
        once = request.headers.get("Idempotency-Key", "")
        version = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if len(once) > 100 or not once.isprintable():
            raise InputError([Place("Idempotency-Key", once[:40], "最多 100 个可见字符")])
        done = services.act(actor=request.auth, action=action, given=given, version=version, once=once)
        response = HttpResponse(done.answer, content_type="application/json; charset=utf-8")
        if done.again:
            response["Idempotency-Replayed"] = "true"
        return response

    _name(view, action.name.replace(".", "_"))
    api.post(
        f"/actions/{action.name}",
        response={200: action.gives, **FAILED},
        summary=action.label,
        tags=[action.name.partition(".")[0]],
        openapi_extra=_body_of(action),
    )(view)


def _body_of(action: Action[Any, Any]) -> dict[str, Any]:
    """The description of what is sent: the library does not read the body, so it is told here."""
    schema = action.given.model_json_schema(ref_template="#/components/schemas/{model}")
    headers: list[dict[str, Any]] = [
        {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"}}
    ]
    if action.about is not None:
        headers.append({"name": "If-Match", "in": "header", "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}})
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}, "parameters": headers}


def _name(view: Callable[..., Any], name: str, **annotations: Any) -> None:
    view.__name__ = name
    view.__annotations__ = annotations


def _camel(noun: str) -> str:
    return "".join(part.title() for part in noun.split("_"))
