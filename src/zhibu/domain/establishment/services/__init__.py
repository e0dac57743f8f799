"""Writes of the room: one service a change of the tree, and taking one back."""

from zhibu.domain.establishment.services.calendars import (
    calendar_set,
    school_term_record,
    school_term_withdraw,
)
from zhibu.domain.establishment.services.composite import (
    organisation_dissolve,
    organisation_merge,
    organisation_split,
)
from zhibu.domain.establishment.services.planning import change_try, changes_due_make
from zhibu.domain.establishment.services.simple import (
    organisation_found,
    organisation_move,
    organisation_rename,
)
from zhibu.domain.establishment.services.undoing import change_undo

__all__ = [
    "calendar_set",
    "change_try",
    "change_undo",
    "changes_due_make",
    "organisation_dissolve",
    "organisation_found",
    "organisation_merge",
    "organisation_move",
    "organisation_rename",
    "organisation_split",
    "school_term_record",
    "school_term_withdraw",
]
