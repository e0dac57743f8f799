"""Links accounts to identities of other systems; a link never makes an account."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhibu.domain.accounts.identities import Provider, person_digest
from zhibu.domain.accounts.invitations import invitation_find
from zhibu.domain.accounts.models import Identity, User
from zhibu.domain.audit.services import entry_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused


@transaction.atomic
def identity_link(*, actor: Actor, provider: Provider, person: str) -> Identity:
    """Link one's own account to a person of another system, who has just signed in there."""
    if not actor.user or not actor.in_person:
        raise NotAllowed("绑定由本人登录以后自己做。")
    return _link(actor, User.objects.get(pk=actor.user), provider, person)


@transaction.atomic
def identity_accept(*, actor: Actor, code: str, provider: Provider, person: str) -> User:
    """An invitation taken up by signing in elsewhere instead of setting a password."""
    invitation = invitation_find(code, lock=True)
    user = invitation.user
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    if not user.has_usable_password():
        user.password = make_password(None)
        user.save(update_fields=["password"])
    himself = Actor(name=user.name, door=actor.door, user=user.pk, member=user.member_id or "")
    entry_record(actor=himself, action="invitation.accept", subject=user.pk)
    _link(himself, user, provider, person)
    return user


@transaction.atomic
def identity_unlink(*, actor: Actor, provider: str) -> None:
    """Take away one's own link. Refused where nothing else would sign in."""
    found = Identity.objects.select_related("user").filter(user=actor.user, provider=provider).first()
    if found is None:
        raise NotFound("没有绑定过，或者已经解除了。")
    if not found.user.has_usable_password():
        raise Refused("这个账号没有密码，解除以后就登录不了。先找党务干部换发邀请码，设好密码再解除。")
    found.delete()
    entry_record(
        actor=actor, action="identity.unlink", subject=actor.user, details={"provider": provider}
    )


def identity_touch(*, user: User, provider: str) -> None:
    """Note the day of the latest use."""
    Identity.objects.filter(user=user, provider=provider).update(used_on=clock.today())


def _link(actor: Actor, user: User, provider: Provider, person: str) -> Identity:
    digest = person_digest(provider.key, person)
    if Identity.objects.filter(provider=provider.key, digest=digest).exclude(user=user).exists():
        raise Refused(f"这个{provider.label}账号已经绑定了别的账号，先在那个账号里解除。")
    if Identity.objects.filter(provider=provider.key, user=user).exists():
        raise Refused(f"已经绑定了一个{provider.label}账号，先解除原来的。")
    made = Identity.objects.create(
        user=user, provider=provider.key, digest=digest, linked_at=clock.now()
    )
    entry_record(
        actor=actor, action="identity.link", subject=user.pk, details={"provider": provider.key}
    )
    return made
