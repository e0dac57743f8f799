"""`zhibu accounts`: the first account of an installation, and accounts and roles without a page."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from typing import Any

import click

from zhibu.kernel.clock import today

ROLES = {
    "clerk": "党务工作者",
    "secretary": "支部书记",
    "commissioner": "支部委员",
    "leader": "党小组长",
    "member": "党员",
}
DAY = click.DateTime(["%Y-%m-%d"])


def _services() -> tuple[Any, Any, Any]:
    """Django, ready; (services, selectors, the machine's keeper)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.accounts import selectors, services
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.kernel.actor import Actor

    require_tables()
    return services, selectors, Actor.system("cli")


def new_password() -> str:
    """Twelve letters and digits in three groups: read out over a telephone without doubt."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


@click.group()
def command() -> None:
    """账号：建第一个账号，开账号，给角色，重设密码。"""


@command.command("first")
@click.option(
    "--organisation", "name", default="本级党组织", show_default=True, help="最上面那个组织的名称"
)
@click.option("--username", default="clerk", show_default=True, help="用户名")
def first(name: str, username: str) -> None:
    """空库里的第一步：建最上面的组织和管它的账号。"""
    services, _, actor = _services()
    password = new_password()
    body = services.installation_begin(
        actor=actor, organisation=name, username=username, password=password
    )
    click.echo(f"已建组织“{body.name}”和账号：{username}  密码：{password}")
    click.echo("登录后在“导入导出”里导入组织名册，再导入花名册。密码登录后改掉。")


@command.command("list")
def list_accounts() -> None:
    """列出账号和角色。"""
    _, selectors, actor = _services()
    for user, roles in selectors.accounts_with_roles(actor=actor):
        held = "；".join(f"{role.label}（{role.place}）" for role in roles) or "没有角色"
        click.echo(f"{user.username}  {user.name}  {held}{'' if user.is_active else '  已停用'}")


@command.command("open")
@click.argument("username")
@click.option("--name", required=True, help="姓名")
@click.option("--member", default="", help="是哪个党员（编号），可以不写")
def open_account(username: str, name: str, member: str) -> None:
    """开一个账号；密码随机，打印一次。"""
    services, _, actor = _services()
    password = new_password()
    services.user_open(actor=actor, username=username, name=name, password=password, member=member)
    click.echo(f"已开账号 {username}  密码：{password}")
    click.echo("它还没有角色。给角色：zhibu accounts grant 用户名 角色 组织编号")


@command.command("invite")
@click.argument("members", nargs=-1, required=True)
def invite(members: tuple[str, ...]) -> None:
    """给党员（编号）开账号，打印邀请码；在网站的“收到邀请”页输入，本人自己设密码。"""
    services, _, actor = _services()
    for one in services.members_invite(actor=actor, members=list(members)):
        click.echo(f"{one.user.name}  用户名 {one.user.username}  邀请码 {one.code}  {one.expires_at:%Y-%m-%d} 前有效")


@command.command("grant")
@click.argument("username")
@click.argument("role", type=click.Choice(list(ROLES)))
@click.argument("organisation")
@click.option("--since", type=DAY, help="从哪天起（默认今天）")
def grant(username: str, role: str, organisation: str, since: datetime | None) -> None:
    """给账号一个角色：clerk 党务工作者、secretary 支部书记、commissioner 委员、leader 组长、member 党员。"""
    services, selectors, actor = _services()
    from zhibu.domain.accounts.scope import organisation_get

    body = organisation_get(actor, organisation)
    services.role_grant(
        actor=actor,
        user=selectors.user_get(actor=actor, username=username),
        role=role,
        organisation=body,
        since=since.date() if since else today(),
    )
    click.echo(f"{username} 是 {body.name} 的{ROLES[role]}了。")


@command.command("password")
@click.argument("username")
def password(username: str) -> None:
    """重设密码；新密码随机，打印一次。"""
    services, selectors, actor = _services()
    word = new_password()
    user = selectors.user_get(actor=actor, username=username)
    services.password_reset(actor=actor, user=user, password=word)
    click.echo(f"{username} 的新密码：{word}")


@command.command("reopen")
@click.argument("username")
def reopen(username: str) -> None:
    """恢复停用的账号，密码照旧。"""
    services, selectors, actor = _services()
    services.user_reopen(actor=actor, user=selectors.user_get(actor=actor, username=username))
    click.echo(f"{username} 已恢复。")


@command.command("close")
@click.argument("username")
def close(username: str) -> None:
    """停用账号：不能再登录，做过的事都还在。"""
    services, selectors, actor = _services()
    services.user_close(actor=actor, user=selectors.user_get(actor=actor, username=username))
    click.echo(f"{username} 已停用。")
