"""Blind signatures against the published test vectors (RFC 9474, appendix A)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gmpy2
import pytest

from zhibu.ballots.rsabssa import (
    VARIANTS,
    PublicNumbers,
    Variant,
    blind,
    blind_sign,
    finalize,
    prepare,
    verify,
)

VECTORS = json.loads((Path(__file__).parent / "vectors" / "rfc9474.json").read_text("utf-8"))["vectors"]


@pytest.fixture(params=VECTORS, ids=lambda vector: vector["name"])
def vector(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def variant(vector: dict[str, Any]) -> Variant:
    return next(variant for variant in VARIANTS if variant.name == vector["name"])


@pytest.fixture
def key(vector: dict[str, Any]) -> PublicNumbers:
    return PublicNumbers(int(vector["n"], 16), int(vector["e"], 16))


def octets(vector: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(vector[name])


def test_preparing(vector: dict[str, Any], variant: Variant) -> None:
    prefix = octets(vector, "msg_prefix") if variant.randomized else None

    assert prepare(octets(vector, "msg"), variant, prefix) == octets(vector, "prepared_msg")


def test_blinding(vector: dict[str, Any], variant: Variant, key: PublicNumbers) -> None:
    inverse = int(vector["inv"], 16)
    factor = int(gmpy2.invert(inverse, key.n))

    blinded, found = blind(
        key, octets(vector, "prepared_msg"), variant, salt=octets(vector, "salt"), factor=factor
    )

    assert blinded == octets(vector, "blinded_msg")
    assert found == inverse


def test_signing_blindly(vector: dict[str, Any], key: PublicNumbers) -> None:
    signed = blind_sign(key, int(vector["d"], 16), octets(vector, "blinded_msg"))

    assert signed == octets(vector, "blind_sig")


def test_finalizing(vector: dict[str, Any], variant: Variant, key: PublicNumbers) -> None:
    prepared, inverse = octets(vector, "prepared_msg"), int(vector["inv"], 16)

    signature = finalize(key, prepared, octets(vector, "blind_sig"), inverse, variant)

    assert signature == octets(vector, "sig")
    assert verify(key, prepared, signature, variant)
    assert not verify(key, prepared + b"x", signature, variant)
