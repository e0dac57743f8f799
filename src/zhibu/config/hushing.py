"""Keeps out of the log what opens a door: the secret part of the address of a calendar or an invitation.

ID numbers and phones that somebody looked for by their address lose their middle, also in what an error says; rows that
a database shows with an error are left out.
"""

from __future__ import annotations

import logging
import re

from zhibu.kernel.masking import masked_numbers

_PLAIN = logging.Formatter()
# PostgreSQL shows the row, or the values of a key, that it does not take
_ROW = re.compile(r"((?:Failing row contains|Key \([^)]*\)=) ?)\(.*", re.M)
_SECRET = re.compile(r"(/(?:calendar|invitation)/)[^\s\"'?]+")


class Hushed(logging.Filter):
    """Puts `***` in the place of the secret, in the message and whatever is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never holds a line back."""
        said = record.getMessage()
        hushed = _hushed(said)
        if hushed != said:
            record.msg, record.args = hushed, ()
        if record.exc_info and not record.exc_text:  # what is kept here, the formatter takes as it is
            record.exc_text = _hushed(_PLAIN.formatException(record.exc_info))
        return True


def _hushed(text: str) -> str:
    return masked_numbers(_ROW.sub(r"\1***", _SECRET.sub(r"\1***", text)))
