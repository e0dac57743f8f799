"""Those graded as unqualified: whether a disposal of them was begun. It is proposed from the page, never begun by a grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.appraisals.choices import Grade
from zhibu.domain.appraisals.models import Appraisee
from zhibu.domain.appraisals.selectors.appraisals import Row
from zhibu.domain.members.models import Member
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor

DISPOSAL = "disposal"  # the procedure of rulepacks/procedures


@dataclass(frozen=True, slots=True)
class Poor:
    """A member graded as unqualified, with the case of disposal opened since the grading, if any."""

    person: Appraisee
    case: Case | None

    @property
    def member(self) -> Member:
        return self.person.member


def disposals(actor: Actor, rows: Sequence[Row]) -> list[Poor]:
    """Of the rows whose grade he reads: those graded as unqualified, each with its case; empty before the grading."""
    found = [row.person for row in rows if row.shown and row.person.grade == Grade.POOR]
    if not found or found[0].appraisal.graded_on is None:
        return []
    graded = found[0].appraisal.graded_on
    cases = scope.cases(actor).filter(procedure=DISPOSAL, subject__in=[one.member_id for one in found], opened__gte=graded)
    begun = {case.subject: case for case in cases.order_by("opened", "pk")}
    return [Poor(one, begun.get(one.member_id)) for one in found]
