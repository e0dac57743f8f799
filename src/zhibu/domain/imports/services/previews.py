"""Reading an import's workbooks against the database; kept sealed so that a page need not read again."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from zhibu.domain.imports.choices import State
from zhibu.domain.imports.known import known_facts, known_mark
from zhibu.domain.imports.models import Import, RememberedColumn
from zhibu.domain.imports.named import places_of
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.plan import Person, Place, Plan, Question, plan_import
from zhibu.domain.imports.services.plan.plan import LeftOut
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.selectors import own_type_words
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.rosters.findings import RowFate
from zhibu.rosters.reading import Reading, read


@dataclass
class Preview:
    """What the workbooks say and what would be written; holds no rows of the database."""

    reading: Reading
    rows: list[RowFate]
    questions: list[Question]
    people: list[Person]
    remarks: list[str]
    summary: dict[str, Any]
    writes: int
    outside: frozenset[Place]

    @property
    def counts(self) -> Counter[str]:
        """Rows of the sheets by fate."""
        return Counter(row.outcome for row in self.rows)


def preview_make(of: Import, actor: Actor) -> Preview:
    """Read the workbooks afresh and plan; kept for the next pages."""
    mark = _mark(of, actor)
    reading = reading_make(of, actor)
    preview = preview_from(reading, plan_for(of, actor, reading))
    files.write_sealed(files.preview_name(of), pickle.dumps((mark, preview)))
    return preview


def preview_of(of: Import, actor: Actor) -> Preview:
    """The kept preview; made again where answers, columns or the database changed since.

    Of an import that was written it stays as it was then.
    """
    kept = preview_kept(of, actor)
    if kept is None and of.state != State.DRAFT:
        raise Refused("上传的原表已经删除，逐行说明也不在了。")
    return kept or preview_make(of, actor)


def preview_kept(of: Import, actor: Actor) -> Preview | None:
    """The kept preview, if it still holds."""
    kept = files.read_sealed(files.preview_name(of))
    if kept is None:
        return None
    try:
        mark, preview = pickle.loads(kept)  # noqa: S301 - sealed by this installation's own key
    except (AttributeError, ImportError, TypeError, EOFError, pickle.UnpicklingError):
        return None  # made by another version
    return preview if of.state != State.DRAFT or mark == _mark(of, actor) else None


def preview_from(reading: Reading, plan: Plan) -> Preview:
    """The preview of a plan."""
    rows = [_fate(row, plan.left_out.get((row.file, row.sheet, row.row))) for row in reading.rows]
    outside = (place for place, one in plan.left_out.items() if one.outcome == "reject")
    return Preview(
        reading, rows, plan.questions, plan.people, plan.remarks, plan.summary(), plan.writes,
        frozenset(outside),
    )  # fmt: skip


def _fate(row: RowFate, left_out: LeftOut | None) -> RowFate:
    """A row that reads well and is still not written says why."""
    if left_out is None or row.outcome in ("reject", "skip"):
        return row
    reason = f"{left_out.who}：{left_out.reason}" if left_out.who else left_out.reason
    if row.outcome == "hold":  # nothing is asked of a row that could not be written anyway
        refused = left_out.outcome == "reject"
        return replace(row, outcome="reject", reasons=[f"{reason}。"]) if refused else row
    return replace(row, outcome=left_out.outcome, reasons=[*row.reasons, f"{reason}。"])


def plan_for(of: Import, actor: Actor, reading: Reading) -> Plan:
    """The plan against the database as it is now."""
    return plan_import(reading, actor=actor, day=of.day, answers=_answers(of), top=of.organisation)


def reading_make(of: Import, actor: Actor) -> Reading:
    """Read the workbooks with the answers given so far.

    An answer that is a key the reader gave somebody of the sheets counts only while that key still
    means the same; else it is asked again.
    """
    reading = _read(of, actor, _answers(of))
    given = {a.key: (a.choice, a.means) for a in of.answers.exclude(means="")}
    if not given:
        return reading
    places = places_of(reading)
    stale = {key for key, (choice, means) in given.items() if places.get(choice) != means}
    if not stale:
        return reading
    return _read(of, actor, {k: v for k, v in _answers(of).items() if k not in stale})


def _read(of: Import, actor: Actor, answers: dict[str, str]) -> Reading:
    return read(
        files.sources(of),
        mapping=_mapping(of),
        decisions=answers,
        known=known_facts(actor, of.organisation, of.day),
        today=of.day,
        own_types=own_type_words(actor),
    )


def _answers(of: Import) -> dict[str, str]:
    return {answer.key: answer.choice for answer in of.answers.all()}


def _mapping(of: Import) -> dict[str, object]:
    """Columns remembered from earlier imports, then what was corrected in this one."""
    sheets: list[dict[str, object]] = [
        {"for_kind": row.kind, "columns": {row.heading: row.field}} for row in remembered(of)
    ]
    return {"sheets": [*sheets, *of.mapping.get("sheets", [])]}


def remembered(of: Import) -> list[RememberedColumn]:
    """Columns remembered here and above, the nearest last."""
    above = path_parents(of.organisation.path) if of.organisation else []
    rows = RememberedColumn.objects.select_related("organisation")
    chosen = [
        row
        for row in rows
        if row.organisation is None
        or row.organisation_id == of.organisation_id
        or row.organisation.path in above
    ]
    return sorted(chosen, key=lambda row: row.organisation.depth if row.organisation else -1)


def _mark(of: Import, actor: Actor) -> str:
    """Changes when the answers, the columns, the database or the actor's scope do."""
    return repr(
        (sorted(_answers(of).items()), _mapping(of), known_mark(), actor.roles, actor.everything)
    )


__all__ = [
    "Place",
    "Preview",
    "plan_for",
    "preview_from",
    "preview_kept",
    "preview_make",
    "preview_of",
]
