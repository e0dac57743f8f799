"""Who is signed in where: noted at signing in, ended from another browser, on closing, on a new password."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction

from zhibu.domain.accounts.models import SignIn, User
from zhibu.domain.audit.services import entry_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound


@transaction.atomic
def sign_in_note(*, actor: Actor, user: User, session: str, way: str, device: str) -> SignIn:
    """Note that an account is signed in with a session; `way`: how, `device`: browser and system."""
    made = SignIn.objects.create(
        user=user, session=session, at=clock.now(), way=way, device=device[:60]
    )
    entry_record(
        actor=actor, action="sign_in.note", subject=user.pk, details={"way": way, "device": device[:60]}
    )
    return made


@transaction.atomic
def sign_in_end(*, actor: Actor, key: int, session: str) -> None:
    """End one of one's own sign-ins; of the present one (`session`) one signs out instead."""
    found = SignIn.objects.filter(pk=key, user=actor.user).exclude(session=session).first()
    if found is None:
        raise NotFound("没有这个登录，或者它已经退出了。")
    Session.objects.filter(session_key=found.session).delete()
    found.delete()
    entry_record(actor=actor, action="sign_in.end", subject=actor.user, details={"count": 1})


@transaction.atomic
def sign_ins_end(*, actor: Actor, session: str) -> int:
    """End all of one's own sign-ins but the present one; how many there were."""
    if not actor.user:
        raise NotAllowed("登录以后才能退出别处的登录。")
    user = User.objects.get(pk=actor.user)
    count = sign_ins_drop(user, session)
    entry_record(actor=actor, action="sign_in.end", subject=user.pk, details={"count": count})
    return count


def sign_in_follow(user: User, before: str, after: str) -> None:
    """The present sign-in goes on under a new key of its session, as after a new password; nothing else changed."""
    SignIn.objects.filter(user=user, session=before).update(session=after)


def sign_ins_drop(user: User, session: str = "") -> int:
    """End the sign-ins of an account but one; within the transaction of what calls it."""
    found = SignIn.objects.filter(user=user).exclude(session=session)
    Session.objects.filter(session_key__in=list(found.values_list("session", flat=True))).delete()
    count, _ = found.delete()
    return count


def sign_ins_prune() -> int:
    """Forget the sign-ins whose sessions have run out."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    count, _ = SignIn.objects.exclude(session__in=alive).delete()
    return count
