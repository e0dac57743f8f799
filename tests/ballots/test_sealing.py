"""Slips are sealed as RFC 9180 says: its vector runs through a reckoning that also opens what the library sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.ballots.polls import NO, OPTIONS, YES, opened, slip
from zhibu.ballots.box import SUITE, CannotOpen, slip_seal, slip_unseal
from zhibu.ballots.canonical import canonical
from zhibu.ballots.slips import Form, Question, Slip, name_normal, slip_read
from zhibu.kernel.errors import InputError

VECTOR = json.loads((Path(__file__).parent / "vectors" / "rfc9180.json").read_text("utf-8"))["vector"]
KEM, HPKE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x01"


def extract(salt: bytes, suite: bytes, label: bytes, content: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + content, "sha256")


def expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    said = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.digest(key, said, hashlib.sha256)[:length]


def key_and_nonce(private: ec.EllipticCurvePrivateKey, enc: bytes, info: bytes) -> tuple[bytes, bytes]:
    """The receiver's side of RFC 9180, sections 4.1 and 5.1, base mode."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), enc)
    own = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    prk = extract(b"", KEM, b"eae_prk", private.exchange(ec.ECDH(), theirs))
    shared = expand(prk, KEM, b"shared_secret", enc + own, 32)
    context = b"\0" + extract(b"", HPKE, b"psk_id_hash", b"") + extract(b"", HPKE, b"info_hash", info)
    secret = extract(shared, HPKE, b"secret", b"")
    return expand(secret, HPKE, b"key", context, 16), expand(secret, HPKE, b"base_nonce", context, 12)


@pytest.fixture
def receiver() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(VECTOR["skRm"], 16), ec.SECP256R1())


def test_the_published_vector(receiver: ec.EllipticCurvePrivateKey) -> None:
    key, nonce = key_and_nonce(receiver, bytes.fromhex(VECTOR["enc"]), bytes.fromhex(VECTOR["info"]))
    first = {name: bytes.fromhex(VECTOR["encryptions"][0][name]) for name in ("ct", "aad", "pt", "nonce")}

    assert key == bytes.fromhex(VECTOR["key"])
    assert nonce == bytes.fromhex(VECTOR["base_nonce"]) == first["nonce"]
    assert AESGCM(key).decrypt(nonce, first["ct"], first["aad"]) == first["pt"]


def test_the_library_seals_the_same_way(receiver: ec.EllipticCurvePrivateKey) -> None:
    sealed = SUITE.encrypt(b"slip", receiver.public_key(), info=b"info")

    key, nonce = key_and_nonce(receiver, sealed[:65], b"info")

    assert AESGCM(key).decrypt(nonce, sealed[65:], b"") == b"slip"


def test_a_sealed_slip_opens_only_with_its_own_token(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    sealed = slip_seal(poll.public, poll.form, "aa" * 32, slip(YES))

    assert slip_unseal(poll.keys, poll.form, "aa" * 32, sealed) == slip(YES)
    for token, form in (("ab" * 32, poll.form), ("aa" * 32, Form(poll.form.questions))):
        with pytest.raises(CannotOpen):
            slip_unseal(poll.keys, form, token, sealed)


@pytest.mark.parametrize("data", [
    None, [], {"answers": []}, {"answers": {"p9": [YES]}}, {"answers": {"p1": YES}}, {"answers": {"p1": [1]}},
    {"answers": {"p1": ["perhaps"]}}, {"answers": {"p1": [YES, NO]}}, {"answers": {"p1": [YES, YES]}},
    {"answers": {}, "names": ["白露"]}, {"answers": {}, "names": ["甲" * 25]}, {"answers": {}, "names": "甲"},
    {"answers": {}, "names": ['甲"乙']}, {"answers": {"p1": [YES]}, "names": ["甲"]}, {"answers": {}, "who": "M1"},
    {"answers": {"p1": [YES], "p2": [YES]}}, {"answers": {}, "names": ["甲", "乙"]},
])
def test_what_is_no_valid_slip(tmp_path: Path, data: object) -> None:
    with pytest.raises(InputError):
        slip_read(opened(tmp_path).form, data)


def test_a_name_may_be_written_in_only_for_somebody_voted_against(tmp_path: Path) -> None:
    base = opened(tmp_path).form
    form = Form(base.questions, favours_most=1, names_most=1, names_for_against=True)

    assert slip_read(form, {"answers": {"p1": [NO]}, "names": ["古丽"]}).names == ("古丽",)
    with pytest.raises(InputError, match="弃权的不能另选"):
        slip_read(form, {"answers": {}, "names": ["古丽"]})


def test_the_fullest_slip_fits() -> None:
    questions = tuple(Question(f"题{at}", "x", OPTIONS, most=3) for at in range(9))
    form = Form(questions, names_most=5)
    full = Slip(tuple((q.key, q.codes) for q in questions), tuple("𫖯" * 23 + str(at) for at in range(5)))

    assert len(canonical(full.as_data())) <= form.padded
    assert Form.from_data(form.as_data()) == form


def test_a_letter_that_python_does_not_know_yet_is_a_letter() -> None:
    """Browsers know newer letters of rare names than the library that opens the slips."""
    form = Form((Question("p1", "白露", OPTIONS),), names_most=1)

    assert slip_read(form, {"answers": {}, "names": ["\U0003237b\U0002ebf0\ue864"]}).names
    for sign in ("\u200b", "\x07", "\u202e"):
        with pytest.raises(InputError):
            slip_read(form, {"answers": {}, "names": [f"甲{sign}乙"]})


@settings(max_examples=2000)
@given(st.text(max_size=8))
@example("\u037a\u0350\u033b")
@example("· ·甲")
@example("\u0345 \u0300a")
def test_a_normal_name_stays_as_it_is(name: str) -> None:
    """Else a voter could write a name with which no result can be made."""
    normal = name_normal(name)

    assert name_normal(normal) == normal
