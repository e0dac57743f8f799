"""Writes of accounts: invitations, passwords, roles, sign-ins, second factors, identities, handovers."""

from zhibu.domain.accounts.services.invitations import (
    Issued,
    clerk_invite,
    invitation_accept,
    invitation_revoke,
    invitations_send,
    members_invite,
)
from zhibu.domain.accounts.services.opening import (
    installation_begin,
    password_change,
    password_reset,
    user_close,
    user_open,
    user_reopen,
)
from zhibu.domain.accounts.services.roles import role_grant, role_revoke
from zhibu.domain.accounts.services.signing import (
    sign_in_end,
    sign_in_note,
    sign_ins_end,
    sign_ins_prune,
)

__all__ = [
    "Issued",
    "clerk_invite",
    "installation_begin",
    "invitation_accept",
    "invitation_revoke",
    "invitations_send",
    "members_invite",
    "password_change",
    "password_reset",
    "role_grant",
    "role_revoke",
    "sign_in_end",
    "sign_in_note",
    "sign_ins_end",
    "sign_ins_prune",
    "user_close",
    "user_open",
    "user_reopen",
]
