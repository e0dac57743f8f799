"""What guards an account beside its password: code generator, passkeys, recovery codes, sign-ins."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhibu.domain.accounts.choices import FactorKind
from zhibu.domain.accounts.models import Factor, Identity, RecoveryCode, SignIn
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def factors_of(user: Any) -> QuerySet[Factor]:
    """Code generator and passkeys of an account."""
    return Factor.objects.filter(user=user)


def factor_get(actor: Actor, key: int) -> Factor:
    """One of one's own."""
    found = Factor.objects.filter(pk=key, user=actor.user or None).first()
    if found is None:
        raise NotFound("没有这一项，或者它已经删掉了。")
    return found


def has_factor(user: Any) -> bool:
    """Whether the password alone does not sign in."""
    return Factor.objects.filter(user=user).exists()


def has_totp(user: Any) -> bool:
    """Whether a code generator is set up."""
    return Factor.objects.filter(user=user, kind=FactorKind.TOTP).exists()


def has_passkey(user: Any) -> bool:
    """Whether there is a passkey."""
    return Factor.objects.filter(user=user, kind=FactorKind.PASSKEY).exists()


def recovery_left(user: Any) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def sign_ins_of(actor: Actor) -> QuerySet[SignIn]:
    """Where one's own account is signed in."""
    return SignIn.objects.filter(user=actor.user or None)


def identities_of(user: Any) -> QuerySet[Identity]:
    """The identities of other systems that are linked to an account."""
    return Identity.objects.filter(user=user)
