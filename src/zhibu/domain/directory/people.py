"""One member with all that is dated, as far as the actor may see each of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Attendance
from zhibu.domain.directory.rosters import RosterRow, age_on, roster, roster_rows
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import (
    Member,
    Membership,
    MemberState,
    Penalty,
    Placement,
    Post,
)
from zhibu.domain.members.selectors import is_full
from zhibu.kernel.actor import Actor
from zhibu.kernel.masking import masked_address, masked_id_number, masked_phone

__all__ = ["MemberPage", "RosterRow", "member_page", "roster", "roster_rows"]

ATTENDED_SHOWN = 12


@dataclass(slots=True)
class MemberPage:
    """What the page of a member shows; numbers and address are already masked."""

    member: Member
    is_full: bool
    is_self: bool
    id_number: str
    phone: str
    memberships: list[Membership]
    posts: list[Post]
    states: list[MemberState]
    penalties: list[Penalty]
    address: str = ""
    age: int | None = None
    places: list[Placement] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    attended: list[Attendance] = field(default_factory=list)

    @property
    def branch(self) -> Membership | None:
        """The branch of today, of somebody who left the last one."""
        return self._last(False)

    @property
    def group(self) -> Membership | None:
        """The group of today."""
        found = self._last(True)
        return found if found is not None and found.until is None else None

    def _last(self, group: bool) -> Membership | None:
        spans = [s for s in self.memberships if (s.organisation.kind == "party_group") == group]
        return max(spans, key=lambda s: (s.until is None, s.since), default=None)

    @property
    def place(self) -> Placement | None:
        """His unit and team now."""
        return next((place for place in self.places if place.until is None), None)

    @property
    def is_cadre(self) -> bool:
        """Whether he is marked a leading cadre now."""
        return any(post.post == "leading_cadre" and post.until is None for post in self.posts)


def member_page(*, actor: Actor, key: str, on: dt.date, life: bool = True) -> MemberPage:
    """A member with his dated facts, as far as the actor may see each of them.

    `life`: dues and attendance as well, which only one part of his page shows.
    """
    member = scope.member_get(actor, key)
    page = MemberPage(
        member=member,
        is_full=is_full(member, on),
        is_self=member.pk == actor.member,
        id_number=masked_id_number(member.id_number),
        phone=masked_phone(member.phone),
        address=masked_address(member.address),
        age=age_on(member, on),
        memberships=list(
            scope.memberships(actor).filter(member=member).select_related("organisation")
        ),
        posts=list(scope.posts(actor).filter(member=member.pk).select_related("organisation")),
        states=list(MemberState.objects.filter(member=member)),  # he is in scope, so are they
        penalties=list(scope.penalties(actor).filter(member=member)),
        places=list(Placement.objects.filter(member=member)),
    )
    if life:
        page.dues = list(Due.objects.filter(member=member, month__gte=f"{on:%Y}-01"))
        attended = scope.attendance(actor).filter(member=member, activity__on__lte=on)
        latest = attended.select_related("activity__organisation").order_by("-activity__on")
        page.attended = list(latest[:ATTENDED_SHOWN])
    return page
