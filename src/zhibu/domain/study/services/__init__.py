"""Writes of the room: plan, materials, studies, own notes and hours, commitments and their inspection."""

from zhibu.domain.study.services.commitments import (
    commitment_publish,
    commitment_return,
    commitment_write,
    commitments_publish,
    finding_follow,
    inspection_record,
)
from zhibu.domain.study.services.own import (
    note_remove,
    note_share,
    note_unshare,
    note_write,
    self_study_note,
    self_study_remove,
)
from zhibu.domain.study.services.planning import (
    material_add,
    material_remove,
    topic_add,
    topic_change,
    topic_remove,
)
from zhibu.domain.study.services.sessions import hours_register, session_change, session_record
from zhibu.domain.study.services.taking import minutes_take

__all__ = [
    "commitment_publish", "commitment_return", "commitment_write", "commitments_publish", "finding_follow", "hours_register",
    "inspection_record", "material_add", "material_remove", "minutes_take", "note_remove", "note_share", "note_unshare", "note_write",
    "self_study_note", "self_study_remove", "session_change", "session_record", "topic_add", "topic_change", "topic_remove",
]  # fmt: skip
