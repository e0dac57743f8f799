"""`zhibu runs`: the judgings that are on record; one of them checked again, kept or let go."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Any

import click

from zhibu.kernel.clock import SHANGHAI

DAY = click.DateTime(["%Y-%m-%d"])


def _site() -> tuple[Any, Any, Any]:
    """Django, ready; (selectors, services, the machine's keeper)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.compliance.selectors import verifying
    from zhibu.domain.compliance.services import keeping
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.kernel.actor import Actor

    require_tables()
    return verifying, keeping, Actor.system("cli")


def _run(verifying: Any, actor: Any, number: int | None) -> Any:
    if number is not None:
        return verifying.run_get(actor=actor, pk=number)
    found = verifying.runs(actor=actor)
    if not found:
        raise click.ClickException("还没有核查过。运行 zhibu work --job daily-check。")
    return found[0]


@click.group()
def command() -> None:
    """核查记录：列出、查看、复核、保存。"""


@command.command("list")
@click.option("--all", "every", is_flag=True, help="连只核查了一部分组织的也列出")
def listed(every: bool) -> None:
    """列出核查记录，最近的在前。"""
    verifying, _, actor = _site()
    for run in verifying.runs(actor=actor, whole=not every):
        kept = "已保存" if hasattr(run, "kept") else ""
        odd = f"意外的不同 {run.differences} 条" if run.differences else ""
        click.echo(f"{run.pk:>6}  截至 {run.as_of}  {run.rows:>8} 条  {run.get_scope_display()}  "
                   f"{run.row_digest[:16]}  {kept} {odd}".rstrip())


@command.command("show")
@click.argument("run", type=int, required=False)
def show(run: int | None) -> None:
    """一次核查的依据：日期、规则包的版本、参数、事实到哪一笔、摘要。"""
    verifying, _, actor = _site()
    found = _run(verifying, actor, run)
    click.echo(f"第 {found.pk} 次核查（{found.get_scope_display()}）")
    click.echo(f"窗口：{found.since} 至 {found.as_of}    事实：到操作日志第 {found.facts_at} 条")
    click.echo(f"完成：{found.finished_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}    结论：{found.rows} 条")
    click.echo(f"结论摘要：{found.row_digest}")
    for key, digest in found.versions.items():
        values = "  ".join(f"{n}={v}" for n, v in found.parameters.get(key, {}).items())
        click.echo(f"规则包 {key}  {digest}  {values}".rstrip())
    kept = verifying.kept_of(found)
    if kept is not None:
        click.echo(f"已保存：{kept.reason}（{kept.kept_by}，到 {kept.keep_until}）")


@command.command("verify")
@click.argument("run", type=int, required=False)
def verify(run: int | None) -> None:
    """复核：按同样的日期重新核查，看结论是否相同；不同则说明改过什么。连存着的结论和封存的内容有没有被改过一起看。退出码 0 相同，1 不同或者被改过。"""
    verifying, _, actor = _site()
    found = verifying.run_verify(actor=actor, run=_run(verifying, actor, run))
    click.echo("\n".join(found.lines()))
    sys.exit(0 if found.sound else 1)


@command.command("keep")
@click.argument("run", type=int, required=False)
@click.option("--reason", required=True, help="为什么保存")
@click.option("--until", type=DAY, help="保存到哪一天；不写是五年")
def keep(run: int | None, reason: str, until: datetime | None) -> None:
    """保存一次核查：结论和规则包的文本一并封存，规则以后改了也能复核。"""
    verifying, keeping, actor = _site()
    day = until.date() if until else None
    kept = keeping.run_keep(actor=actor, run=_run(verifying, actor, run), reason=reason, until=day)
    click.echo(f"已保存第 {kept.run_id} 次核查，到 {kept.keep_until}。")


@command.command("release")
@click.argument("run", type=int)
def release(run: int) -> None:
    """不再保存一次核查；它的摘要和条数仍在。"""
    verifying, keeping, actor = _site()
    keeping.run_release(actor=actor, run=verifying.run_get(actor=actor, pk=run))
    click.echo("已删去封存的结论和规则包。")
