"""Taking a change back while nothing rests on it: as if it had not been made."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.establishment import policies
from zhibu.domain.establishment.choices import Part
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.establishment.selectors.undoable import undo_problem
from zhibu.domain.establishment.services.planning import plan_withdraw
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.organisations.models import Organisation, Unit
from zhibu.domain.organisations.services import locked, past_restore
from zhibu.domain.procedures.models import Check
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused


@transaction.atomic
def change_undo(*, actor: Actor, change: Change, reason: str) -> Change:
    """Take a change back: states, members, posts, groups and roles are as before, what it made is gone.

    One whose day is still to come is withdrawn. Refused where a later change concerns the same organisations, where members have moved on since, or
    where something was recorded with an organisation that the change made. The change stays in the history.
    """
    found = Change.objects.select_for_update().get(pk=change.pk)
    if found.undone_on is not None:
        raise Refused(f"这次变动在 {found.undone_on} 已经撤回。")
    if not reason.strip():
        raise Refused("还没有写为什么撤回。")
    parts = list(found.parts.select_related("organisation"))
    if found.planned is not None:
        if not policies.may_withdraw(actor, parts):
            raise NotAllowed("撤回组织变动，由管辖它的党务工作者来做。")
        return plan_withdraw(actor=actor, change=found, reason=reason)
    bodies = locked(*{part.organisation_id for part in parts})
    own = {p.organisation_id for p in parts if p.part != Part.PARENT}
    policies.organisation_adjust(actor, *(bodies[pk] for pk in own))
    problem = undo_problem(found)
    if problem:
        raise Refused(problem)
    members = _restore(found, bodies)
    found.undone_on, found.undone_reason = clock.today(), reason.strip()[:500]
    found.save(update_fields=["undone_on", "undone_reason"])
    entry_record(
        actor=actor, action="change.undo", subject=found.pk,
        organisation=next((p.organisation_id for p in parts if p.organisation_id not in found.undo["made"]), ""),
        details={"kind": found.kind, "on": found.on, "number": found.number, "reason": found.undone_reason},
        touched=Touch(frozenset(bodies), frozenset(members)),
    )  # fmt: skip
    _forget_made(found.undo["made"])  # rooms that hear of it have taken their work back from there first
    return found


def _restore(change: Change, bodies: dict[str, Organisation]) -> set[str]:
    undo = change.undo
    begun = Membership.objects.filter(pk__in=undo["begun"])
    groups = Membership.objects.filter(
        member__in=begun.values("member"), organisation__parent__in=begun.values("organisation"),
        since__gte=change.on,
    )  # fmt: skip
    kept = {one["organisation"] for one in undo["states"] if "moved" in one}
    if groups.exclude(organisation__in=kept).exists():
        raise Refused("转过去的党员已经编了党小组，先退出党小组再撤回。")
    members = set(begun.values_list("member_id", flat=True))
    begun.delete()
    for pk, until, precision in undo["ended"]:
        Membership.objects.filter(pk=pk).update(until=until, until_precision=precision)
    for pk, until in undo["posts"]:
        Post.objects.filter(pk=pk).update(until=until)
    for pk, until in undo["grants"]:
        RoleGrant.objects.filter(pk=pk).update(until=until)
    Organisation.objects.filter(pk__in=undo["dissolved"]).update(dissolved=None)
    Check.objects.filter(pk__in=undo["checks"]).delete()
    for one in reversed(undo["states"]):
        body = bodies[one["organisation"]]
        body.refresh_from_db()
        past_restore(body, one)
    return members


def _forget_made(keys: list[str]) -> None:
    """What the change made is gone, and with it its parts in this change: it never was."""
    Unit.objects.filter(organisation__in=keys).delete()
    ChangePart.objects.filter(organisation__in=keys).delete()
    try:
        Organisation.objects.filter(pk__in=keys).delete()
    except ProtectedError as error:
        raise Refused("成立的组织已经被别的记录用到，不能撤回；要办撤销。") from error
