"""A poll in memory, with voters who do in Python what a browser does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from zhibu.ballots.board import roll_entry, roll_salt
from zhibu.ballots.box import Cast, bound_text, slip_seal
from zhibu.ballots.keys import (
    PollKeys,
    PublicKeys,
    poll_keys_make,
    poll_keys_open,
)
from zhibu.ballots.rsabssa import blind, finalize, prepare
from zhibu.ballots.rules import Citation, Rule, Share
from zhibu.ballots.slips import Form, Option, Question, Slip
from zhibu.ballots.tokens import token_issue, token_of

BITS = 2048  # less than a site makes, so that tests are quick
FILES_KEY = "a key of files for tests"
YES, NO, ABSTAIN = "in_favour", "against", "abstained"
OPTIONS = (Option(YES, "赞成"), Option(NO, "不赞成"), Option(ABSTAIN, "弃权"))
HALF = Share("entitled", Fraction(1, 2), True)


def persons(*names: str) -> tuple[Question, ...]:
    return tuple(Question(f"p{at}", name, OPTIONS) for at, name in enumerate(names, 1))


def election(seats: int = 1, names: int = 1) -> Form:
    return Form(persons("白露", "曾庆和"), favours_most=seats, names_most=names)


def rule(seats: int = 1) -> Rule:
    cited = Citation("example-opinions", "第8条", "得票最多者当选")
    return Rule("seats", None, Share("entitled", Fraction(4, 5), False), seats, sources={"seats": cited})


def slip(*answers: str, names: tuple[str, ...] = ()) -> Slip:
    """One answer for each question in order; "" for none."""
    said = tuple((f"p{at}", (code,)) for at, code in enumerate(answers, 1) if code)
    return Slip(said, names)


@dataclass
class Voter:
    """A browser: a key pair for one slip, its token, and what uncovers the signature."""

    public: PublicKeys
    form: Form
    pair: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        raw = self.pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = raw.hex()
        self.token = token_of(self.public_key)
        self.prepared = prepare(bytes.fromhex(self.token))
        blinded, self.inverse = blind(self.public.numbers, self.prepared)
        self.blinded = blinded.hex()

    def take(self, answer: str) -> None:
        signed = finalize(self.public.numbers, self.prepared, bytes.fromhex(answer), self.inverse)
        self.signature = signed.hex()

    def cast(self, chosen: Slip) -> Cast:
        sealed = slip_seal(self.public, self.form, self.token, chosen)
        return self.bind(sealed)

    def bind(self, sealed: str) -> Cast:
        signed = self.pair.sign(bound_text(self.public.poll, self.token, sealed), ec.ECDSA(SHA256()))
        bound = b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(signed)).hex()
        return Cast(self.token, self.prepared[:32].hex(), self.signature, self.public_key, sealed, bound)


@dataclass
class Opened:
    """An open poll with its keys on disk."""

    folder: Path
    public: PublicKeys
    form: Form

    @property
    def keys(self) -> PollKeys:
        return poll_keys_open(self.folder, FILES_KEY, self.public)

    def voter(self) -> Voter:
        voter = Voter(self.public, self.form)
        voter.take(token_issue(self.keys, voter.blinded))
        return voter


def opened(folder: Path, poll: str = "T1", form: Form | None = None) -> Opened:
    public = poll_keys_make(folder, FILES_KEY, poll, bits=BITS)
    return Opened(folder, public, form or election())


def entries(poll: str, number: int) -> list[str]:
    return [roll_entry(poll, f"M{at}", f"党员{at}", roll_salt()) for at in range(number)]


def hexed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
