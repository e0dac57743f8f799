"""Passkeys by WebAuthn: what the browser is asked, and whether its answer holds (library fido2)."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from typing import Any

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zhibu.domain.accounts.choices import FactorKind
from zhibu.domain.accounts.models import Factor, User
from zhibu.kernel.errors import Refused

SITE = "支部工作台"
WRONG = "通行密钥没有对上，再试一次。还不行就用密码。"


def possible(host: str, secure: bool) -> bool:
    """Whether browsers offer passkeys here: a name and HTTPS, or this very machine as `localhost`."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return secure or name == "localhost"
    return False


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host.rsplit(":", 1)[0], name=SITE))


def credential_digest(credential_id: bytes) -> str:
    """By what a passkey is found again."""
    return hashlib.sha256(credential_id).hexdigest()


def _known(user: User) -> list[AttestedCredentialData]:
    rows = Factor.objects.filter(user=user, kind=FactorKind.PASSKEY)
    return [AttestedCredentialData(base64.b64decode(row.credential)) for row in rows]


def registration_begin(user: User, host: str) -> tuple[dict[str, Any], Any]:
    """What the browser is to make, and what must be remembered until its answer."""
    handle = hashlib.sha256(user.pk.encode()).digest()  # says nothing of who it is
    entity = PublicKeyCredentialUserEntity(id=handle, name=user.username, display_name=user.name)
    options, state = _server(host).register_begin(
        entity, _known(user), resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return dict(options), state


def registration_end(state: Any, answer: Any, host: str) -> tuple[str, str, int]:
    """Public key (base64), digest of the id, count; Refused where the answer does not fit."""
    try:
        made = _server(host).register_complete(state, RegistrationResponse.from_dict(answer))
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(WRONG) from error
    data = made.credential_data
    if data is None:
        raise Refused(WRONG)
    return base64.b64encode(bytes(data)).decode(), credential_digest(data.credential_id), made.counter


def asking_begin(host: str) -> tuple[dict[str, Any], Any]:
    """Ask for any passkey of this site; which account it is of is told by the answer."""
    options, state = _server(host).authenticate_begin(
        [], user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def asking_end(state: Any, answer: Any, host: str) -> tuple[Factor, int]:
    """The passkey that answered, and its count; Refused where it is none of ours or does not fit."""
    try:
        given = AuthenticationResponse.from_dict(answer)
        found = Factor.objects.select_related("user").get(
            credential_id=credential_digest(given.raw_id), user__is_active=True
        )
        key = AttestedCredentialData(base64.b64decode(found.credential))
        _server(host).authenticate_complete(state, [key], given)
    except (ValueError, TypeError, KeyError, Factor.DoesNotExist) as error:
        raise Refused(WRONG) from error
    count = given.response.authenticator_data.counter
    if count and count <= found.counter:  # a copied key counts from where the original stood
        raise Refused("这把通行密钥的计数往回走了，可能被复制过。用密码登录，把它删掉重新添加。")
    return found, count
