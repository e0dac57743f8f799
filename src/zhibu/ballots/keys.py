"""The keys of a poll: made when it opens, kept in one sealed file outside the database, destroyed at closing.

Two pairs a poll. The signing key signs tokens without seeing them; the box key opens the slips. Neither
ever stands in the database or in a backup. Who copies the key folder while a box is open, and the
database with it, could open the slips (docs/ballots.md says what follows).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from zhibu.ballots.canonical import digest
from zhibu.ballots.rsabssa import PublicNumbers
from zhibu.kernel.crypto import key_read, seal, unseal
from zhibu.kernel.errors import Refused, ZhibuError

BITS = 3072
FOLDER = "ballots"  # below the installation's key folder
_POLL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


class KeysLost(ZhibuError):
    """The key file of an open poll is not there or cannot be opened: its slips never can."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What everybody may know of a poll's keys; stored with the poll, shown, and in the result.

    `n`: modulus of the signing key in hex (exponent 65537); `box`: point of the box key, uncompressed, hex.
    """

    poll: str
    n: str
    box: str

    @property
    def numbers(self) -> PublicNumbers:
        """The signing key as numbers."""
        return PublicNumbers(int(self.n, 16), 65537)

    @property
    def fingerprint(self) -> str:
        """16 hex digits in fours: the same for every voter, so it is printed on the notice."""
        return grouped(digest(self.as_data()))

    def as_data(self) -> dict[str, str]:
        """For storing and for the browser."""
        return {"poll": self.poll, "n": self.n, "e": "010001", "box": self.box}


def grouped(hexdigits: str, groups: int = 4) -> str:
    """The first digits of a digest as people read them out: 8F21 9E9C 04D7 1A55."""
    shown = hexdigits[: 4 * groups].upper()
    return " ".join(shown[i : i + 4] for i in range(0, len(shown), 4))


@dataclass(frozen=True, slots=True, repr=False)
class PollKeys:
    """Both private keys of a poll, in memory; never printed, never stored elsewhere."""

    public: PublicKeys
    signing: rsa.RSAPrivateKey
    box: ec.EllipticCurvePrivateKey


def poll_keys_make(folder: Path, files_key: str, poll: str, *, bits: int = BITS) -> PublicKeys:
    """Make both pairs and keep the private halves in `folder/ballots/<poll>.key`, sealed.

    Refused where there is a file already: a poll gets its keys once.
    """
    path = _path(folder, poll)
    if path.exists():
        raise Refused("这场投票已经有密钥了，不能再生成一次。")
    signing = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    keys = _keys(poll, signing, ec.generate_private_key(ec.SECP256R1()))
    kept = {"poll": poll, "signing": _pem(keys.signing), "box": _pem(keys.box)}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seal(files_key, json.dumps(kept).encode()))
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)
    return keys.public


def poll_keys_open(folder: Path, files_key: str, public: PublicKeys) -> PollKeys:
    """The keys from their file; KeysLost where it is gone, broken, or another poll's."""
    path = _path(folder, public.poll)
    lost = "没有它，已投的票打不开。这场投票作废，重新发起一场。"
    try:
        sealed = path.read_bytes()
    except OSError:
        raise KeysLost(f"这场投票的密钥文件 {path} 不见了。{lost}") from None
    try:
        kept = json.loads(unseal(files_key, sealed))
    except (ZhibuError, ValueError):
        raise KeysLost(f"这场投票的密钥文件 {path} 打不开：files_key 换过，或文件被改动过。{lost}") from None
    signing = load_pem_private_key(kept["signing"].encode(), None)
    box = load_pem_private_key(kept["box"].encode(), None)
    if not isinstance(signing, rsa.RSAPrivateKey) or not isinstance(box, ec.EllipticCurvePrivateKey):
        raise KeysLost(f"密钥文件 {path} 里不是投票的密钥。{lost}")
    keys = _keys(kept["poll"], signing, box)
    if keys.public != public:
        raise KeysLost(f"密钥文件 {path} 和这场投票登记的公钥对不上。{lost}")
    return keys


def poll_keys_destroy(folder: Path, poll: str) -> bool:
    """Overwrite and remove the key file; False where there is none. From here on no slip can be opened."""
    path = _path(folder, poll)
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return False
    with os.fdopen(handle, "wb", buffering=0) as file:
        length = os.fstat(file.fileno()).st_size
        for noise in (secrets.token_bytes(length), bytes(length)):
            file.seek(0)
            file.write(noise)
            os.fsync(file.fileno())
    path.unlink()
    _sync(path.parent)
    return True


def poll_keys_left(folder: Path) -> tuple[str, ...]:
    """Polls that still have a key file: after a crash between counting and destroying, closed ones too."""
    return tuple(sorted(file.stem for file in (folder / FOLDER).glob("*.key")))


def seal_key(folder: Path) -> Ed25519PrivateKey:
    """The installation's key that seals result files; made on first use, kept for good."""
    text = key_read(folder, "ballot_seal_key")
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(b"zhibu ballot seal\0" + text.encode()).digest()
    )


def seal_fingerprint(key: Ed25519PrivateKey) -> str:
    """By what the installation's seal is known: shown on the site and printed on the report."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return fingerprint_of(raw.hex())


def fingerprint_of(public: str) -> str:
    """The fingerprint of a seal's public key given in hex."""
    return grouped(hashlib.sha256(b"zhibu seal key\0" + bytes.fromhex(public)).hexdigest(), 8)


def _path(folder: Path, poll: str) -> Path:
    if not _POLL.fullmatch(poll):
        raise ValueError(f"not an id of a poll: {poll!r}")
    return folder / FOLDER / f"{poll}.key"


def _keys(poll: str, signing: rsa.RSAPrivateKey, box: ec.EllipticCurvePrivateKey) -> PollKeys:
    n = signing.public_key().public_numbers().n
    point = box.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    size = (signing.key_size + 7) // 8
    return PollKeys(PublicKeys(poll, n.to_bytes(size, "big").hex(), point.hex()), signing, box)


def _pem(key: Any) -> str:
    plain: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain.decode()


def _sync(folder: Path) -> None:
    """Make a name in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
