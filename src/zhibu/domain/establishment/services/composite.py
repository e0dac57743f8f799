"""Merging, splitting and dissolving: changes after which members, groups and lower bodies are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from zhibu.domain.establishment import policies
from zhibu.domain.establishment.choices import ChangeKind, Part
from zhibu.domain.establishment.given import Decision, Destination, NewBody, NewPart
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.services.people import (
    Undo,
    bodies_end,
    groups_of,
    members_send,
    new_undo,
    require_nothing_later,
)
from zhibu.domain.establishment.services.planning import plannable
from zhibu.domain.establishment.services.recording import Parts, change_record, require_decision
from zhibu.domain.establishment.services.simple import body_make
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Membership
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.organisations.services import locked, relocate
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

Progress = Callable[[int, int, str], None]


def _quiet(done: int, of: int, what: str) -> None:
    """Nobody listens."""


@plannable(ChangeKind.MERGE, pair=True)
@transaction.atomic
def organisation_merge(
    *,
    actor: Actor,
    sources: Sequence[Organisation],
    into: Organisation | NewBody,
    decision: Decision,
    keep_groups: bool = False,
    parent: Organisation | None = None,
    progress: Progress = _quiet,
) -> tuple[Organisation, Change]:
    """Merge some bodies into one that is there, or into a new one (below `parent`, else beside the first).

    Branches: every member goes to the one branch; groups end, or come along as they are (`keep_groups`).
    Bodies above branches: everything below hangs under the one. The sources are no more, their posts end.
    """
    require_decision(decision)
    undo, members = new_undo(), set[str]()
    keys = [one.pk for one in sources]
    if len(set(keys)) != len(keys) or not keys:
        raise Refused("还没有选要合并的组织，或者同一个选了两次。")
    rows = locked(*keys, *([into.pk] if isinstance(into, Organisation) else []))
    policies.organisation_adjust(actor, *rows.values())
    if isinstance(into, Organisation):
        target, parts = rows[into.pk], [(rows[into.pk], Part.TOOK)]
        if target.pk in keys:
            raise Refused(f"{target}不能并入它自己。")
    else:
        if len(keys) < 2:
            raise Refused("合并成一个新的，至少选两个组织。")
        above = parent or rows[keys[0]].parent
        policies.organisation_found(actor, above)
        target = body_make(above, into, decision, undo)
        parts = [(target, Part.MADE)]
    there = [rows[key] for key in keys]
    _require_alike([target, *there], decision)
    for number, source in enumerate(there, 1):
        progress(number, len(there), f"合并{source}")
        groups = groups_of(source, decision.on)
        require_nothing_later([source, *groups], decision.on)
        if target.kind == OrganisationKind.BRANCH:
            kept = frozenset(group.pk for group in groups) if keep_groups else frozenset[str]()
            found = [member.pk for member in members_on(source, decision.on)]
            members_send(source, dict.fromkeys(found, target), decision.on, undo, keeping=kept)
            members |= set(found)
            parts += _groups(groups, target if keep_groups else None, decision, undo)
        else:
            parts += _rehang(_below(source, decision), target, decision, undo, progress)
        bodies_end([source], decision.on, undo)
        parts.append((source, Part.ENDED))
    told = {"into": target.pk, "sources": keys, "members": len(members), "groups": keep_groups}
    change = change_record(
        actor=actor, kind=ChangeKind.MERGE, given=decision, parts=parts, told=told, undo=undo,
        members=members,
    )  # fmt: skip
    return target, change


@plannable(ChangeKind.SPLIT, pair=True)
@transaction.atomic
def organisation_split(
    *,
    actor: Actor,
    source: Organisation,
    new: Sequence[NewPart],
    decision: Decision,
    progress: Progress = _quiet,
) -> tuple[list[Organisation], Change]:
    """Set up new bodies beside one, out of some of its members, whole groups, or lower bodies.

    Whoever is not named stays. Members of a group that goes along go with it. Nobody is named twice.
    """
    require_decision(decision)
    there = locked(source.pk)[source.pk]
    policies.organisation_adjust(actor, there)
    policies.organisation_found(actor, there.parent)
    if not new:
        raise Refused("还没有写分设出来的组织。")
    if any(OrganisationKind(part.body.kind) != there.kind for part in new) and there.kind == OrganisationKind.BRANCH:
        raise Refused("支部分设出来的还是支部。")
    groups = {group.pk: group for group in groups_of(there, decision.on)}
    require_nothing_later([there, *groups.values()], decision.on)
    home = {member.pk for member in members_on(there, decision.on)}
    undo, members, made = new_undo(), set[str](), list[Organisation]()
    parts: Parts = [(there, Part.GAVE)]
    bodies = {one.pk: one for one in _below(there, decision)}
    for number, part in enumerate(new, 1):
        progress(number, len(new), f"分出{part.body.name}")
        body = body_make(there.parent, part.body, decision, undo)
        going = _going(part, groups, decision)
        _require_free(going, members, home, there)
        if going:
            members_send(there, dict.fromkeys(going, body), decision.on, undo, keeping=part.groups)
        members |= going
        parts += [(body, Part.MADE), *_groups([groups[k] for k in sorted(part.groups)], body, decision, undo)]
        parts += _rehang([_named(bodies, key) for key in sorted(part.bodies)], body, decision, undo, progress)
        made.append(body)
    named = [one.name for one in made]  # of a planned split there are no rows yet
    told = {"made": [one.pk for one in made], "names": named, "members": len(members), "left": len(home - members)}
    change = change_record(
        actor=actor, kind=ChangeKind.SPLIT, given=decision, parts=parts, told=told, undo=undo,
        members=members,
    )  # fmt: skip
    return made, change


@plannable(ChangeKind.DISSOLVE)
@transaction.atomic
def organisation_dissolve(
    *,
    actor: Actor,
    organisation: Organisation,
    decision: Decision,
    destination: Destination = Destination(),  # noqa: B008 -- frozen: nobody can change it
    progress: Progress = _quiet,
) -> Change:
    """Dissolve a body. Of a branch every member goes to the branch that is said for him; groups and posts end.

    Refused while bodies are below it: dissolve or move them first.
    """
    require_decision(decision)
    there = locked(organisation.pk)[organisation.pk]
    policies.organisation_adjust(actor, there)
    if there.kind == OrganisationKind.PARTY_GROUP:
        raise Refused("党小组由支部撤销，到“党小组”里办。")
    if there.dissolved is not None:
        raise Refused(f"{there}在 {there.dissolved} 已经撤销。")
    below = _below(there, decision)
    if below:
        names = "、".join(str(one) for one in below[:5])
        raise Refused(f"{there}下面还有 {len(below)} 个组织（{names}），先撤销或者移走它们。")
    groups = groups_of(there, decision.on)
    require_nothing_later([there, *groups], decision.on)
    undo = new_undo()
    found = list(members_on(there, decision.on))
    to = _destinations(actor, there, [m.pk for m in found], {m.pk: m.name for m in found}, destination)
    progress(1, 2, "转党员")
    members_send(there, to, decision.on, undo)
    bodies_end([*groups, there], decision.on, undo)
    progress(2, 2, "撤销党小组，结束任职")
    parts: Parts = [(there, Part.ENDED), *((group, Part.ENDED) for group in groups)]
    parts += [(one, Part.TOOK) for one in {o.pk: o for o in to.values()}.values()]
    told = {"members": len(to), "groups": len(groups)}
    return change_record(
        actor=actor, kind=ChangeKind.DISSOLVE, given=decision, parts=parts, told=told, undo=undo,
        members=to,
    )  # fmt: skip


def _destinations(
    actor: Actor, source: Organisation, keys: list[str], names: dict[str, str], given: Destination
) -> dict[str, Organisation]:
    """Member -> the branch to which he goes: nobody may be left without one."""
    wanted = {key: given.of(key) for key in keys}
    without = [names[key] for key, place in wanted.items() if not place]
    if without:
        raise Refused(
            f"{source}里还有 {len(keys)} 名党员，{'、'.join(without[:5])}等 {len(without)} 人没有写转到哪个支部。"
        )
    branches = locked(*set(wanted.values()))
    unknown = set(wanted.values()) - set(branches)
    if unknown:
        raise NotFound(f"找不到支部 {'、'.join(sorted(unknown))}。")
    if source.pk in branches:
        raise Refused(f"党员不能留在要撤销的{source}里。")
    policies.organisation_adjust(actor, *branches.values())
    return {key: branches[place] for key, place in wanted.items()}


def _going(part: NewPart, groups: dict[str, Organisation], decision: Decision) -> set[str]:
    """The members named, and those of the groups that go along."""
    for key in part.groups:
        _named(groups, key)
    there = Membership.objects.filter(organisation__in=part.groups, since__lt=decision.on, until=None)
    return set(part.members) | set(there.values_list("member_id", flat=True))


def _require_free(
    going: Iterable[str], taken: set[str], home: set[str], source: Organisation
) -> None:
    wanted = set(going)
    if wanted & taken:
        raise Refused(f"有 {len(wanted & taken)} 名党员分到了两个支部，每人只能去一个。")
    if wanted - home:
        raise Refused(f"有 {len(wanted - home)} 名党员不在{source}，不能从它分出去。")


def _named(known: dict[str, Organisation], key: str) -> Organisation:
    if key not in known:
        raise NotFound(f"{key} 不是它下面的组织。")
    return known[key]


def _groups(
    groups: Sequence[Organisation], branch: Organisation | None, decision: Decision, undo: Undo
) -> Parts:
    """Groups come along to a branch, or end."""
    if branch is None:
        bodies_end(groups, decision.on, undo)
        return [(group, Part.ENDED) for group in groups]
    return _rehang(groups, branch, decision, undo)


def _rehang(
    bodies: Sequence[Organisation], target: Organisation, decision: Decision, undo: Undo, progress: Progress = _quiet
) -> Parts:
    for number, one in enumerate(bodies, 1):
        progress(number, len(bodies), f"{one}移到{target}下面")
        one.refresh_from_db()
        undo["states"].append(relocate(one, target, decision.on))
    return [(one, Part.MOVED) for one in bodies]


def _below(body: Organisation, decision: Decision) -> list[Organisation]:
    """What hangs right below it on the day, but for party groups."""
    there = body.children.filter(existing(decision.on)).exclude(kind=OrganisationKind.PARTY_GROUP)
    return list(there.order_by("path"))


def _require_alike(bodies: Sequence[Organisation], decision: Decision) -> None:
    target, *sources = bodies
    for one in bodies:
        if one.dissolved is not None and one.dissolved <= decision.on:
            raise Refused(f"{one}在 {one.dissolved} 已经撤销。")
    for one in sources:
        branch = target.kind == OrganisationKind.BRANCH
        if (one.kind == OrganisationKind.BRANCH) != branch or (not branch and one.kind not in UPPER_KINDS):
            raise Refused(
                f"{one}是{one.get_kind_display()}，{target}是{target.get_kind_display()}；支部只能同支部合并。"
            )
        if target.path.startswith(one.path):
            raise Refused(f"{target}在{one}下面，先移出来再合并。")
