"""Closed lists of the room: the type of activity it works on, and the posts of a branch's committee."""

from __future__ import annotations

TYPE = "heart_to_heart_talk"
COMMITTEE = (
    "secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner",
    "discipline_commissioner", "committee_member",
)  # fmt: skip
