"""What is to come of an organisation or a member, as a note on its page."""

from __future__ import annotations

from typing import Any

from django import template

from zhibu.domain.establishment.selectors.ahead import ahead_of, ahead_of_member
from zhibu.kernel import clock

register = template.Library()


@register.inclusion_tag("establishment/ahead.html")
def ahead_at(organisation: Any) -> dict[str, Any]:
    """Changes and posts of an organisation that come into force on a later day."""
    return {"ahead": ahead_of(organisation, clock.today())}


@register.inclusion_tag("establishment/ahead.html")
def ahead_for(member: Any) -> dict[str, Any]:
    """Memberships, states and posts of a member that begin or end on a later day."""
    return {"ahead": ahead_of_member(member.pk, clock.today())}
