"""What every write of the room does: lock the file, record the step of the case, write the entry without its texts."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.audit.services import entry_record
from zhibu.domain.casework.services.noting import locked as case_locked
from zhibu.domain.casework.services.steps import PaperGiven, StepSaid, step_write
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

PROCEDURE = "discipline"


def held(file: DisciplineFile) -> DisciplineFile:
    """The row, locked; Refused where the case is closed."""
    rows = DisciplineFile.objects.select_for_update(of=("self",)).select_related("case", "member", "organisation", "penalty")
    found = rows.get(pk=file.pk)
    if found.case.closed is not None:
        raise Refused(f"这件案子在 {found.case.closed} 已经{found.case.outcome or '办结'}。")
    return found


def require_text(text: str, what: str) -> str:
    """The text without blanks around it; Refused where there is none."""
    if not text.strip():
        raise Refused(f"还没有写{what}。")
    return text.strip()


def stepped(
    actor: Actor, file: DisciplineFile, step: str, on: dt.date, *, paper: str = "", decided_by: str = "",
    outcome: str = "", by: str = "", reason: str = "",
) -> None:
    """Record the step; the rights of the room were asked already."""
    papers = (PaperGiven(paper, on),) if paper else ()
    said = StepSaid(outcome=outcome[:100], by=by, decided_by=decided_by, papers=papers, reason=reason)
    step_write(actor, case_locked(file.case), step, on, said)


def noted(actor: Actor, file: DisciplineFile, verb: str, **details: object) -> None:
    """The entry: which step, which day; never what it is about."""
    entry_record(
        actor=actor, action=f"matter.{verb}", subject=file.member_id, organisation=file.organisation_id,
        details={"case": file.pk, **details},
    )  # fmt: skip
