"""Accounts, their roles, invitations and handovers of the foreign committee."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import Factor, Handover, Invitation, RoleGrant, User
from zhibu.kernel import clock

WITHOUT_OBJECT = {
    "clerk-invite": "/accounts/invite-clerk",
    "factor-list": "/account/factors",
    "identity-confirm": "/account/confirm",
    "identity-list": "/account/identities",
    "behalf-end": "/behalf/end",
    "identity-unlink": "/account/identities/oidc/unlink",
    "passkey-add": "/account/factors/passkey/add",
    "passkey-begin": "/account/factors/passkey/begin",
    "passkey-confirm": "/account/confirm/passkey",
    "passkey-new": "/account/factors/passkey",
    "recovery-make": "/account/factors/recovery",
    "recovery-show": "/account/factors/recovery/show",
    "right-list": "/rights",
    "sign-ins-end": "/account/sign-ins/end",
    "totp-add": "/account/factors/codes",
    "user-invite": "/accounts/invite?who=all",
    "user-list": "/accounts",
}
OPEN = {
    "identity-begin", "identity-return", "invitation-accept", "invitation-open", "passkey-ask",
    "passkey-sign-in", "sign-in-code",
}  # fmt: skip


def make(accounts: dict[str, User]) -> None:
    """An account of the foreign branch's member with an invitation, a passkey and a handover."""
    user = User.objects.create(id="U-foreign", username="wailie", name="外名", member_id="M9")
    Invitation.objects.create(user=user, digest="f" * 64, made_at=clock.now(), expires_at=clock.now())
    Factor.objects.create(user=user, kind="passkey", name="外列", made_at=clock.now())
    Handover.objects.create(
        organisation_id="B9", role="secretary", source="post:P-foreign", giver="外名",
        ended_on=clock.today(), items=[{"kind": "外列", "name": "外列", "address": "", "due": ""}],
    )  # fmt: skip


def addresses() -> dict[str, list[str]]:
    """Everything about that account; the last grant and sign-in are the stranger's own."""
    grant = RoleGrant.objects.get(user="U-stranger").pk
    factor = Factor.objects.get(user="U-foreign").pk
    handover = Handover.objects.get(organisation="B9").pk
    of_account = ("user", "user-close", "user-reopen", "role-grant", "invitation-send",
                  "invitation-revoke", "factor-clear")  # fmt: skip
    found = {name: [reverse(name, args=["U-foreign"])] for name in of_account}
    return found | {
        "role-revoke": [reverse("role-revoke", args=[grant, key]) for key in ("U-stranger", "U-leader")],
        "factor-remove": [reverse("factor-remove", args=[factor])],
        "sign-in-end": [reverse("sign-in-end", args=[999])],
        "behalf-begin": [reverse("behalf-begin", args=["M9"])],
        "handover": [reverse("handover", args=[handover])],
        "handover-see": [reverse("handover-see", args=[handover])],
    }
