"""The board: which tokens were counted, never how; and the roll, as marks that hide the names."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.ballots.canonical import digest
from zhibu.ballots.tokens import HEX64, short


@dataclass(frozen=True, slots=True)
class Receipt:
    """One counted slip: `short` as it is read out, `token` in full."""

    short: str
    token: str


def board(tokens: Iterable[str]) -> tuple[Receipt, ...]:
    """All receipts, sorted: their order says nothing of when they came."""
    return tuple(Receipt(short(token), token) for token in sorted(tokens))


def receipt_find(tokens: Iterable[str], said: str) -> tuple[Receipt, ...]:
    """Receipts that begin as a voter says: `8F21·9E9C`, `8f219e9c` or all 64 digits."""
    wanted = "".join(c for c in said.lower() if c in "0123456789abcdef")
    if len(wanted) < 8:
        return ()
    return tuple(r for r in board(tokens) if r.token.startswith(wanted))


def roll_salt() -> str:
    """Chance for one entry of a roll, kept with the entry and shown to that voter only."""
    return secrets.token_hex(16)


def roll_entry(poll: str, person: str, name: str, salt: str) -> str:
    """The mark of one entitled person in the result: without the salt no name can be tried."""
    return hashlib.sha256(f"zhibu roll 1\n{poll}\n{person}\n{name}\n{salt}".encode()).hexdigest()


def roll_digest(entries: Iterable[str]) -> str:
    """The mark of the whole roll, fixed when the poll opens."""
    listed = sorted(entries)
    if not all(HEX64.fullmatch(entry) for entry in listed):
        raise ValueError("an entry of a roll is a mark made by roll_entry")
    return digest(listed)
