"""What every page knows: who is signed in, his navigation, his organisation, the day, large type."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from zhibu.domain.directory import organisation as directory
from zhibu.domain.notices import selectors as notices
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.web.layout import navigation
from zhibu.web.layout.request import Request
from zhibu.web.layout.views import LARGE_TYPE

MEMBERS_ONLY_HIDDEN = frozenset({"grid", "import-list", "filing-list", "case-list"})


def page(request: Request) -> dict[str, Any]:
    """Context of the frame; costs no query where nobody is signed in."""
    context: dict[str, Any] = {
        "today": clock.today(),
        "large": request.COOKIES.get(LARGE_TYPE) == "1",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    match = request.resolver_match
    url_name = match.url_name if match and match.url_name else ""
    sees_bodies = bool(request.actor.subtrees() or request.actor.bodies())
    hidden = (frozenset() if sees_bodies else MEMBERS_ONLY_HIDDEN) | _not_his(request.actor)
    context["sees_bodies"] = sees_bodies
    context["actor"] = request.actor
    context["unread"] = notices.unread_count(request.actor)
    context["home"] = directory.home_of(actor=request.actor)
    context["navigation"] = navigation.entries(url_name, hidden, counts(request.actor))
    context["tabs"] = navigation.tabs(url_name, hidden)
    return context


def _not_his(actor: Actor) -> frozenset[str]:
    """Entries that lead him to a refusal: a leader of a group imports nothing."""
    return frozenset() if actor.everything or actor.holds(*KEEPERS) else frozenset({"import-list"})


def counts(actor: Actor) -> dict[str, int]:
    """How many things wait behind each entry, by the functions that config/wiring.py lists; keepers only."""
    if not actor.holds(*KEEPERS):
        return {}
    table: dict[str, str] = import_string(settings.ZHIBU_COUNTS)
    return {entry: import_string(path)(actor) for entry, path in table.items()}
