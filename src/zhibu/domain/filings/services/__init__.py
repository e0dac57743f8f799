"""Writes of the room: a filing is drafted, sent, received, accepted, returned, withdrawn, replied to."""

from zhibu.domain.filings.services.answering import (
    filing_accept,
    filing_receive,
    filing_reply,
    filing_return,
)
from zhibu.domain.filings.services.drafting import (
    Enclosed,
    filing_change,
    filing_discard,
    filing_draft,
)
from zhibu.domain.filings.services.noting import event_note
from zhibu.domain.filings.services.sending import filing_send, filing_withdraw, prefix_set

__all__ = [
    "Enclosed",
    "event_note",
    "filing_accept",
    "filing_change",
    "filing_discard",
    "filing_draft",
    "filing_receive",
    "filing_reply",
    "filing_return",
    "filing_send",
    "filing_withdraw",
    "prefix_set",
]
