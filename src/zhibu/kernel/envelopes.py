"""A text that named holders can open and nobody else: a key of its own, wrapped once for each of them.

The wrapping key of a holder is derived from a key of the installation and his id. So one text is opened for
one holder at a time, and only where the program names him; whoever has both the database and the keys of the
machine can open all (docs/decisions/0220). Texts are padded, so that their length says little.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhibu.kernel.errors import ZhibuError

_NONCE, _BLOCK = 12, 512
_END = b"\x80"


def envelope_seal(
    key: str, about: str, text: str, holders: Iterable[str]
) -> tuple[str, dict[str, str]]:
    """The sealed text and, for each holder, his wrapped key; all are text fit for a column.

    `about` is bound to both: a sealed text that is moved to another row does not open there.
    """
    inner = AESGCM.generate_key(256)
    sealed = _encrypt(inner, _padded(text.encode()), about)
    return sealed, {holder: _wrap(key, about, holder, inner) for holder in holders}


def envelope_rewrite(key: str, about: str, text: str, holder: str, wrapped: str) -> str:
    """Another text under the same key: all who could open the old one can open this one."""
    return _encrypt(_unwrap(key, about, holder, wrapped), _padded(text.encode()), about)


def envelope_open(key: str, about: str, sealed: str, holder: str, wrapped: str) -> str:
    """The text; an error where the key is another's or anything was changed."""
    return _unpadded(_decrypt(_unwrap(key, about, holder, wrapped), sealed, about)).decode()


def envelope_share(
    key: str, about: str, holder: str, wrapped: str, others: Iterable[str]
) -> dict[str, str]:
    """Wrapped keys for others, made by somebody who can open it."""
    inner = _unwrap(key, about, holder, wrapped)
    return {other: _wrap(key, about, other, inner) for other in others}


def _wrap(key: str, about: str, holder: str, inner: bytes) -> str:
    return _encrypt(_holders_key(key, holder), inner, f"{about}\0{holder}")


def _unwrap(key: str, about: str, holder: str, wrapped: str) -> bytes:
    return _decrypt(_holders_key(key, holder), wrapped, f"{about}\0{holder}")


def _holders_key(key: str, holder: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, b"zhibu envelope\0" + holder.encode()).derive(
        key.encode()
    )


def _encrypt(key: bytes, content: bytes, about: str) -> str:
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, content, about.encode())).decode()


def _decrypt(key: bytes, text: str, about: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise ZhibuError("内容打不开：密钥不对，或者存的内容被改动过。") from None


def _padded(content: bytes) -> bytes:
    return content + _END + b"\0" * (-(len(content) + 1) % _BLOCK)


def _unpadded(content: bytes) -> bytes:
    return content.rstrip(b"\0")[:-1]
