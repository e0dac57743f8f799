"""Posts: lists, appointments, ends, filings, corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.members.models import Post
from zhibu.domain.members.services import posts
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

FIRST = dt.date(1921, 7, 1)
ABOUT = ("post", "post")
Kind = Literal[
    "secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner",
    "discipline_commissioner", "committee_member", "group_leader", "leading_cadre", "instructor",
]  # fmt: skip
Manner = Literal["", "elected", "designated", "recommended"]


class PostTold(Shape):
    """Somebody in a post."""

    id: str
    member: str
    organisation: str
    post: str
    since: dt.date
    until: dt.date | None
    manner: str
    decided_by: str
    filed_on: dt.date | None
    filing_number: str
    planned_until: dt.date | None
    acting: bool | None


class PostsAsked(Given):
    """Which posts: of one organisation or member, on a day (without one: all there ever were)."""

    organisation: str = ""
    member: str = ""
    post: str = ""
    on: dt.date | None = Field(None, ge=FIRST)


class Appointed(Given):
    """Somebody comes to a post."""

    member: str
    organisation: str
    post: Kind
    since: dt.date = Field(ge=FIRST)
    manner: Manner = ""
    decided_by: str = ""
    filed_on: dt.date | None = Field(None, ge=FIRST)
    filing_number: str = Field("", max_length=100)
    planned_until: dt.date | None = Field(None, ge=FIRST)
    acting: bool | None = None


class Relieved(Given):
    """A post ends; `until` is the first day no longer."""

    post: str
    until: dt.date = Field(ge=FIRST)
    reason: str = Field("", max_length=500)


class FiledIn(Given):
    """The appointment was filed above."""

    post: str
    on: dt.date = Field(ge=FIRST)
    number: str = Field("", max_length=100)


class Corrected(Given):
    """What is other than recorded; what is left out stays, null takes a day away."""

    post: str
    since: dt.date | None = Field(None, ge=FIRST)
    until: dt.date | None = Field(None, ge=FIRST)
    manner: Manner | None = None
    decided_by: str | None = None
    filed_on: dt.date | None = Field(None, ge=FIRST)
    filing_number: str | None = Field(None, max_length=100)
    planned_until: dt.date | None = Field(None, ge=FIRST)
    acting: bool | None = None


class Withdrawn(Given):
    """A post that was entered by mistake."""

    post: str
    reason: str = Field("", max_length=500)


class Count(Shape):
    """How many."""

    count: int


def _told(post: Post) -> PostTold:
    names = ("id", "member", "post", "since", "until", "manner", "decided_by", "filed_on", "filing_number", "planned_until", "acting")
    return PostTold(organisation=post.organisation_id, **{name: getattr(post, name) for name in names})


def _find(actor: Actor, asked: PostsAsked) -> Any:
    found = scope.posts(actor)
    if asked.organisation:
        found = found.filter(organisation=scope.organisation_get(actor, asked.organisation))
    if asked.member:
        found = found.filter(member=asked.member)
    if asked.post:
        found = found.filter(post=asked.post)
    if asked.on:
        found = found.filter(since__lte=asked.on).exclude(until__lte=asked.on)
    return found.order_by("pk")


def _appoint(actor: Actor, given: Appointed) -> PostTold:
    said = given.model_dump(exclude={"member", "organisation"})
    body, member = scope.organisation_get(actor, given.organisation), scope.member_get(actor, given.member)
    return _told(posts.post_appoint(actor=actor, member=member, organisation=body, **said))


def _correct(actor: Actor, given: Corrected) -> PostTold:
    said = given.model_dump(include=given.model_fields_set - {"post"})
    never = {"since", "manner", "decided_by", "filing_number"}  # these hold something always
    values = {k: v for k, v in said.items() if v is not None or k not in never}
    return _told(posts.post_correct(actor=actor, post=scope.post_get(actor, given.post), values=values))


_by = by_service("post", lambda actor, _, made: _told(made), post=scope.post_get)
_gone = by_service("post", lambda actor, post, _: Count(count=1), post=scope.post_get)
ENTRIES = (
    Listing("post.list", "任职", PostsAsked, PostTold, _find, lambda actor, rows: [_told(row) for row in rows]),
    Single("post.get", "一项任职", PostTold, lambda actor, key: _told(scope.post_get(actor, key))),
    Action("post.appoint", "任职", Appointed, PostTold, _appoint),
    Action("post.relieve", "免职", Relieved, PostTold, _by(posts.post_relieve), ABOUT),
    Action("post.file", "任职备案", FiledIn, PostTold, _by(posts.post_file), ABOUT),
    Action("post.correct", "更正任职", Corrected, PostTold, _correct, ABOUT),
    Action("post.withdraw", "撤回任职", Withdrawn, Count, _gone(posts.post_withdraw), ABOUT),
)
