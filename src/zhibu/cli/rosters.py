"""`zhibu rosters`: clerks' workbooks into clean tables, without a database."""

from __future__ import annotations

from pathlib import Path

import click

from zhibu.cli.rosters_import import import_command
from zhibu.rosters.mapping import Mapping
from zhibu.rosters.reading import Reading, read
from zhibu.rosters.writing import write_reading

_OUTCOMES = {"import": "读入", "import_with_note": "读入（有说明）", "merge": "并入", "hold": "待定",
             "reject": "退回", "skip": "跳过"}  # fmt: skip


@click.group()
def command() -> None:
    """读名册、台账等工作簿。"""


@command.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="写到哪个文件夹")
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False), help="更正表别和列的对应关系（YAML 或 JSON）")
def read_command(files: tuple[Path, ...], folder: Path, map_file: Path | None) -> None:
    """读工作簿，写出干净的表、每行的去向和发现的问题。"""
    mapping = Mapping.load(map_file) if map_file else None
    reading = read(files, mapping=mapping)
    write_reading(reading, folder)
    _summary(reading)
    click.echo(f"已写到 {folder}：各表、rows.csv（每行去向）、issues.csv（{len(reading.issues)} 处问题）。")


def _summary(reading: Reading) -> None:
    """One line a sheet: what it is, and its rows by fate."""
    for sheet in reading.sheets:
        counts = "，".join(f"{word} {sheet.counts[code]}" for code, word in _OUTCOMES.items() if sheet.counts.get(code))
        place = f"{sheet.file}  {sheet.sheet}".rstrip()
        kind = sheet.label or ("隐藏，未读" if sheet.hidden else "不是数据")
        click.echo(f"{place}  [{kind}]  {counts or '空表'}")
        unknown = [" ".join(column.heading.split()) for column in sheet.unknown_columns]
        if sheet.kind and unknown:
            click.echo(f"    没有认出的列：{'、'.join(unknown)}（用 --map 指明）")


command.add_command(import_command)
