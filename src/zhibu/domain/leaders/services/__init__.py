"""Writes of the room: selections step by step, acting leaders, interviews, handing over."""

from zhibu.domain.leaders.services.helping import (
    hand_over_record,
    interview_close,
    interview_record,
)
from zhibu.domain.leaders.services.selecting import (
    candidate_drop,
    candidate_name,
    leader_vote_enter,
    selection_drop,
    selection_open,
    selection_step,
)
from zhibu.domain.leaders.services.settling import (
    leader_act,
    leader_file_note,
    selection_appoint,
    selection_enforce,
    selection_send,
)
from zhibu.domain.leaders.services.terms import terms_follow
from zhibu.domain.leaders.services.voting import leader_votes_take, selection_poll

__all__ = [
    "candidate_drop",
    "candidate_name",
    "hand_over_record",
    "interview_close",
    "interview_record",
    "leader_act",
    "leader_file_note",
    "leader_vote_enter",
    "leader_votes_take",
    "selection_appoint",
    "selection_drop",
    "selection_enforce",
    "selection_open",
    "selection_poll",
    "selection_send",
    "selection_step",
    "terms_follow",
]
