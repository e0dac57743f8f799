"""The record of what was done to a rule."""

from __future__ import annotations

from zhibu.domain.audit.services import entry_record
from zhibu.domain.bylaws.models import Bylaw
from zhibu.kernel.actor import Actor


def noted(actor: Actor, bylaw: Bylaw, verb: str, details: dict[str, object]) -> None:
    """Write the entry `bylaw.<verb>`; within the transaction of what was done."""
    entry_record(actor=actor, action=f"bylaw.{verb}", subject=bylaw.pk, organisation=bylaw.organisation_id, details=details)
