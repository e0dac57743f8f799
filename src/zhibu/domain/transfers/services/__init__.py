"""Writes of the room: ask, write the letter, arrive, receive, acknowledge, return, withdraw."""

from zhibu.domain.transfers.services.receiving import (
    transfer_acknowledge,
    transfer_arrive,
    transfer_receive,
    transfer_return,
)
from zhibu.domain.transfers.services.sending import (
    transfer_register,
    transfer_request,
    transfer_send,
    transfer_withdraw,
)

__all__ = [
    "transfer_acknowledge",
    "transfer_arrive",
    "transfer_receive",
    "transfer_register",
    "transfer_request",
    "transfer_return",
    "transfer_send",
    "transfer_withdraw",
]
