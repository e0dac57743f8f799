"""Writes of members: who belongs where, what is recorded of whom, states, leaving."""

from zhibu.domain.members.services.memberships import (
    group_assign,
    member_move,
    membership_begin,
    membership_end,
)

__all__ = ["group_assign", "member_move", "membership_begin", "membership_end"]
