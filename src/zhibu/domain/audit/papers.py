"""The head of the record as a small paper, to be signed and kept in a folder outside the machine."""

from __future__ import annotations

from zhibu.domain.audit.heads import Head
from zhibu.papers import Cell, Form


def head_paper(head: Head, *, entries: int | None, problems: int) -> Form:
    """One sheet: number, mark in groups that can be compared by eye, what the check found."""
    groups = [head.mac[at : at + 8] for at in range(0, len(head.mac), 8)]
    mark = "\n".join("  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))
    if entries is None:
        found = "还没有核对过"
    else:
        found = f"核对了 {entries} 条，" + ("没有问题" if not problems else f"发现 {problems} 处问题")
    rows = (
        (Cell("日期", label=True), head.at),
        (Cell("末条编号", label=True), str(head.number)),
        (Cell("末端校验", label=True), mark),
        (Cell("密钥指纹", label=True), head.key),
        (Cell("核对结果", label=True), found),
    )
    return Form(
        "操作日志末端", (1, 3), rows,
        notes=("装订留存。以后日志被删改，核对时会和这一张对不上。这一张不写任何人的资料。",),
        signatures=("打印人：", "保管人：", "日期："),
    )  # fmt: skip
