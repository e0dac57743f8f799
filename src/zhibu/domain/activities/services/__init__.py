"""The only writes of activities, of who was there, and of papers, besides imports.

What is written here is what rules read (docs/facts.md). These services check shape and agreement and write
the record; who may do it is said by the room whose work makes the fact, which passes `actor.entrusted()`.
"""

from zhibu.domain.activities.services.attending import attendance_clear, attendance_set
from zhibu.domain.activities.services.holding import (
    activity_change,
    activity_record,
    activity_remove,
)
from zhibu.domain.activities.services.noting import activity_lock
from zhibu.domain.activities.services.papers import paper_note, paper_withdraw

__all__ = [
    "activity_change",
    "activity_lock",
    "activity_record",
    "activity_remove",
    "attendance_clear",
    "attendance_set",
    "paper_note",
    "paper_withdraw",
]
