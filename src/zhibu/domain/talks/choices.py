"""Closed lists of the room."""

from __future__ import annotations

COMMITTEE = (
    "secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner",
    "discipline_commissioner", "committee_member",
)  # fmt: skip
TYPE = "heart_to_heart_talk"
