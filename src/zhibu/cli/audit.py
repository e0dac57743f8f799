"""`zhibu audit`: whether the record (操作日志) is whole, its head, its entries."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from zhibu.cli.progress import Progress
from zhibu.kernel.errors import InputError, Problem

DAY = click.DateTime(["%Y-%m-%d"])


def _ready() -> Any:
    """Django, ready; the machine's keeper."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.exchange.readiness import require_tables
    from zhibu.kernel.actor import Actor

    require_tables()
    return Actor.system("cli")


@click.group()
def command() -> None:
    """操作日志：核对有没有被改过、删过，取末端留存，列出和导出。"""


@command.command("verify")
@click.option("--head", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="库外留存的末端文件，或者那封邮件的全文")
@click.option("--keep", is_flag=True, help="把这次核对记下来（夜里的任务会记）")
def verify(file: Path | None, keep: bool) -> None:
    """从第一条核对到最后一条；有问题时退出码是 1。"""
    actor = _ready()
    from zhibu.domain.audit import chain, heads
    from zhibu.domain.audit.services import record_check

    kept = heads.head_read(_text(file), str(file)) if file else None
    progress = Progress("核对")
    if keep:
        made = record_check(actor=actor, progress=progress)
        entries, problems = made.entries, made.problems.splitlines()
    else:
        report = chain.verify(progress=progress)
        entries, problems = report.entries, list(report.problems)
    progress.end()
    if kept is not None and (said := heads.head_problem(kept)):
        problems.append(said)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"看了 {entries} 条，日志被动过。")
        sys.exit(1)
    against = f"，和 {kept.at} 留存的末端（第 {kept.number} 条）相符" if kept else ""
    click.echo(f"{entries} 条操作记录，一条不缺，一条没改{against}。")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise InputError([Problem(str(file), "", "UTF-8 文本", "用 zhibu audit head 存的那个文件")]) from None


@command.command("head")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="存成文件，拷到库外留着")
@click.option("--paper", type=click.Path(dir_okay=False, path_type=Path), help="存成可打印的 .pdf 或 .docx")
def head(out: Path | None, paper: Path | None) -> None:
    """现在的末端：编号和校验，不含任何人的资料。"""
    _ready()
    from zhibu.domain.audit.heads import head_now

    found = head_now()
    if out:
        out.write_text(found.text(), "utf-8")
        click.echo(f"末端（第 {found.number} 条）存到 {out}。")
    if paper:
        from zhibu.domain.audit.papers import head_paper
        from zhibu.papers import render

        form = head_paper(found, entries=None, problems=0)
        paper.write_bytes(render(form, "docx" if paper.suffix == ".docx" else "pdf"))
        click.echo(f"存到 {paper}。")
    if not out and not paper:
        click.echo(found.text(), nl=False)


@command.command("list")
@click.option("--since", type=DAY, help="从哪天")
@click.option("--until", type=DAY, help="到哪天（含）")
@click.option("--action", default="", help="操作名，如 role.grant")
@click.option("--person", default="", help="经办人姓名里的字")
@click.option("--organisation", default="", help="组织编号，连同它下面的")
@click.option("--most", default=50, show_default=True, help="最多几条")
def list_entries(most: int, **given: Any) -> None:
    """列出操作记录，最近的在前。"""
    for line in _lines(given, most):
        where = f" {line.organisation}" if line.organisation else ""
        click.echo(f"{line.number} {line.at:%Y-%m-%d %H:%M} {line.actor} {line.label} {line.subject}{where} {line.said}")


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=DAY, help="从哪天")
@click.option("--until", type=DAY, help="到哪天（含）")
@click.option("--action", default="", help="操作名")
@click.option("--person", default="", help="经办人姓名里的字")
@click.option("--organisation", default="", help="组织编号，连同它下面的")
def export(file: Path, **given: Any) -> None:
    """导出成一行一条的 JSON（.jsonl）：内容和校验原样，可以在别处重新核对。"""
    actor = _ready()
    from zhibu.domain.accounts import record

    count = 0
    with file.open("w", encoding="utf-8") as out:
        for row in record.entries(actor, _filter(given)).order_by("number").iterator(chunk_size=2000):
            values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            out.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")
            count += 1
    click.echo(f"导出 {count} 条到 {file}。")


def _lines(given: dict[str, Any], most: int) -> list[Any]:
    actor = _ready()
    from zhibu.domain.accounts import record

    return record.entry_lines(list(record.entries(actor, _filter(given))[:most]))


def _filter(given: dict[str, Any]) -> Any:
    from zhibu.domain.accounts.record import EntryFilter

    days: dict[str, datetime | None] = {name: given.pop(name) for name in ("since", "until")}
    since, until = (day.date() if day else None for day in days.values())
    return EntryFilter(since=since, until=until, **given)
