"""The roads through a procedure that an organisation may take on a day."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.casework.holding import Holding
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine.comparing.roads import WholeRoad
from zhibu.engine.language.files import Procedure
from zhibu.kernel.errors import NotFound

Road = WholeRoad


def procedure_get(code: str) -> Procedure:
    """A procedure of the packs."""
    found = rulebook().procedures.get(code)
    if found is None:
        raise NotFound(f"没有叫 {code} 的程序。")
    return found


def procedures() -> list[Procedure]:
    """All procedures that may be run, in their order."""
    return sorted(rulebook().procedures.values(), key=lambda one: (one.order, one.code))


def roads(organisation: Organisation, procedure: str, on: dt.date) -> list[Road]:
    """The roads on offer on a day, the nearest text first; one with an empty key where none is laid down.

    Each has `key` (DIRECTIVE/ROAD), `label`, `manner` (of posts that result), `parts` (whose roads were put
    together), `steps` (`MergedStep`) and `effects` (the steps after which it is in force).
    """
    procedure_get(procedure)
    return Holding([organisation]).roads(organisation, procedure, on)


def road_of(case: Case) -> Road:
    """The road by which a case is run, by the directives in force on the day it began."""
    procedure_get(case.procedure)
    kept = CaseRoad.objects.filter(pk=case.pk).values_list("road", flat=True).first() or ""
    found = Holding([case.organisation]).road(case.organisation, case.procedure, case.opened, kept)
    assert found is not None
    return found
