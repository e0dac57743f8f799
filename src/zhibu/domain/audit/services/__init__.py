"""Writes of the record: entries within the action's own transaction, checks of the chain, the head by mail."""

from django.utils.module_loading import import_string

from zhibu.domain.audit.services.checking import head_mail, record_check
from zhibu.domain.audit.services.writing import (
    Announcement,
    Listener,
    Touch,
    announce,
    entry_record,
    record_hold,
    require_in_person,
)

__all__ = [
    "Announcement",
    "Listener",
    "Touch",
    "announce",
    "entry_record",
    "head_mail",
    "import_string",
    "record_check",
    "record_hold",
    "require_in_person",
]
