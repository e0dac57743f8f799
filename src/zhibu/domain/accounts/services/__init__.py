"""Writes of accounts: invitations, passwords, roles, sign-ins, second factors, identities, handovers."""

from zhibu.domain.accounts.services.behalf import behalf_begin, behalf_end
from zhibu.domain.accounts.services.factors import (
    code_use,
    factor_clear,
    factor_remove,
    passkey_add,
    passkey_use,
    recovery_make,
    totp_add,
)
from zhibu.domain.accounts.services.handovers import handover_see, handovers_make, open_work
from zhibu.domain.accounts.services.identities import (
    identity_accept,
    identity_link,
    identity_touch,
    identity_unlink,
)
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
    sign_in_follow,
    sign_in_note,
    sign_ins_end,
    sign_ins_prune,
)

__all__ = [
    "Issued",
    "behalf_begin",
    "behalf_end",
    "clerk_invite",
    "code_use",
    "factor_clear",
    "factor_remove",
    "handover_see",
    "handovers_make",
    "identity_accept",
    "identity_link",
    "identity_touch",
    "identity_unlink",
    "installation_begin",
    "invitation_accept",
    "invitation_revoke",
    "invitations_send",
    "members_invite",
    "open_work",
    "passkey_add",
    "passkey_use",
    "password_change",
    "password_reset",
    "recovery_make",
    "role_grant",
    "role_revoke",
    "sign_in_end",
    "sign_in_follow",
    "sign_in_note",
    "sign_ins_end",
    "sign_ins_prune",
    "totp_add",
    "user_close",
    "user_open",
    "user_reopen",
]
