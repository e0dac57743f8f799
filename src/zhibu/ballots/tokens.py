"""Tokens: what a voter's browser makes, what the site signs without seeing it, what the receipt shows.

A token is the SHA-256 of a public key (P-256) that the browser made for this one slip. So a slip in the
box is bound to its token by a signature that only the browser could make: who writes into the database
cannot put another slip in its place.
"""

from __future__ import annotations

import hashlib
import re

from zhibu.ballots.keys import PollKeys, PublicKeys
from zhibu.ballots.rsabssa import BlindingError, blind_sign, verify
from zhibu.kernel.errors import Refused

HEX64 = re.compile(r"[0-9a-f]{64}")


def token_issue(keys: PollKeys, blinded: str) -> str:
    """Sign a blinded token (hex); the answer in hex. The caller lets each voter have one (`issued_again`)."""
    numbers = keys.public.numbers
    if not re.fullmatch(r"[0-9a-f]+", blinded) or len(blinded) != 2 * numbers.octets:
        raise BlindingError(
            f"盲化的选票凭证读到 {len(blinded)} 个字符，应为 {2 * numbers.octets} 个十六进制字符。"
            "重新打开投票页再领一次。"
        )
    exponent = keys.signing.private_numbers().d
    return blind_sign(numbers, exponent, bytes.fromhex(blinded)).hex()


def issued_again(stored_blinded: str, stored_answer: str, blinded: str) -> str:
    """What a voter who asks again is told: the same answer to the same question, nothing to another one."""
    if stored_blinded != blinded:
        raise Refused(
            "选票已经发过一次，一人只发一张。用领票时的那台手机、那个浏览器接着投；"
            "那个页面已经关掉的，这张票补不了。"
        )
    return stored_answer


def token_of(public_key: str) -> str:
    """The token that belongs to a slip's public key (hex)."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()


def token_is_signed(public: PublicKeys, token: str, prefix: str, signature: str) -> bool:
    """Whether the poll's key has signed this token; all in hex."""
    try:
        prepared = bytes.fromhex(prefix) + bytes.fromhex(token)
        raw = bytes.fromhex(signature)
    except ValueError:
        return False
    lengths = len(prefix) == 64 and HEX64.fullmatch(token) is not None
    return lengths and verify(public.numbers, prepared, raw)


def short(token: str) -> str:
    """A receipt as it is read out: 8F21·9E9C."""
    return f"{token[:4]}·{token[4:8]}".upper()
