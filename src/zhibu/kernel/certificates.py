"""The site's own certificate for HTTPS on an office network: made once, renewed when it must be."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zhibu.kernel.clock import now

# Apple's systems refuse a server certificate that is valid for longer, even one made by oneself.
VALID_FOR = dt.timedelta(days=820)
RENEW_BEFORE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where certificate and key lie, and the SHA-256 that a person compares on the phone."""

    cert: Path
    key: Path
    fingerprint: str


def office_addresses() -> list[str]:
    """The addresses under which this machine is known on its network; sends nothing."""
    found: list[str] = []
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # UDP: only asks which way a packet would go
            except OSError:
                continue
            found.append(probe.getsockname()[0])
    return found


def names_for(host: str) -> list[str]:
    """All names the certificate must hold so that `host` is right on every device."""
    try:
        anywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        anywhere = False
    names = office_addresses() if anywhere else [host]
    return list(dict.fromkeys([*names, "localhost", "127.0.0.1"]))


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def fingerprint(cert: Path) -> str:
    """SHA-256 of the certificate as browsers show it: pairs of hex digits."""
    loaded = x509.load_pem_x509_certificate(cert.read_bytes())
    return loaded.fingerprint(hashes.SHA256()).hex(":").upper()


def _still_good(cert: Path, key: Path, names: list[str]) -> bool:
    if not (cert.exists() and key.exists()):
        return False
    try:
        loaded = x509.load_pem_x509_certificate(cert.read_bytes())
    except ValueError:
        return False
    held = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fresh = loaded.not_valid_after_utc - RENEW_BEFORE > now()
    return fresh and all(_general_name(name) in held for name in names)


def _write_private(file: Path, content: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def own_certificate(folder: Path, host: str) -> Certificate:
    """The certificate in `folder` that names `host`; made anew where it lacks a name or ends soon."""
    cert, key = folder / "site.crt", folder / "site.key"
    names = names_for(host)
    if not _still_good(cert, key, names):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        private = ec.generate_private_key(ec.SECP256R1())
        _write_private(
            key,
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        cert.write_bytes(_signed(private, names).public_bytes(serialization.Encoding.PEM))
    return Certificate(cert, key, fingerprint(cert))


def _signed(private: ec.EllipticCurvePrivateKey, names: list[str]) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"zhibu {names[0]}"[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - dt.timedelta(days=1))  # a phone's clock may be behind
        .not_valid_after(now() + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName([_general_name(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(private, hashes.SHA256())
    )
