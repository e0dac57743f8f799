"""The box: what is cast, how it is checked without being read, how it is opened once, at closing.

Slips are sealed in the browser with HPKE (RFC 9180: P-256, HKDF-SHA256, AES-128-GCM) to the poll's box
key. `info` binds a sealed slip to its poll, its form and its token.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from zhibu.ballots.canonical import canonical
from zhibu.ballots.keys import PollKeys, PublicKeys
from zhibu.ballots.slips import Form, Slip, slip_read
from zhibu.ballots.tokens import short, token_is_signed, token_of
from zhibu.kernel.errors import InputError, Refused

SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
_ENC, _TAG = 65, 16
UNREADABLE = "打不开或读不出"


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote as it lies in the box; all hex. It says nothing of who, when or how.

    `token`: 64 digits, its primary key; `prefix` and `signature` prove that the poll issued it;
    `public_key`: what the token is the SHA-256 of; `sealed`: the slip; `bound`: the signature of
    `sealed` by that key. After closing only token, prefix and signature are kept.
    """

    token: str
    prefix: str
    signature: str
    public_key: str
    sealed: str
    bound: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in the box: slips sorted, and why others are void, with their number."""

    slips: tuple[Slip, ...]
    void: Mapping[str, int]

    @property
    def returned(self) -> int:
        """All slips, valid or void."""
        return len(self.slips) + sum(self.void.values())


def sealed_length(form: Form) -> int:
    """Octets of a sealed slip: the same for all slips of a poll."""
    return _ENC + form.padded + _TAG


def cast_read(data: Any) -> Cast:
    """What a browser sent; Refused where it is not in the form of a vote."""
    names = [field.name for field in fields(Cast)]
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise Refused("投来的内容不是一张选票，没有收下。重新打开投票页再投。")
    values = {name: data[name] for name in names}
    if not all(isinstance(v, str) and len(v) < 200_000 and re.fullmatch(r"(?:[0-9a-f]{2})+", v) for v in values.values()):
        raise Refused("投来的选票里有不是十六进制的内容，没有收下。重新打开投票页再投。")
    return Cast(**values)


def cast_check(public: PublicKeys, form: Form, cast: Cast) -> None:
    """Refused unless the token is this poll's and the sealed slip is its owner's; the slip stays shut."""
    if token_of(cast.public_key) != cast.token or not token_is_signed(
            public, cast.token, cast.prefix, cast.signature):
        raise Refused("这张选票不是本场投票发出的，没有收下。")
    if not _is_bound(public.poll, cast):
        raise Refused("选票内容和凭证对不上，没有收下。重新打开投票页再投。")
    length = len(cast.sealed) // 2
    if length != sealed_length(form):
        raise Refused(f"密封的选票读到 {length} 字节，应为 {sealed_length(form)} 字节，没有收下。")


def box_foreign(public: PublicKeys, form: Form, casts: Iterable[Cast]) -> tuple[str, ...]:
    """Tokens of what lies in the box and was not cast through the program (or was changed since)."""
    foreign = []
    for cast in casts:
        try:
            cast_check(public, form, cast)
        except (Refused, ValueError):
            foreign.append(cast.token)
    return tuple(sorted(foreign))


def box_open(keys: PollKeys, form: Form, casts: Iterable[Cast]) -> Opened:
    """Open all slips in memory, check them, sort them: nothing tells any more which was whose.

    Refused where something lies in the box that was not cast (nothing is opened then). The caller
    writes what comes back apart from the tokens, deletes what was sealed, and destroys the keys.
    """
    votes = sorted(casts, key=lambda cast: cast.token)
    foreign = list(box_foreign(keys.public, form, votes))
    foreign += [token for token, n in Counter(c.token for c in votes).items() if n > 1]
    if foreign:
        named = "、".join(short(token) for token in foreign[:5])
        raise Refused(f"票箱里有 {len(foreign)} 张票不是投进来的或被改过（{named}），没有开箱。查清数据库被谁改过。")
    slips, void = [], Counter[str]()
    for cast in votes:
        try:
            slips.append(_opened(keys, form, cast))
        except InputError as error:
            void[error.problems[0].where + "：" + error.problems[0].expected] += 1
        except (ValueError, CannotOpen, RecursionError):  # nested without end, to stop the count
            void[UNREADABLE] += 1
    return Opened(tuple(sorted(slips)), dict(sorted(void.items())))


class CannotOpen(Exception):
    """A sealed slip that the box key does not open."""


def slip_info(poll: str, form: Form, token: str) -> bytes:
    """What a sealed slip is bound to."""
    return f"zhibu slip 1\n{poll}\n{form.digest}\n{token}".encode()


def bound_text(poll: str, token: str, sealed: str) -> bytes:
    """What the token's owner signs."""
    return f"zhibu cast 1\n{poll}\n{token}\n{sealed}".encode()


def slip_seal(public: PublicKeys, form: Form, token: str, slip: Slip) -> str:
    """Seal a slip as the browser does (tests, and slips entered from paper while a box is open)."""
    plain = canonical(slip.as_data())
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(public.box))
    filled = plain + b" " * (form.padded - len(plain))
    return SUITE.encrypt(filled, point, info=slip_info(public.poll, form, token)).hex()


def slip_unseal(keys: PollKeys, form: Form, token: str, sealed: str) -> Slip:
    """The slip that `slip_seal` sealed; CannotOpen, ValueError or InputError where it is none."""
    try:
        plain = SUITE.decrypt(
            bytes.fromhex(sealed), keys.box, info=slip_info(keys.public.poll, form, token))
    except Exception as error:  # the library has an error class a cause; none of them may stop a count
        raise CannotOpen from error
    return slip_read(form, json.loads(plain))


def _opened(keys: PollKeys, form: Form, cast: Cast) -> Slip:
    return slip_unseal(keys, form, cast.token, cast.sealed)


def _is_bound(poll: str, cast: Cast) -> bool:
    raw = bytes.fromhex(cast.bound)
    if len(raw) != 64:
        return False
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), bytes.fromhex(cast.public_key))
        key.verify(signature, bound_text(poll, cast.token, cast.sealed), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
