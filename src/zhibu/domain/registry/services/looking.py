"""Who looked at whose data: opening a page, a full number with its reason, lists taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction

from zhibu.domain.accounts.choices import Role
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.items import ITEMS, SENSITIVE, text_of
from zhibu.domain.members.models import Member
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry import policies
from zhibu.domain.registry.choices import LookKind
from zhibu.domain.registry.models import Look
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import Refused

SHORTEST = 4  # characters of a reason: 工作 says nothing
BATCH = 2000


@transaction.atomic
def look_note(*, actor: Actor, member: Member) -> None:
    """Somebody else opened the member's page: noted once a day, for the member to see."""
    if _is_own(actor, member) or actor.everything:
        return
    _note(actor, [member.pk], LookKind.PAGE, "党员页面", "")


@transaction.atomic
def member_reveal(
    *, actor: Actor, member: Member, items: Sequence[str], why: str
) -> dict[str, str]:
    """The full values of sensitive items, against a reason that goes on record; the values do not.

    Refused without a reason; of an item that is not sensitive nothing has to be revealed.
    """
    policies.member_reveal(actor, member, branches_of(member))
    wanted = [name for name in SENSITIVE if name in items]
    if not wanted:
        raise Refused("还没有选看哪一项。")
    own = _is_own(actor, member)
    reason = "本人查看" if own else require_reason(why)
    labels = "、".join(ITEMS[name].label for name in wanted)
    if not own:
        _note(actor, [member.pk], LookKind.REVEAL, labels, reason)
    entry_record(
        actor=actor,
        action="member.reveal",
        subject=member.pk,
        details={"items": wanted, "why": reason},
    )
    return {name: text_of(member, name) for name in wanted}


@transaction.atomic
def member_print(*, actor: Actor, member: Member, why: str = "") -> None:
    """Somebody printed the member's form: on record; of his own no look."""
    own = _is_own(actor, member)
    if not own:
        policies.member_reveal(actor, member, branches_of(member))
        _note(actor, [member.pk], LookKind.PRINT, "党员信息登记表", why)
    entry_record(actor=actor, action="member.print", subject=member.pk, details={"why": why})


@transaction.atomic
def roster_export(
    *,
    actor: Actor,
    organisation: Organisation | None,
    members: Sequence[str],
    numbers: bool = False,
    why: str = "",
) -> None:
    """A list with these members was taken out: one entry, and each of them can see it.

    With full `numbers` a reason is needed, and the right to see them of the body as a whole.
    """
    if numbers:
        reach = organisation is not None and actor.reaches(organisation.path, *KEEPERS)
        if not (actor.everything or reach):
            raise Refused("导出完整号码，要在自己负责的支部或者管辖的组织里导。")
        why = require_reason(why)
    kind = LookKind.NUMBERS if numbers else LookKind.EXPORT
    _note(actor, [key for key in members if key != actor.member], kind, "党员名册", why)
    entry_record(
        actor=actor,
        action="roster.export",
        subject=organisation.pk if organisation else "",
        organisation=organisation.pk if organisation else "",
        details={"count": len(members), "digest": digest_of(members), "numbers": numbers, "why": why},
    )


def _is_own(actor: Actor, member: Member) -> bool:
    """Whether somebody looks at himself; who acts on behalf of a member is not that member."""
    return actor.member == member.pk and actor.in_person


def digest_of(keys: Iterable[str]) -> str:
    """By which the list that was taken out is known again."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def require_reason(why: str) -> str:
    """The reason as it goes on record; Refused where it says nothing."""
    reason = " ".join(why.split())
    if len(reason) < SHORTEST:
        raise Refused(f"写明为什么要看，至少 {SHORTEST} 个字，例如“核对转接介绍信上的号码”。本人看得到这句话。")
    return reason[:200]


def _note(actor: Actor, members: Sequence[str], kind: LookKind, what: str, why: str) -> None:
    now = clock.now()
    told = {"user": actor.user, "by": actor.name, "role": role_of(actor), "what": what, "why": why[:200]}
    for start in range(0, len(members), BATCH):
        Look.objects.bulk_create(
            [
                Look(member_id=key, kind=kind, on=now.date(), at=now, **told)
                for key in members[start : start + BATCH]
            ],
            ignore_conflicts=kind == LookKind.PAGE,
        )


def role_of(actor: Actor) -> str:
    """What he is where, in words: the role that reaches furthest."""
    if not actor.roles:
        return "系统维护" if actor.everything else ""
    held = min(actor.roles, key=lambda one: (len(one.path), one.role))
    body = Organisation.objects.filter(pk=held.organisation).first()
    return f"{body or ''} {Role(held.role).label}".strip()[:100]
