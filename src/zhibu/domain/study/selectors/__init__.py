"""Reads of the room: plan, materials, ledger, hours, own notes, commitments, what waits."""

from zhibu.domain.study.selectors.commitments import (
    body_commits,
    commitment_get,
    commitments,
    inspections,
    to_write,
)
from zhibu.domain.study.selectors.hours import Hours, Needed, hours_of, needed_for
from zhibu.domain.study.selectors.notes import (
    note_get,
    note_text,
    notes,
    self_studies,
    self_studies_own,
    wanted_notes,
)
from zhibu.domain.study.selectors.planned import (
    LedgerLine,
    bodies_near,
    entitled,
    ledger,
    material_files,
    material_files_change,
    material_get,
    materials,
    session_get,
    topic_get,
    topics,
    topics_near,
)
from zhibu.domain.study.selectors.waiting import desk_items, open_items

__all__ = [
    "Hours", "LedgerLine", "Needed", "bodies_near", "body_commits", "commitment_get", "commitments", "desk_items", "entitled",
    "hours_of", "inspections", "ledger", "material_files", "material_files_change", "material_get", "materials", "needed_for", "note_get", "note_text", "notes",
    "open_items", "self_studies", "self_studies_own", "session_get", "to_write", "topic_get", "topics", "topics_near", "wanted_notes",
]  # fmt: skip
