"""Closed lists of the room: which posts make up a committee."""

from __future__ import annotations

from zhibu.domain.members.choices import PostKind

SECRETARIES = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)  # approved from above
COMMISSIONERS = (  # filed above
    PostKind.ORGANISATION_COMMISSIONER, PostKind.PUBLICITY_COMMISSIONER,
    PostKind.DISCIPLINE_COMMISSIONER, PostKind.COMMITTEE_MEMBER,
)  # fmt: skip
COMMITTEE = (*SECRETARIES, *COMMISSIONERS)
