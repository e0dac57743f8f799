"""Who is called to an activity, as of its day: derived from type, memberships and posts, never typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.kinds import kind_of
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, MemberState, Post
from zhibu.domain.members.selectors import full_on
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

COMMITTEE = (
    "secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner",
    "discipline_commissioner", "committee_member",
)  # fmt: skip
SECRETARIES = ("secretary",)
CADRES = ("leading_cadre",)


def entitled(activity: Activity) -> list[Member]:
    """Those called to this activity as of its day, by name (应到)."""
    return called(activity.organisation, activity.type, activity.on, activity)


def called(organisation: Organisation, type: str, on: dt.date, activity: Activity | None = None) -> list[Member]:
    """Those whom a body calls to a type of activity on a day; those whose membership is stopped are not called."""
    found = _rows(organisation, type, on, activity).defer("id_number", "phone", "address")  # none of them is needed here
    return list(found.order_by("name_pinyin", "name", "pk"))


def is_entitled(activity: Activity, member: str) -> bool:
    """Whether this member is called, without reading the others."""
    return _rows(activity.organisation, activity.type, activity.on, activity).filter(pk=member).exists()


def _rows(organisation: Organisation, type: str, on: dt.date, activity: Activity | None) -> QuerySet[Member]:
    by = kind_of(type).called
    found = _called(organisation, by, on, activity)
    if by in ("pair", "speaker"):
        return found
    stopped = MemberState.objects.filter(covering(on), state="stopped").order_by().values("member")
    return found.exclude(pk__in=stopped)


def _called(organisation: Organisation, by: str, on: dt.date, activity: Activity | None) -> QuerySet[Member]:
    if by in ("nobody", "volunteers"):
        return Member.objects.none()
    if by in ("pair", "speaker"):
        keys = f"{activity.host} {activity.speaker}".split() if activity else []
        return Member.objects.filter(pk__in=keys if by == "pair" else (activity.speaker.split() if activity else []))
    if by == "committee":
        return _holding(Q(organisation=organisation), COMMITTEE, on)
    if by == "centre_group":
        body = Q(organisation=organisation)
        return _holding(body, CADRES, on) if organisation.kind == OrganisationKind.LEADING_BODY else _holding(
            body, (*COMMITTEE, *CADRES), on
        )
    if by == "leaders":
        return _holding(Q(organisation__path__under=organisation.path), ("group_leader",), on)
    if by == "secretaries":
        return _holding(Q(organisation__parent=organisation), SECRETARIES, on)
    found = members_on(organisation, on)
    return found.filter(full_on(on)) if by == "full_members" else found


def _holding(where: Q, posts: tuple[str, ...], on: dt.date) -> QuerySet[Member]:
    rows = Post.objects.filter(where, covering(on), post__in=posts).order_by()
    return Member.objects.filter(pk__in=rows.values("member"))


def host_of(organisation: Organisation, on: dt.date) -> Member | None:
    """Who presides as a rule: the leader of a group, the secretary of any other body, else his deputy."""
    posts = ("group_leader",) if organisation.kind == OrganisationKind.PARTY_GROUP else ("secretary", "deputy_secretary")
    rows = Post.objects.filter(covering(on), organisation=organisation, post__in=posts)
    first = sorted(rows, key=lambda row: (posts.index(row.post), row.pk))[:1]
    return Member.objects.filter(pk=first[0].member).first() if first else None


def require_namable(actor: Actor, organisation: Organisation, on: dt.date, keys: Iterable[str]) -> None:
    """NotFound where one who is named for a meeting is neither of the body, nor of its branch or committee, nor in sight.

    Whoever is named is shown by name and may write the record: an id that was guessed gives neither.
    """
    wanted = set(keys)
    if actor.everything or not wanted:
        return
    homes = [one for one in (organisation, organisation.parent) if one is not None]
    found = set(_holding(Q(organisation__in=homes), COMMITTEE, on).filter(pk__in=wanted).values_list("pk", flat=True))
    for home in homes if organisation.kind == OrganisationKind.PARTY_GROUP else homes[:1]:
        if wanted - found:
            found |= set(members_on(home, on).filter(pk__in=wanted - found).values_list("pk", flat=True))
    if wanted - found:
        found |= set(scope.members(actor).filter(pk__in=wanted - found).values_list("pk", flat=True))
    if wanted - found:
        raise NotFound("主持、记录、主讲或列席的人里有找不到的，或者不在你的管理范围里。重新选。")


def names_of(*cells: str) -> dict[str, str]:
    """Id of a member -> his name, of all who stand in cells such as `Activity.host`."""
    keys = {key for cell in cells for key in cell.split()}
    return dict(Member.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
