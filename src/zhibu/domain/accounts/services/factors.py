"""Writes of what guards an account beside its password: code generator, passkeys, recovery codes."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction

from zhibu.domain.accounts import passkeys, policies
from zhibu.domain.accounts.choices import FactorKind
from zhibu.domain.accounts.models import Factor, RecoveryCode, User
from zhibu.domain.accounts.rights import rights_of
from zhibu.domain.audit.services import entry_record
from zhibu.kernel import clock, totp
from zhibu.kernel.actor import Actor
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

CODES = 10
MOST_PASSKEYS = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@transaction.atomic
def totp_add(*, actor: Actor, secret: str, code: str) -> list[str]:
    """Set up the code generator of one's own account; the first code proves that the app has the secret.

    Recovery codes are given where there are none yet; they are told here and never again.
    """
    user = _own(actor)
    if Factor.objects.filter(user=user, kind=FactorKind.TOTP).exists():
        raise Refused("动态码已经设好了。换手机：先删掉原来的，再设新的。")
    step = totp.step_of(secret, code, clock.now().timestamp(), 0)
    if step is None:
        raise Refused("动态码不对。看手机上现在的六位数字；还不对，把手机时间设成自动。")
    made = Factor.objects.create(
        user=user, kind=FactorKind.TOTP, name="动态码", secret=secret, counter=step,
        made_at=clock.now(),
    )  # fmt: skip
    entry_record(actor=actor, action="totp.add", subject=user.pk, details={"factor": made.pk})
    return _codes_if_none(user)


@transaction.atomic
def passkey_add(
    *, actor: Actor, state: Any, answer: Any, host: str, name: str
) -> tuple[Factor, list[str]]:
    """Add a passkey to one's own account; recovery codes as with the code generator."""
    user = _own(actor)
    if Factor.objects.filter(user=user, kind=FactorKind.PASSKEY).count() >= MOST_PASSKEYS:
        raise Refused(f"一个账号最多 {MOST_PASSKEYS} 把通行密钥，先删掉不用的。")
    credential, digest, count = passkeys.registration_end(state, answer, host)
    if Factor.objects.filter(credential_id=digest).exists():
        raise Refused("这把通行密钥已经添加过了。")
    made = Factor.objects.create(
        user=user, kind=FactorKind.PASSKEY, name=name.strip()[:60] or "通行密钥",
        credential=credential, credential_id=digest, counter=count, made_at=clock.now(),
    )  # fmt: skip
    entry_record(actor=actor, action="passkey.add", subject=user.pk, details={"factor": made.pk})
    return made, _codes_if_none(user)


@transaction.atomic
def factor_remove(*, actor: Actor, key: int) -> None:
    """Take away a factor of one's own; with the last one the recovery codes go."""
    user = _own(actor)
    found = Factor.objects.filter(user=user, pk=key).first()
    if found is None:
        raise NotFound("没有这一项，或者它已经删掉了。")
    details = {"kind": found.kind}
    found.delete()
    if not Factor.objects.filter(user=user).exists():
        RecoveryCode.objects.filter(user=user).delete()
    entry_record(actor=actor, action="factor.remove", subject=user.pk, details=details)


@transaction.atomic
def factor_clear(*, actor: Actor, user: User) -> None:
    """Take away all factors of another's account who has lost them. Who may: as for closing it."""
    policies.user_close(actor, user.pk, rights_of(user, clock.today()))
    count, _ = Factor.objects.filter(user=user).delete()
    if not count:
        raise Refused("这个账号只用密码登录，没有要清除的。")
    RecoveryCode.objects.filter(user=user).delete()
    entry_record(actor=actor, action="factor.clear", subject=user.pk, details={"count": count})


@transaction.atomic
def recovery_make(*, actor: Actor) -> list[str]:
    """New recovery codes for one's own account; the ones before open nothing any more."""
    user = _own(actor)
    if not Factor.objects.filter(user=user).exists():
        raise Refused("只用密码登录的账号用不着恢复码。")
    entry_record(actor=actor, action="recovery.make", subject=user.pk)
    return _codes(user)


@transaction.atomic
def code_use(*, user: User, code: str) -> str:
    """Whether a one-time or recovery code is right: `totp` or `recovery`; "" where it is not.

    Each is used up by it. Wrong ones are counted by the door, as wrong passwords are.
    """
    now = clock.now()
    found = Factor.objects.select_for_update().filter(user=user, kind=FactorKind.TOTP).first()
    if found is not None:
        step = totp.step_of(found.secret or "", code, now.timestamp(), found.counter)
        if step is not None:
            found.counter, found.used_on = step, now.date()
            found.save(update_fields=["counter", "used_on"])
            return "totp"
    left = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at=None)
    return "recovery" if left.update(used_at=now) else ""


@transaction.atomic
def passkey_use(*, state: Any, answer: Any, host: str) -> User:
    """Whose passkey answered; its count and day are noted."""
    found, count = passkeys.asking_end(state, answer, host)
    Factor.objects.filter(pk=found.pk).update(counter=count, used_on=clock.today())
    return found.user


def _own(actor: Actor) -> User:
    if not actor.user or not actor.in_person:
        raise NotAllowed("登录方式由本人登录以后自己设。")
    return User.objects.select_for_update().get(pk=actor.user)


def _codes_if_none(user: User) -> list[str]:
    return [] if RecoveryCode.objects.filter(user=user, used_at=None).exists() else _codes(user)


def _codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


def _digest(user: User, code: str) -> str:
    plain = "".join(sign for sign in code if sign.isalnum())
    return blind_index(settings.ZHIBU_SECRETS["index_key"], f"recovery:{user.pk}", plain)
