"""Writes of invented activity types: a new one, changed, offered no longer, one step taken back; all versions stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import policies
from zhibu.domain.rulebook.inventing import PREFIX, type_of
from zhibu.domain.rulebook.models import OwnType
from zhibu.domain.rulebook.shelf import shelf
from zhibu.engine.language.activity_types import ActivityType
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.ids import new_id

Content = Mapping[str, Any]
MOST = 200  # types of one organisation
UNDONE = "撤回："  # begins the words of a version that took one back


@transaction.atomic
def own_type_record(*, actor: Actor, organisation: Organisation, content: Content, since: dt.date) -> OwnType:
    """A new type for an organisation and everything below it, from a day on; its code is made here.

    `content`: the keys of a file in rulepacks/activity_types but code and order. Who may: a clerk whose range
    holds the organisation. InputError names the parts that are wrong; Refused where a type there is called the same.
    """
    policies.own_type_record(actor, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once must not be called the same
    if OwnType.objects.filter(owner=organisation, version=1).count() >= MOST:
        raise Refused(f"{organisation}已经有 {MOST} 种自己定的活动类型，先停用不用的。")
    code = new_id(PREFIX)
    _check(code, content, organisation)
    row = OwnType(code=code, version=0, owner=organisation, content=dict(content), since=since, until=None)
    return _next(actor, "own_type.record", row, "新建")


@transaction.atomic
def own_type_change(
    *, actor: Actor, own_type: OwnType, content: Content, since: dt.date, what: str = "", expected: int | None = None
) -> OwnType:
    """Another version of a type; what activities hold already is not touched.

    `expected`: the version on which the change was made; Refused where somebody changed it since.
    """
    row = _locked(own_type)
    policies.own_type_change(actor, row.owner)
    if expected is not None and expected != row.version:
        raise Refused("别人刚改过这种类型，先看看现在的样子，再改一次。")
    _check(row.code, content, row.owner)
    row.content, row.since = dict(content), since
    if row.until is not None and row.until <= since:
        row.until = None
    return _next(actor, "own_type.change", row, what or "修改")


@transaction.atomic
def own_type_retire(*, actor: Actor, own_type: OwnType, until: dt.date) -> OwnType:
    """Offer a type no longer: `until` is the first day. Activities of it stay, with their words."""
    row = _locked(own_type)
    policies.own_type_retire(actor, row.owner)
    if until < row.since:
        raise Refused(f"停用的日期要不早于开始用的日期 {row.since}，读到 {until}。")
    if row.until is not None and until >= row.until:
        raise Refused(f"这种类型从 {row.until} 起已经停用。")
    row.until = until
    return _next(actor, "own_type.retire", row, f"从 {until} 起停用")


@transaction.atomic
def own_type_undo(*, actor: Actor, own_type: OwnType) -> OwnType:
    """Take back the last step not yet taken back, to the very first; a type just invented is no longer there to choose.

    Refused where activities of a type that would go are there already.
    """
    row = _locked(own_type)
    policies.own_type_undo(actor, row.owner)
    standing = _standing(row.code)
    if not standing:
        raise Refused("没有可以撤回的了：新建也撤回了。再要用，照它另定一种。")
    if len(standing) == 1:
        if Activity.objects.filter(type=row.code).exists():
            raise Refused("已经有这种类型的活动，不能撤回；不再用的，设停用的日期。")
        row.until = row.since
        return _next(actor, "own_type.undo", row, f"{UNDONE}新建")
    before, last = standing[-2:]
    row.content, row.since, row.until = before.content, before.since, before.until
    return _next(actor, "own_type.undo", row, f"{UNDONE}{last.what}"[:200])


def _standing(code: str) -> list[OwnType]:
    """The versions that nobody took back, the first first: each undoing takes the last away."""
    found: list[OwnType] = []
    for one in OwnType.objects.filter(code=code).order_by("version"):
        if one.what.startswith(UNDONE):
            del found[-1:]
        else:
            found.append(one)
    return found


def _locked(own_type: OwnType) -> OwnType:
    """The version that holds, with its row taken."""
    Organisation.objects.select_for_update().get(pk=own_type.owner_id)
    found = OwnType.objects.filter(code=own_type.code).select_related("owner").order_by("version").last()
    if found is None:
        raise NotFound("没有这种活动类型。")
    return found


def _check(code: str, content: Content, owner: Organisation) -> ActivityType:
    book = shelf.current()
    made = type_of(code, content, book.minutes_fields)
    called = {kind.label for key, kind in book.activity_types.items() if key != code and not _foreign(key, owner)}
    if made.label in called:
        raise Refused(f"已经有一种活动叫“{made.label}”，换一个名称。")
    return made


def _foreign(code: str, owner: Organisation) -> bool:
    """Whether it is a type of an organisation that has nothing to do with this one, so that names may be alike."""
    row = OwnType.objects.filter(code=code).select_related("owner").order_by("version").last()
    if row is None:
        return False
    if row.until is not None and row.until <= row.since:
        return True
    return not (owner.path.startswith(row.owner.path) or row.owner.path.startswith(owner.path))


def _next(actor: Actor, action: str, row: OwnType, what: str) -> OwnType:
    made = OwnType.objects.create(
        code=row.code, version=row.version + 1, owner=row.owner, content=row.content, since=row.since,
        until=row.until, what=what, made_at=clock.now(), made_by=actor.name,
    )  # fmt: skip
    shelf.forget()
    entry_record(
        actor=actor, action=action, subject=made.code, organisation=made.owner_id,
        details={"label": made.content.get("label", ""), "version": made.version, "since": made.since, "until": made.until},
    )  # fmt: skip
    return made
