"""One-time codes of a phone's app by RFC 6238: six digits, thirty seconds, SHA-1, as every app takes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

SECONDS, DIGITS = 30, 6
ASIDE = 1  # steps before and after that are taken too: clocks differ


def new_secret() -> str:
    """160 bits in base 32, as apps read them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a step (seconds since 1970, divided by 30)."""
    key = base64.b32decode(secret, casefold=True)
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, seconds: float, after: int) -> int | None:
    """The step whose code this is, near the present one and later than `after`; a code serves once."""
    plain = "".join(sign for sign in code if sign.isdigit())
    now = int(seconds) // SECONDS
    for step in range(now - ASIDE, now + ASIDE + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), plain):
            return step
    return None


def address(secret: str, name: str, issuer: str) -> str:
    """What the picture for the app's camera says."""
    label = quote(f"{issuer}:{name}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
