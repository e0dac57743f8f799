"""What the subjects of verdicts are called: organisations, members, posts, activities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.choices import EVERYBODY
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot, Case
from zhibu.domain.rulebook import selectors as rulebook

GROUP = OrganisationKind.PARTY_GROUP
BATCH = 500  # SQLite takes so many parameters at once without a thought


def names_of(subjects: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The name of each (kind, id); one query a kind."""
    wanted: dict[str, set[str]] = {}
    for kind, key in subjects:
        wanted.setdefault(kind, set()).add(key)
    names = {EVERYBODY: "全部对象"}
    for kind, keys in wanted.items():
        reader = _READERS.get(kind)
        ordered = sorted(keys - {EVERYBODY})
        for start in range(0, len(ordered), BATCH):
            if reader:
                names.update(reader(ordered[start : start + BATCH]))
    return names


def organisation_names(keys: list[str]) -> dict[str, str]:
    """The short name of each organisation, the full one where there is none."""
    rows = Organisation.objects.filter(id__in=keys).values_list("id", "short_name", "name")
    return {key: short or name for key, short, name in rows}


def place_names(keys: Iterable[str]) -> dict[str, str]:
    """The name of each organisation with its branch before it where it is a party group."""
    wanted = sorted(set(keys))
    found = {}
    for start in range(0, len(wanted), BATCH):
        rows = Organisation.objects.filter(id__in=wanted[start : start + BATCH])
        for body in rows.select_related("parent"):
            above = f"{body.parent} " if body.kind == GROUP and body.parent else ""
            found[body.pk] = f"{above}{body}"
    return found


def member_names(keys: list[str]) -> dict[str, str]:
    """The name of each member."""
    return dict(Member.objects.filter(id__in=keys).values_list("id", "name"))


def _posts(keys: list[str]) -> dict[str, str]:
    posts = list(Post.objects.filter(id__in=keys).select_related("organisation"))
    people = member_names([post.member for post in posts])
    return {
        post.pk: f"{post.organisation} {post.get_post_display()} {people.get(post.member, '')}"
        for post in posts
    }


def _activities(keys: list[str]) -> dict[str, str]:
    labels = rulebook.activity_labels()
    rows = Activity.objects.filter(id__in=keys).values_list("id", "type", "on")
    return {key: f"{on.month}月{on.day}日{labels.get(kind, kind)}" for key, kind, on in rows}


def _ballots(keys: list[str]) -> dict[str, str]:
    words = rulebook.rulebook().words()
    rows = Ballot.objects.filter(id__in=keys).values_list("id", "matter", "activity__on")
    found = {}
    for key, matter, on in rows:
        day = f"{on.month}月{on.day}日" if on else ""
        found[key] = f"{day}表决{words.get(f'matter.{matter}', matter)}"
    return found


def _cases(keys: list[str]) -> dict[str, str]:
    words = rulebook.rulebook().words()
    rows = list(Case.objects.filter(id__in=keys).values_list("id", "procedure", "subject"))
    known = names_of((kind, row[2]) for kind in ("member", "organisation") for row in rows)
    return {
        key: f"{words.get(f'procedure.{procedure}', '事项')} {known.get(subject, subject)}"
        for key, procedure, subject in rows
    }


_READERS = {
    "organisation": organisation_names,
    "member": member_names,
    "post": _posts,
    "activity": _activities,
    "ballot": _ballots,
    "case": _cases,
}


def organisation_of(subject: str, on: dt.date) -> str:
    """The organisation that a subject belongs to on a day; the subject itself where it is one."""
    for model in (Activity, Post, Case):
        found = model.objects.filter(pk=subject).values_list("organisation_id", flat=True).first()
        if found:
            return str(found)
    ballot = Ballot.objects.filter(pk=subject).values_list("activity__organisation_id", flat=True)
    spans = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on),
        member=subject,
        since__lte=on,
        organisation__kind=OrganisationKind.BRANCH,
    ).values_list("organisation_id", flat=True)
    return str(ballot.first() or spans.first() or subject)
