"""Reading an import's workbooks against the database; kept sealed so that a page need not read again."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from zhibu.domain.imports.known import known_facts
from zhibu.domain.imports.models import Import, RememberedColumn
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.plan import Plan, plan_import
from zhibu.kernel.actor import Actor
from zhibu.rosters.reading import Reading, read


@dataclass
class Preview:
    """What the workbooks say and what would be written."""

    reading: Reading
    plan: Plan


def preview_make(of: Import, actor: Actor) -> Preview:
    """Read the workbooks afresh and plan; the reading is kept for the next pages."""
    reading = _reading(of, actor)
    files.write_sealed(files.preview_name(of), pickle.dumps((_mark(of), reading)))
    return Preview(reading, plan_for(of, reading))


def preview_of(of: Import, actor: Actor) -> Preview:
    """The kept reading with a fresh plan; read again where answers or columns changed since."""
    kept = files.read_sealed(files.preview_name(of))
    if kept is not None:
        mark, reading = pickle.loads(kept)  # noqa: S301 - sealed by this installation's own key
        if mark == _mark(of):
            return Preview(reading, plan_for(of, reading))
    return preview_make(of, actor)


def plan_for(of: Import, reading: Reading) -> Plan:
    """The plan against the database as it is now."""
    return plan_import(reading, day=of.day, answers=_answers(of), top=of.organisation)


def _reading(of: Import, actor: Actor) -> Reading:
    return read(
        files.sources(of),
        mapping=_mapping(of),
        decisions=_answers(of),
        known=known_facts(actor, of.organisation, of.day),
        today=of.day,
    )


def _answers(of: Import) -> dict[str, str]:
    return {answer.key: answer.choice for answer in of.answers.all()}


def _mapping(of: Import) -> dict[str, object]:
    """Columns remembered from earlier imports, then what was corrected in this one."""
    remembered = {row.heading: row.field for row in RememberedColumn.objects.all()}
    sheets: list[dict[str, object]] = [{"columns": remembered}] if remembered else []
    return {"sheets": [*sheets, *of.mapping.get("sheets", [])]}


def _mark(of: Import) -> str:
    """Changes when the answers or the columns do."""
    return repr((sorted(_answers(of).items()), _mapping(of)))
