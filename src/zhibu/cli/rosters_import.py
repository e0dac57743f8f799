"""`zhibu rosters import`: workbooks into the database; without `--yes` a preview only."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from zhibu.kernel.clock import today
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.masking import masked_numbers

FATES = {
    "import": "导入",
    "import_with_note": "导入并注明",
    "merge": "并入",
    "hold": "待定",
    "reject": "退回",
    "skip": "跳过",
}
SHOWN = 30


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="更正表别和列的对应关系（YAML 或 JSON）",
)
@click.option("--yes", is_flag=True, help="写入；不写这一项只看预览")
@click.option("--under", default="", help="导入到哪个组织之下（编号）；默认不限")
@click.option("--as-of", "on", type=click.DateTime(["%Y-%m-%d"]), help="表里说的是哪一天的情况")
def import_command(
    files: tuple[Path, ...], map_file: Path | None, yes: bool, under: str, on: datetime | None
) -> None:
    """把名册、台账读进数据库。先看预览；加 --yes 才写入，写入后可整批撤销。"""
    workbooks = _workbooks(files)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.accounts.scope import organisation_get
    from zhibu.domain.imports import services
    from zhibu.domain.imports.services import previews
    from zhibu.kernel.actor import Actor
    from zhibu.rosters.mapping import Mapping

    actor = Actor.system("cli")
    day = on.date() if on else today()
    body = organisation_get(actor, under) if under else None
    of = services.import_open(actor=actor, workbooks=workbooks, organisation=body, day=day)
    try:
        if map_file:
            services.import_correct(actor=actor, of=of, rules=Mapping.load(map_file).rules)
        preview = previews.preview_make(of, actor)
        _tell(preview)
        if not yes:
            click.echo("只是预览，什么都没有写入。看过无误，加 --yes 再跑一次。")
            return
        if not preview.writes:
            click.echo("库里已经是这样，没有要写的。")
            return
        services.import_confirm(actor=actor, of=of)
        click.echo(
            f"已写入 {preview.writes} 条。30 天内可以在网站“导入导出”里整批撤销（{of.pk}）。"
        )
    finally:
        of.refresh_from_db()
        if of.state == "draft":
            services.import_discard(actor=actor, of=of)


def _workbooks(files: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    problems = [
        Problem(f"文件“{path}”", "找不到", "存在的工作簿", "看看路径写对没有")
        for path in files
        if not path.is_file()
    ]
    if problems:
        raise InputError(problems)
    return [(path.name, path.read_bytes()) for path in files]


def _tell(preview: Any) -> None:
    """Sheets, fates, what would be written, what is asked and assumed."""
    for sheet in preview.reading.sheets:
        counts = "，".join(
            f"{word} {sheet.counts[key]}" for key, word in FATES.items() if sheet.counts.get(key)
        )
        label = sheet.label or ("隐藏，不读" if sheet.hidden else "没有认出是什么表")
        click.echo(f"{sheet.file}  {sheet.sheet}  [{label}]  {counts or '空表'}")
    summary = preview.summary
    for word, key in (("新增", "created"), ("修改", "changed"), ("一样，不动", "unchanged")):
        if summary[key]:
            click.echo(
                f"{word}：" + "，".join(f"{name} {count}" for name, count in summary[key].items())
            )
    people = Counter(one.fate for one in preview.people)
    words = {"added": "新增", "changed": "有变", "moved": "换了组织", "missing": "新名册里没有"}
    if people:
        click.echo("党员：" + "，".join(f"{words[key]} {count}" for key, count in people.items()))
    for text, count in summary["assumed"].items():
        click.echo(f"推定：{text}（{count} 处）")
    for remark in preview.remarks[:SHOWN]:
        click.echo(f"留意：{remark}")
    for question in preview.questions:
        click.echo(f"要问：{question.text}（在网站上回答；不答就先留着）")
    waiting = [row for row in preview.rows if row.outcome in ("hold", "reject")]
    for row in waiting[:SHOWN]:
        told = "".join("".join(row.reasons).split())
        click.echo(f"{row.sheet} 第 {row.row} 行 {FATES[row.outcome]}：{masked_numbers(told)}")
    if len(waiting) > SHOWN:
        click.echo(f"……共 {len(waiting)} 行待定或退回；`zhibu rosters read` 写出全部")
