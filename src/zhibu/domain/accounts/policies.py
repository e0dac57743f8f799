"""Who may open accounts and give roles: a clerk, for organisations in his range."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def role_grant(actor: Actor, organisation: Organisation) -> None:
    """Give a role at an organisation, or end it."""
    if not actor.reaches(organisation.path, "clerk"):
        raise NotAllowed(f"{organisation}的角色，由管辖它的党务工作者来给。")


def user_open(actor: Actor) -> None:
    """Open an account; it sees nothing until a role is granted."""
    if not (actor.everything or actor.holds("clerk")):
        raise NotAllowed("账号由党务工作者来开。")


def keeper_only(actor: Actor) -> None:
    """What only whoever runs commands on the machine may do."""
    if not actor.everything:
        raise NotAllowed("这一步在装着支部工作台的那台机器上，用 zhibu accounts 命令来做。")
