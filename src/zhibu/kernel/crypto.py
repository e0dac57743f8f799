"""Secrets of an installation and what is done with them: keys on disk, blind indexes, chains, seals.

A key is one file of text in the key folder, readable by its owner only, made when first asked for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from zhibu.kernel.errors import ZhibuError

KEY_NAMES = ("secret_key", "field_salt", "index_key", "audit_key", "files_key")


def key_read(folder: Path, name: str) -> str:
    """The key of this name, made on first use; two processes starting at once get the same one."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, secrets.token_urlsafe(48))
    text = path.read_text("utf-8").strip()
    if len(text) < 16:
        raise ZhibuError(f"密钥文件 {path} 太短或是空的，从备份里取回原来的密钥文件。")
    return text


def _write_once(path: Path, text: str) -> None:
    """Write beside and link into place: whoever comes second finds the first one's file, whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # another process was first; its key is the key
    finally:
        beside.unlink()


def fingerprint(key: str) -> str:
    """A short mark by which a key is known again without being shown."""
    return hashlib.sha256(b"zhibu fingerprint\0" + key.encode()).hexdigest()[:16]


def blind_index(key: str, field: str, value: str) -> str:
    """What stands in the index column of an encrypted field: equal values, equal marks, no way back.

    Full-width forms, blanks and the case of a final x do not make two different numbers.
    """
    plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    if not plain:
        return ""
    return hmac.new(key.encode(), f"{field}\0{plain}".encode(), hashlib.sha256).hexdigest()


def chain_mac(key: str, previous: str, content: bytes) -> str:
    """One link of a hash chain: a keyed mark over the mark before and the content."""
    return hmac.new(key.encode(), previous.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"zhibu seal\0" + key.encode()).digest()))


def seal(key: str, content: bytes) -> bytes:
    """Encrypt a file's content, so that it cannot be read or changed without the key."""
    return _fernet(key).encrypt(content)


def unseal(key: str, sealed: bytes) -> bytes:
    """The content given to `seal`; an error when the key is another or a byte was changed."""
    try:
        return _fernet(key).decrypt(sealed)
    except InvalidToken:
        raise ZhibuError("文件打不开：密钥不对，或文件被改动过。") from None
