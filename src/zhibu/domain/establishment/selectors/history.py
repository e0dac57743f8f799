"""The history of an organisation: changes of the tree with their papers, posts, groups, filings; by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.establishment import policies
from zhibu.domain.establishment.choices import Part
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.establishment.selectors.undoable import undo_problem
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

POSTS_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    on: dt.date
    what: str
    detail: str
    paper: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change with its parts in sight, and whether the actor can take it back (or why it cannot be)."""

    change: Change
    parts: list[ChangePart]
    may_undo: bool
    problem: str

    @property
    def ahead(self) -> str:
        """Of a planned change: when it comes into force."""
        return ahead_words(self.change) if self.change.planned is not None and self.change.undone_on is None else ""


def changes(actor: Actor) -> QuerySet[Change]:
    """The changes that concern an organisation in scope, the latest first."""
    if actor.everything:
        return Change.objects.all()
    parts = ChangePart.objects.filter(scope.reach(actor, "organisation__"))
    parts = parts.exclude(part=Part.PARENT, change__planned__isnull=True)
    return Change.objects.filter(pk__in=parts.values("change"))


def change_get(actor: Actor, key: str) -> Change:
    """One change in scope."""
    found = changes(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("找不到这次变动，或者它不在你的管理范围里。")
    return found


def change_shown(actor: Actor, key: str) -> ChangeShown:
    """One change as its page tells it."""
    found = change_get(actor, key)
    parts = list(found.parts.select_related("organisation"))
    seen = {one.pk for one in scope.organisations(actor).filter(pk__in=[p.organisation_id for p in parts])}
    own = [p.organisation for p in parts if p.part != Part.PARENT]
    if found.planned is not None:
        may = found.undone_on is None and policies.may_withdraw(actor, parts)
    else:
        may = found.undone_on is None and all(policies.may_change(actor, one) for one in own)
    order = list(Part.values)
    shown = sorted((p for p in parts if p.organisation_id in seen), key=lambda p: order.index(p.part))
    return ChangeShown(found, shown, may, undo_problem(found) if may else "")


def history(actor: Actor, organisation: Organisation) -> list[Happened]:
    """All that happened to one organisation, the latest first. The caller has asked the scope."""
    found = [*_changes(organisation), *_posts(organisation), *_groups(organisation)]
    if organisation.established is not None:
        found.append(Happened(organisation.established, "成立", "登记的成立日期"))
    if organisation.dissolved is not None:
        found.append(Happened(organisation.dissolved, "撤销", "登记的撤销日期"))
    return sorted(found, key=lambda one: (one.on, one.what), reverse=True)


def _changes(organisation: Organisation) -> list[Happened]:
    rows = ChangePart.objects.filter(organisation=organisation).select_related("change")
    found = []
    for row in rows.exclude(part=Part.PARENT, change__planned__isnull=True):
        change = row.change
        words = f"{row.get_part_display()}{change_words(change)}"
        if change.planned is not None and change.undone_on is None:
            words += f"；{ahead_words(change)}"
        if change.undone_on is not None:
            words += f"；{change.undone_on} 已撤回：{change.undone_reason}"
        paper = f"{change.decided_by} {change.number}"
        found.append(Happened(change.on, change.get_kind_display(), words, paper, change))
    return found


def ahead_words(change: Change) -> str:
    """That a change is still to come, or why it was not made on its day."""
    if change.refused:
        return f"{change.on} 该生效，没有办成：{change.refused}"
    return f"将于 {change.on} 生效"


def change_words(change: Change) -> str:
    """What changed, in a few words."""
    told = change.told
    if change.kind == "rename":
        labels = {f.name: str(getattr(f, "verbose_name", f.name)) for f in Organisation._meta.get_fields() if hasattr(f, "verbose_name")}
        before, after = told.get("before", {}), told.get("after", {})
        return "：" + "，".join(
            f"{labels.get(k, k)} {_word(k, before.get(k)) or '（空）'} → {_word(k, v) or '（空）'}" for k, v in after.items()
        )
    count = told.get("members")
    people = f"，党员 {count} 人" if count else ""
    return _leads(change, told) + people


def _leads(change: Change, told: dict[str, Any]) -> str:
    """Which bodies it makes (of a planned one no parts yet), and where it leads."""
    if change.kind == "found":
        return f"：成立{told.get('name', '')}" if change.planned is not None else ""
    if change.kind == "split":
        names = "、".join(told.get("names", ()))
        return f"：分出{names}" if names else ""
    key = {"merge": "into", "move": "after"}.get(change.kind, "")
    body = Organisation.objects.filter(pk=told.get(key, "")).first() if key else None
    lead = "并入" if change.kind == "merge" else "改到"
    return f"：{lead}{body}{'' if change.kind == 'merge' else '下面'}" if body else ""


def _word(column: str, value: object) -> str:
    choices = dict(getattr(Organisation._meta.get_field(column), "choices", None) or ())
    return str(choices.get(value, value or ""))


def _posts(organisation: Organisation) -> list[Happened]:
    posts = list(Post.objects.filter(organisation=organisation).order_by("-since")[:POSTS_SHOWN])
    names = _names([post.member for post in posts])
    found = []
    for post in posts:
        who = f"{names.get(post.member, post.member)} {post.get_post_display()}"
        filed = f"{post.filed_on} 备案 {post.filing_number}" if post.filed_on else ""
        found.append(Happened(post.since, "任职", f"{who}{f'，{post.get_manner_display()}' if post.manner else ''}", filed))
        if post.until is not None:
            found.append(Happened(post.until, "免职", who))
    return found


def _groups(organisation: Organisation) -> list[Happened]:
    mine = Q(parent=organisation) | Q(past__parent=organisation)
    groups = Organisation.objects.filter(mine, kind=OrganisationKind.PARTY_GROUP).distinct()
    found = []
    for group in groups:
        if group.established is not None:
            found.append(Happened(group.established, "设党小组", str(group)))
        if group.dissolved is not None:
            found.append(Happened(group.dissolved, "撤销党小组", str(group)))
    return found


def _names(keys: Sequence[str]) -> dict[str, str]:
    return dict(Member.objects.filter(pk__in=set(keys)).values_list("pk", "name"))
