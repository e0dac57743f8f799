"""Which verdicts a rule's name means: its own, and those of its constraints (`RULE.CONSTRAINT`)."""

from __future__ import annotations

from django.db.models import Q


def of_rule(name: str) -> Q:
    """Verdicts of the rule named, or of one of its constraints."""
    return Q(rule=name) | Q(rule__startswith=f"{name}.")


def is_of(rule: str, name: str) -> bool:
    """The same for one verdict's rule."""
    return rule == name or rule.startswith(f"{name}.")
