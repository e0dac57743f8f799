"""The alarm of the record on the desk."""

from __future__ import annotations

from typing import Any

from django import template

from zhibu.domain.accounts import record

register = template.Library()


@register.inclusion_tag("audit/alarm.html", takes_context=True)
def record_alarm(context: dict[str, Any]) -> dict[str, Any]:
    """A note where the latest check found the record broken; nothing for anybody but clerks."""
    actor = context.get("actor")
    return {"check": record.alarm(actor) if actor is not None else None}
