"""RSA blind signatures after RFC 9474 (RSABSSA-SHA384): prepare, blind, blind_sign, finalize, verify.

The site uses the variant PSS-Randomized. The other three differ in two numbers and are here because
their published test vectors prove the same lines. Powers with a private exponent take the same time
for every exponent (`gmpy2.powmod_sec`), on a number that chance has covered before.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha384

import gmpy2  # type: ignore[import-untyped]  # the library has no types of its own
from gmpy2 import mpz

from zhibu.kernel.errors import ZhibuError

PREFIX = 32  # octets of chance before the message (RFC 9474, section 4.1)
_HASH = 48  # octets of SHA-384


@dataclass(frozen=True, slots=True)
class Variant:
    """`salt`: octets of salt in the encoding; `randomized`: whether chance is set before the message."""

    name: str
    salt: int
    randomized: bool


RANDOMIZED = Variant("RSABSSA-SHA384-PSS-Randomized", 48, True)
VARIANTS = (
    RANDOMIZED,
    Variant("RSABSSA-SHA384-PSSZERO-Randomized", 0, True),
    Variant("RSABSSA-SHA384-PSS-Deterministic", 48, False),
    Variant("RSABSSA-SHA384-PSSZERO-Deterministic", 0, False),
)


class BlindingError(ZhibuError):
    """A number that is no blinded message, or an answer that is no signature."""


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """Modulus and exponent of an RSA key."""

    n: int
    e: int

    @property
    def octets(self) -> int:
        """How long a blinded message and a signature are."""
        return (self.n.bit_length() + 7) // 8


def prepare(message: bytes, variant: Variant = RANDOMIZED, prefix: bytes | None = None) -> bytes:
    """What is signed in the message's place; `prefix` is given only by test vectors."""
    if not variant.randomized:
        return message
    return (secrets.token_bytes(PREFIX) if prefix is None else prefix) + message


def blind(
    key: PublicNumbers, prepared: bytes, variant: Variant = RANDOMIZED, *,
    salt: bytes | None = None, factor: int | None = None,
) -> tuple[bytes, int]:
    """The covered message and what uncovers its signature. `salt`, `factor`: test vectors only."""
    if salt is None:
        salt = secrets.token_bytes(variant.salt)
    n = mpz(key.n)
    number = mpz(int.from_bytes(_encoded(prepared, key.n.bit_length() - 1, salt), "big"))
    if gmpy2.gcd(number, n) != 1:
        raise BlindingError("签名公钥不对：消息和模数有公因数。")
    chance = mpz(factor) if factor is not None else _unit(n)
    covered = number * gmpy2.powmod(chance, key.e, n) % n
    return int(covered).to_bytes(key.octets, "big"), int(gmpy2.invert(chance, n))


def blind_sign(key: PublicNumbers, exponent: int, blinded: bytes) -> bytes:
    """The signature of a covered message, made without seeing the message.

    The number is covered once more by chance of our own, so that what the power works on is nothing
    that the asker knows; the result is checked before it leaves: a fault in the machine that would
    give the key away is kept back.
    """
    n = mpz(key.n)
    number = mpz(int.from_bytes(blinded, "big"))
    if len(blinded) != key.octets or number >= n or gmpy2.gcd(number, n) != 1:
        raise BlindingError(
            f"盲化的选票凭证读到 {len(blinded)} 字节，应为 {key.octets} 字节、小于模数的数。"
            "重新打开投票页再领一次。"
        )
    chance = _unit(n)
    power = gmpy2.powmod_sec(number * gmpy2.powmod(chance, key.e, n) % n, mpz(exponent), n)
    signed = power * gmpy2.invert(chance, n) % n
    if gmpy2.powmod(signed, key.e, n) != number:
        raise BlindingError("签名算错了，没有发出。检查服务器的内存和处理器，再领一次。")
    return int(signed).to_bytes(key.octets, "big")


def finalize(
    key: PublicNumbers, prepared: bytes, signed: bytes, inverse: int, variant: Variant = RANDOMIZED
) -> bytes:
    """The signature of the message itself; an error where the answer is no signature of it."""
    if len(signed) != key.octets:
        raise BlindingError(f"签名读到 {len(signed)} 字节，应为 {key.octets} 字节。")
    number = mpz(int.from_bytes(signed, "big")) * mpz(inverse) % mpz(key.n)
    signature = int(number).to_bytes(key.octets, "big")
    if not verify(key, prepared, signature, variant):
        raise BlindingError("收到的签名不是对这张凭证签的。")
    return signature


def verify(
    key: PublicNumbers, prepared: bytes, signature: bytes, variant: Variant = RANDOMIZED
) -> bool:
    """Whether the signature is the key's, on this message (RSASSA-PSS, RFC 8017, section 8.1.2)."""
    number = int.from_bytes(signature, "big")
    if len(signature) != key.octets or number >= key.n:
        return False
    bits = key.n.bit_length() - 1
    opened = int(gmpy2.powmod(mpz(number), key.e, mpz(key.n)))
    length = (bits + 7) // 8
    if opened.bit_length() > bits:
        return False
    return _fits(prepared, opened.to_bytes(length, "big"), bits, variant.salt)


def _unit(n: mpz) -> mpz:
    """A number by chance, from 1 to n - 1, that has an inverse."""
    while True:
        chance = mpz(secrets.randbelow(int(n) - 1) + 1)
        if gmpy2.gcd(chance, n) == 1:
            return chance


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384."""
    blocks = range((length + _HASH - 1) // _HASH)
    return b"".join(sha384(seed + block.to_bytes(4, "big")).digest() for block in blocks)[:length]


def _covered(data: bytes, mask: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(data, mask, strict=True))


def _encoded(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, section 9.1.1)."""
    length = (bits + 7) // 8
    if length < _HASH + len(salt) + 2:
        raise BlindingError("签名密钥太短。")
    seal = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH - 2) + b"\x01" + salt
    covered = bytearray(_covered(block, _mask(seal, len(block))))
    covered[0] &= 0xFF >> (8 * length - bits)
    return bytes(covered) + seal + b"\xbc"


def _fits(message: bytes, encoded: bytes, bits: int, salt: int) -> bool:
    """EMSA-PSS-VERIFY (RFC 8017, section 9.1.2)."""
    length = len(encoded)
    unused = 8 * length - bits
    if length < _HASH + salt + 2 or encoded[-1] != 0xBC or encoded[0] >> (8 - unused):
        return False
    covered, seal = encoded[: length - _HASH - 1], encoded[length - _HASH - 1 : -1]
    block = bytearray(_covered(covered, _mask(seal, len(covered))))
    block[0] &= 0xFF >> unused
    zeros = length - _HASH - salt - 2
    if any(block[:zeros]) or block[zeros] != 1:
        return False
    rest = bytes(block[zeros + 1 :])
    return sha384(bytes(8) + sha384(message).digest() + rest).digest() == seal
