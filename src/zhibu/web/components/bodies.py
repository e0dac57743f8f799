"""Which branch or group a page is about: the one the address asks for, else the nearest that he works for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.choosing import organisation_input

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.domain.organisations.models import Organisation
    from zhibu.web.layout.request import Request

WORKING = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)
MOST = 2_000
_KEY_BEHIND = re.compile(r"（([^（）]+)）$")  # as names that two have are told apart in the list of a field


@dataclass(frozen=True, slots=True)
class Chosen:
    """The body of the page (None: he works for none), and those he can change to."""

    body: Organisation | None
    bodies: list[Organisation]

    @property
    def several(self) -> bool:
        """Whether there is a choice."""
        return len(self.bodies) > 1


def body_chosen(request: Request, kinds: Collection[str] = WORKING, name: str = "body") -> Chosen:
    """By `?body=` an organisation of these kinds in his scope; without it the first, which is his own where he has one.

    One that is not his is not found: the address answers 404 as for any row that is not his.
    """
    found: QuerySet[Organisation] = scope.organisations(request.actor).filter(kind__in=kinds, dissolved__isnull=True)
    bodies = list(found.select_related("parent")[:MOST])
    key = request.GET.get(name, "") or request.POST.get(name, "")
    if key:
        return Chosen(body_named(found.select_related("parent"), key), bodies)
    own = {held.organisation for held in request.actor.roles}
    return Chosen(next((one for one in bodies if one.pk in own), bodies[0] if bodies else None), bodies)


def body_meant(found: QuerySet[Organisation], text: str) -> Organisation | None:
    """The one of these that a field means: by its id, its name, or a part of a name that only one has."""
    text = text.strip()[:200]
    key = behind[1] if (behind := _KEY_BEHIND.search(text)) else text
    for which in (Q(pk__in={text, key}), Q(name=text) | Q(short_name=text), Q(name__contains=text) | Q(short_name__contains=text)):
        if len(rows := list(found.filter(which)[:2])) == 1:
            return rows[0]
    return None


def body_named(found: QuerySet[Organisation], text: str) -> Organisation:
    """The same; Refused with what comes near where a name means none or several, NotFound for an id."""
    if one := body_meant(found, text):
        return one
    near = [body.in_full for body in found.filter(Q(name__contains=text.strip()) | Q(short_name__contains=text.strip()))[:5]]
    if near:
        raise Refused(f"“{text[:40]}”有几个组织都对得上：{'、'.join(near)}。写全名称，从列表里选一个。")
    said = f"没有“{text[:40]}”这个党组织，或者不在你能看的范围里。从列表里选一个。"
    raise NotFound(said) if text.isascii() else Refused(said)


def at_of(request: Request, name: str = "at") -> str:
    """The id of the organisation by which a list is cut, named by id or name; "" where it is not cut."""
    text = request.GET.get(name, "").strip()
    return body_named(scope.organisations(request.actor), text).pk if text else ""


def at_field(request: Request, name: str = "at") -> SafeString:
    """The field for it, with its label; nothing for somebody who sees one organisation only."""
    bodies = list(scope.organisations(request.actor).filter(dissolved__isnull=True)[:MOST])
    if len(bodies) < 2:
        return SafeString("")
    key = request.GET.get(name, "").strip()
    one = body_meant(scope.organisations(request.actor), key) if key else None
    field = organisation_input(name, bodies, one.pk if one else key, "全部组织")
    return format_html('<label class="sr" for="{}">组织</label>{}', name, field)
