"""`zhibu do`, `zhibu list`, `zhibu show`: every action, list and row of the rooms from the command line."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.given import read_json, read_texts

AS = click.option("--as", "username", help="以这个账号的身份和权限来做；不写就是这台机器的管理者")


def _ready(username: str | None) -> Any:
    """Django, ready; who acts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.accounts.selectors import actor_of, user_get
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.kernel.actor import Actor

    require_tables()
    keeper = Actor.system("cli")
    if username is None:
        return keeper
    return actor_of(user=user_get(actor=keeper, username=username), door="cli")


def _texts(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """`name=value` pairs; a name may come more than once."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise InputError([Problem("参数", pair, "名称=值", "例如 organisation=org_1")])
        found.setdefault(name.strip(), []).append(value)
    return found


def _told(text: str) -> None:
    click.echo(json.dumps(json.loads(text), ensure_ascii=False, indent=2))


@click.command("do")
@click.argument("name", required=False)
@click.argument("pairs", nargs=-1)
@click.option("--given", "file", type=click.Path(allow_dash=True), help="内容在这个 JSON 文件里（- 为标准输入）")
@click.option("--once", default="", help="幂等键：同一个键重做不会做两遍（要与 --as 同用）")
@AS
def do_command(
    name: str | None, pairs: tuple[str, ...], file: str | None, once: str, username: str | None
) -> None:
    """做一件事：zhibu do 操作名 名称=值 …；不写操作名就列出全部。"""
    actor = _ready(username)
    from zhibu.domain.gateway import services
    from zhibu.domain.gateway.registry import action_get, registry

    if name is None:
        for known, action in sorted(registry().actions.items()):
            wanted = "  ".join(
                field if spec.is_required() else f"[{field}]"
                for field, spec in action.given.model_fields.items()
            )
            click.echo(f"{known}  {action.label}  {wanted}")
        return
    action = action_get(name)
    if file is not None:
        body = sys.stdin.buffer.read() if file == "-" else _content(file)
        given = read_json(action.given, body, where=file)
    else:
        given = read_texts(action.given, _texts(pairs))
    if once and not actor.user:
        raise InputError([Problem("--once", once, "与 --as 同用", "幂等键记在账号名下")])
    _told(services.act(actor=actor, action=action, given=given, once=once).answer)


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputError([Problem(file, str(error), "能读的文件")]) from None


@click.command("list")
@click.argument("noun", required=False)
@click.argument("pairs", nargs=-1)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), help="最多多少行；不写就是全部")
@AS
def list_command(
    noun: str | None, pairs: tuple[str, ...], form: str, limit: int | None, username: str | None
) -> None:
    """列出名单：zhibu list 名单 名称=值 …；不写名单就列出有哪些。"""
    actor = _ready(username)
    from zhibu.domain.gateway.registry import listing_get, registry

    if noun is None:
        for known, listing in sorted(registry().listings.items()):
            asked = "  ".join(f"[{field}]" for field in listing.asked.model_fields)
            click.echo(f"{known}  {listing.label}  {asked}")
        return
    listing = listing_get(noun)
    asked = read_texts(listing.asked, _texts(pairs))
    rows = _rows(actor, listing, asked, limit)
    if form == "json":
        for row in rows:
            click.echo(row.model_dump_json())
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(listing.row.model_fields)
    for row in rows:
        out.writerow(_cell(value) for value in row.model_dump(mode="json").values())


def _rows(actor: Any, listing: Any, asked: Any, limit: int | None) -> Any:
    """Rows page after page, so that a long list never stands in memory whole."""
    from zhibu.domain.gateway.pages import cut

    after, left = "", limit
    while True:
        page = cut(listing.find(actor, asked), limit=min(left or 1000, 1000), after=after)
        yield from listing.shape(actor, page.rows)
        after = page.after
        left = None if left is None else left - len(page.rows)
        if not after or left == 0:
            return


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = value if value is not None else ""
    if isinstance(text, str) and text[:1] in "=+-@":  # a spreadsheet would run it
        return f"'{text}"
    return text


@click.command("show")
@click.argument("noun")
@click.argument("key")
@AS
def show_command(noun: str, key: str, username: str | None) -> None:
    """看一条：zhibu show 对象 编号。"""
    actor = _ready(username)
    from zhibu.domain.gateway.registry import single_get

    _told(single_get(noun).get(actor, key).model_dump_json())
