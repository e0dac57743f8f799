"""The site's own certificate."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509

from zhibu.kernel import certificates


def names(cert: Path) -> set[str]:
    loaded = x509.load_pem_x509_certificate(cert.read_bytes())
    held = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in held}


def test_own_certificate_names_the_address_and_is_kept(tmp_path: Path) -> None:
    first = certificates.own_certificate(tmp_path / "c", "192.0.2.7")
    second = certificates.own_certificate(tmp_path / "c", "192.0.2.7")

    assert names(first.cert) == {"192.0.2.7", "localhost", "127.0.0.1"}
    assert second == first
    assert first.key.stat().st_mode & 0o077 == 0


def test_own_certificate_takes_a_name_and_another_address_makes_a_new_one(tmp_path: Path) -> None:
    first = certificates.own_certificate(tmp_path, "192.0.2.7")
    second = certificates.own_certificate(tmp_path, "dangjian.example")

    assert "dangjian.example" in names(second.cert)
    assert second.fingerprint != first.fingerprint


def test_own_certificate_is_made_anew_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = certificates.own_certificate(tmp_path, "192.0.2.7")
    later = certificates.now() + certificates.VALID_FOR - dt.timedelta(days=10)
    monkeypatch.setattr(certificates, "now", lambda: later)

    assert certificates.own_certificate(tmp_path, "192.0.2.7").fingerprint != first.fingerprint


def test_fingerprint_is_written_as_browsers_show_it(tmp_path: Path) -> None:
    made = certificates.own_certificate(tmp_path, "192.0.2.7")

    assert len(made.fingerprint.split(":")) == 32
    assert made.fingerprint == made.fingerprint.upper()


def test_every_address_of_this_machine_is_named_for_an_open_host() -> None:
    found = certificates.names_for("0.0.0.0")

    assert found[-2:] == ["localhost", "127.0.0.1"]
    assert "0.0.0.0" not in found
