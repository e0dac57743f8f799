"""Keeps out of the log what opens a door: the secret part of the address of a calendar or an invitation.

ID numbers and phones that somebody looked for by their address lose their middle.
"""

from __future__ import annotations

import logging
import re

from zhibu.kernel.masking import masked_numbers

_SECRET = re.compile(r"(/(?:calendar|invitation)/)[^\s\"'?]+")


class Hushed(logging.Filter):
    """Puts `***` in the place of the secret, in the message and whatever is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never holds a line back."""
        said = record.getMessage()
        hushed = masked_numbers(_SECRET.sub(r"\1***", said))
        if hushed != said:
            record.msg, record.args = hushed, ()
        return True
