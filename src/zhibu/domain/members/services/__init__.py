"""Writes of members: who belongs where, what is recorded of whom, states, leaving."""

from zhibu.domain.members.services.items import member_change, member_record, placement_set
from zhibu.domain.members.services.memberships import (
    group_assign,
    member_move,
    membership_begin,
    membership_end,
)
from zhibu.domain.members.services.standing import (
    member_leave,
    member_restore,
    state_begin,
    state_end,
)

__all__ = [
    "group_assign",
    "member_change",
    "member_leave",
    "member_move",
    "member_record",
    "member_restore",
    "membership_begin",
    "membership_end",
    "placement_set",
    "state_begin",
    "state_end",
]
