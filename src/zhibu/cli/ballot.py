"""`zhibu ballot`: checking the result of a vote offline, from its file alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from zhibu.ballots.board import receipt_find, roll_entry
from zhibu.ballots.verifying import verify_file
from zhibu.kernel.errors import InputError, Problem, ZhibuError


@click.group("ballot")
def command() -> None:
    """投票结果：脱机复核。"""


@command.command("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", metavar="FINGERPRINT", help="单位封印的指纹，印在结果报告单上；给了才比对")
@click.option("--poll-key", metavar="FINGERPRINT", help="本场选票密钥的指纹，印在投票通知上；给了才比对")
@click.option("--receipt", metavar="CODE", help="收据：这张票算进去没有")
@click.option("--voter", nargs=3, metavar="ID NAME SALT", help="本人在不在名册上；三项在自己的投票页上")
def verify(
    file: Path, key: str | None, poll_key: str | None, receipt: str | None,
    voter: tuple[str, str, str] | None,
) -> None:
    """复核投票结果文件 FILE：不用数据库，不用联网。

    对得上退出码 0，被改过或算得不对是 1，读不出是 2。
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ZhibuError(f"文件 {file} 读不到：{error.strerror}。") from None
    _whole("--key", key, 32, "封印指纹", "印在结果报告单上")
    _whole("--poll-key", poll_key, 16, "选票密钥指纹", "印在投票通知上")
    verified = verify_file(content, key, poll_key)
    if verified.faults:
        click.echo(f"{file}：不能采信，{len(verified.faults)} 处不对。")
        for fault in verified.faults:
            click.echo(f"  {fault}")
        sys.exit(1)
    _tell(file, verified.proven, verified.unproven)
    if receipt is not None or voter is not None:
        _look_up(content, receipt, voter)


def _whole(option: str, said: str | None, length: int, what: str, where: str) -> None:
    """A fingerprint is given whole."""
    if said is not None and len("".join(said.split())) != length:
        raise InputError([Problem(option, said, f"{what}，{length} 个十六进制字符", where)])


def _tell(file: Path, proven: tuple[str, ...], unproven: tuple[str, ...]) -> None:
    click.echo(f"{file}：复核通过。")
    for line in proven:
        click.echo(f"  ✓ {line}")
    click.echo("这个文件证明不了的：")
    for line in unproven:
        click.echo(f"  － {line}")


def _look_up(content: bytes, receipt: str | None, voter: tuple[str, str, str] | None) -> None:
    """Look for a receipt and for a voter; exit code 1 where either is not in the file."""
    data = json.loads(content)
    absent = False
    if receipt is not None:
        found = receipt_find((row["token"] for row in data["tokens"]), receipt)
        absent = not found
        told = f"算进去了（{found[0].token}）" if found else "不在里面"
        click.echo(f"收据 {receipt}：{told}。")
    if voter is not None:
        entry = roll_entry(data["poll"]["id"], *voter)
        on_roll = entry in data["roll"]["entries"]
        absent = absent or not on_roll
        click.echo(f"{voter[1]}：{'在' if on_roll else '不在'}名册上。")
    if absent:
        sys.exit(1)
