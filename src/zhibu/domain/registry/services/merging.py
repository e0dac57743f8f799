"""Two rows of one person made one, with a way back; and the word that two are not the same person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members.items import ITEMS, require_known
from zhibu.domain.members.models import Member, Membership, MemberState, Placement, Post
from zhibu.domain.members.references import SEVERAL, columns_within, foreign_keys, text_columns
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.members.services.spans import crosses, members_lock
from zhibu.domain.registry import policies
from zhibu.domain.registry.models import Distinct, Merging
from zhibu.domain.registry.services.joining import join_memberships
from zhibu.domain.registry.services.rewriting import Pen, put_back, rename_within
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

KEPT, GONE = "kept", "gone"


@transaction.atomic
def member_merge(
    *,
    actor: Actor,
    kept: Member,
    gone: Member,
    why: str,
    choices: Mapping[str, str] | None = None,
    memberships: str = "",
) -> Merging:
    """Make one of two: `gone` is taken up in `kept` with everything that names it, and is no more.

    `choices` says for an item whose value holds (`kept` or `gone`; else kept's, where it has one).
    `memberships` says whose memberships hold where both belonged to a branch on the same day; without
    that answer such a pair is refused. `member_separate` takes it back.
    """
    locked = members_lock([kept.pk, gone.pk])
    if len(locked) != 2:
        raise NotFound("要合并的两个党员，有一个已经不在了。")
    one, other = locked[kept.pk], locked[gone.pk]
    homes = branches_of(one), branches_of(other)
    policies.member_merge(actor, *homes)
    if not why.strip():
        raise Refused("还没有写凭什么认定是同一个人。")
    pen = Pen()
    join_memberships(pen, one, other, memberships)
    _drop_doubles(pen, one, other)
    for model, column in foreign_keys():
        _repoint(pen, model, column, one, other)
    for model, column in text_columns():
        _reword(pen, model, column, one.pk, other.pk)
    for model, column in columns_within():
        rename_within(pen, model, column, one.pk, other.pk)
    columns = _chosen(one, other, choices or {})
    pen.remove(other)
    if columns:
        pen.change(one, **columns)
    made = Merging.objects.create(
        kept=one, gone=gone.pk, name=gone.name, at=clock.now(), by=actor.name, why=why.strip()[:300],
        snapshot=pen.sealed(),
    )  # fmt: skip
    entry_record(
        actor=actor,
        action="member.merge",
        subject=one.pk,
        organisation=homes[0][0].pk if homes[0] else "",
        details={"gone": gone.pk, "rows": pen.counts, "items": sorted(columns), "why": made.why},
        touched=Touch(frozenset(h.pk for part in homes for h in part), frozenset({one.pk, gone.pk})),
    )
    return made


@transaction.atomic
def member_separate(*, actor: Actor, merging: Merging, why: str) -> None:
    """Take a merge back: both rows and all that named them are as before.

    Refused, naming the rows, where something that the merge wrote was changed since.
    """
    found = Merging.objects.select_for_update().get(pk=merging.pk)
    members_lock([found.kept_id])
    homes = branches_of(found.kept)
    policies.member_merge(actor, homes, homes)
    if found.separated_at is not None:
        raise Refused(f"这次合并已经在 {found.separated_at:%Y-%m-%d} 撤销。")
    if not why.strip():
        raise Refused("还没有写为什么撤销合并。")
    put_back(bytes(found.snapshot))
    found.separated_at, found.separated_by = clock.now(), actor.name
    found.save(update_fields=["separated_at", "separated_by"])
    both = Member.objects.filter(pk__in=[found.kept_id, found.gone])
    bodies = {home.pk for member in both for home in branches_of(member)}
    entry_record(
        actor=actor,
        action="member.separate",
        subject=found.kept_id,
        organisation=homes[0].pk if homes else "",
        details={"again": found.gone, "why": why.strip()},
        touched=Touch(frozenset(bodies), frozenset({found.kept_id, found.gone})),
    )


@transaction.atomic
def distinct_record(*, actor: Actor, first: Member, second: Member, why: str) -> Distinct:
    """Two who look alike are two persons: the pair is not shown again."""
    policies.member_merge(actor, branches_of(first), branches_of(second))
    if not why.strip():
        raise Refused("还没有写凭什么认定是两个人。")
    low, high = sorted((first.pk, second.pk))
    made, _ = Distinct.objects.get_or_create(
        first=low, second=high,
        defaults={"by": actor.name, "at": clock.now(), "why": why.strip()[:300]},
    )  # fmt: skip
    entry_record(
        actor=actor, action="distinct.record", subject=low, details={"other": high, "why": why.strip()}
    )
    return made


def _chosen(one: Member, other: Member, choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of `one` that take the value of `other`."""
    require_known(choices)
    taken: dict[str, Any] = {}
    for name in ITEMS:
        answer = choices.get(name) or (KEPT if getattr(one, name) not in (None, "") else GONE)
        if answer not in (KEPT, GONE):
            raise Refused(f"“{ITEMS[name].label}”以谁的为准，只能选两个里的一个。")
        if answer == GONE and getattr(one, name) != getattr(other, name):
            taken[name] = getattr(other, name)
            if ITEMS[name].kind == "day":
                taken[f"{name}_precision"] = getattr(other, f"{name}_precision")
    if one.left is not None and (other.left is None or other.left > one.left):
        taken |= {n: getattr(other, n) for n in ("left", "left_precision", "left_reason")}
    return taken


def _drop_doubles(pen: Pen, one: Member, other: Member) -> None:
    """What is said of both at once is kept once: a state, a place of work, the same post."""
    for state in MemberState.objects.filter(member=other):
        same = MemberState.objects.filter(member=one, state=state.state)
        if any(crosses(there, state.since, state.until) for there in same):  # type: ignore[arg-type]  # a span too
            pen.remove(state)
    places = list(Placement.objects.filter(member=one))
    for place in Placement.objects.filter(member=other):
        if any(crosses(there, place.since, place.until) for there in places):  # type: ignore[arg-type]  # a span too
            pen.remove(place)
    held = set(Post.objects.filter(member=one.pk).values_list("organisation", "post", "since", "until"))
    for post in Post.objects.filter(member=other.pk):
        if (post.organisation_id, post.post, post.since, post.until) in held:
            pen.remove(post)


def _repoint(
    pen: Pen, model: type[models.Model], column: str, one: Member, other: Member
) -> None:
    """Every row of a table that names `other` names `one`; a row that would be there twice goes."""
    if model is Membership:
        return  # joined already
    for row in model._default_manager.filter(**{column: other.pk}).order_by("pk"):
        if any(_twice(model, unique, row, column, one) for unique in _uniques(model, column)):
            pen.remove(row)
        else:
            pen.change(row, **{column: one.pk})


def _uniques(model: type[models.Model], column: str) -> Iterator[tuple[tuple[str, ...], Q | None]]:
    """The sets of columns that may occur once only and hold the column, with their condition."""
    name = model._meta.get_field(column.removesuffix("_id")).name
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            yield tuple(constraint.fields), constraint.condition
    for together in model._meta.unique_together:
        if name in together:
            yield tuple(together), None
    if model._meta.get_field(name).unique:  # type: ignore[union-attr]  # a foreign key
        yield (name,), None


def _twice(
    model: type[models.Model],
    unique: tuple[tuple[str, ...], Q | None],
    row: models.Model,
    column: str,
    one: Member,
) -> bool:
    fields, condition = unique
    wanted = {name: getattr(row, model._meta.get_field(name).attname) for name in fields}  # type: ignore[union-attr]  # columns
    wanted[column.removesuffix("_id")] = one.pk
    there = model._default_manager.filter(**wanted)
    if condition is not None:
        if not model._default_manager.filter(condition, pk=row.pk).exists():
            return False
        there = there.filter(condition)
    return there.exists()


def _reword(pen: Pen, model: type[models.Model], column: str, one: str, other: str) -> None:
    """The same for a column that holds ids as text, several joined by blanks in some."""
    if column not in SEVERAL:
        for row in model._default_manager.filter(**{column: other}).order_by("pk"):
            pen.change(row, **{column: one})
        return
    for row in model._default_manager.filter(**{f"{column}__contains": other}).order_by("pk"):
        named = getattr(row, column).split()
        if other in named:
            said = dict.fromkeys(one if key == other else key for key in named)
            pen.change(row, **{column: " ".join(said)})
