"""What stands above everything on the desk: the alarm of the record, what was handed over to me."""

from __future__ import annotations

from typing import Any

from django import template

from zhibu.domain.accounts import record, selectors

register = template.Library()


@register.inclusion_tag("audit/alarm.html", takes_context=True)
def record_alarm(context: dict[str, Any]) -> dict[str, Any]:
    """A note where the latest check found the record broken (for clerks), and one for each handover not seen."""
    actor = context.get("actor")
    if actor is None:
        return {}
    return {"check": record.alarm(actor), "handovers": selectors.handovers_of(actor)}
