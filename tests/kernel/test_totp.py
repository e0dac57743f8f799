"""One-time codes: the vectors of RFC 6238, each once, a step early or late."""

from __future__ import annotations

import base64

import pytest

from zhibu.kernel import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()  # of the RFC, appendix B


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
        (2000000000, "279037"), (20000000000, "353130"),
    ],
)  # fmt: skip
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // totp.SECONDS) == code
    assert totp.step_of(SECRET, code, seconds, 0) == seconds // totp.SECONDS


def test_a_code_serves_once_and_near_its_time() -> None:
    code = totp.code_at(SECRET, 100)

    assert totp.step_of(SECRET, f"{code[:3]} {code[3:]}", 100 * 30 + 45, 0) == 100  # one step late
    assert totp.step_of(SECRET, code, 100 * 30 + 75, 0) is None
    assert totp.step_of(SECRET, code, 100 * 30, 100) is None  # used already


def test_apps_read_the_address() -> None:
    address = totp.address(SECRET, "wang", "支部工作台")

    assert address.startswith("otpauth://totp/")
    assert f"secret={SECRET}" in address
