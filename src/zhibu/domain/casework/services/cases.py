"""Cases: opened by a road, closed, opened again, given up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor


@transaction.atomic
def case_open(
    *,
    actor: Actor,
    procedure: str,
    organisation: Organisation,
    subject: str,
    on: dt.date,
    road: str = "",
    note: str = "",
) -> Case:
    """Open a case of a procedure. `road` is DIRECTIVE/ROAD; empty where there is but one (or none)."""
    raise NotImplementedError


@transaction.atomic
def case_close(*, actor: Actor, case: Case, on: dt.date, outcome: str = "") -> Case:
    """Close a case whose steps that must be are done."""
    raise NotImplementedError


@transaction.atomic
def case_reopen(*, actor: Actor, case: Case, reason: str) -> Case:
    """Open a closed or given-up case again."""
    raise NotImplementedError


@transaction.atomic
def case_abandon(*, actor: Actor, case: Case, on: dt.date, reason: str) -> Case:
    """Give a case up: it is closed with the outcome 终止 and the reason."""
    raise NotImplementedError
