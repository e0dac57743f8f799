"""Writes of the room: results of elections, extensions, reminders, division of work."""

from zhibu.domain.committees.services.duties import duty_set
from zhibu.domain.committees.services.reminding import reminders_record
from zhibu.domain.committees.services.terms import Seat, term_begin, term_extend, term_withdraw

__all__ = ["Seat", "duty_set", "reminders_record", "term_begin", "term_extend", "term_withdraw"]
