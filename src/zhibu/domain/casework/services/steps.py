"""Steps of a case: recorded through the gates of its road, taken back with a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhibu.domain.procedures.models import Case, Step
from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper that comes with a step: its kind (rule packs) and its day; no day: that of the step."""

    kind: str
    on: dt.date | None = None


@transaction.atomic
def step_record(
    *,
    actor: Actor,
    case: Case,
    step: str,
    on: dt.date,
    outcome: str = "",
    by: str = "",
    decided_by: str = "",
    papers: Sequence[PaperGiven | str] = (),
    reason: str = "",
) -> Step:
    """Record a step of a case.

    `by`: id of the organisation or member that did it (empty: who does it by the road, or the case's
    organisation); `decided_by`: id of a held activity; `papers`: kinds, or kinds with days; `reason`:
    why it is done otherwise than a rule of strength 一般 says.
    """
    raise NotImplementedError


@transaction.atomic
def step_withdraw(
    *, actor: Actor, case: Case, step: str, reason: str, on: dt.date | None = None
) -> None:
    """Take back a recorded step (of several the one of the day `on`, else the last), with the reason."""
    raise NotImplementedError
