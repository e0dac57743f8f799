"""Accounts and rights as workbooks; no code and no password is ever in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.accounts.selectors.listing import AccountLine


def accounts(lines: Sequence[AccountLine]) -> Sheet:
    """The list of accounts as shown."""
    columns = (
        Column("姓名", 12), Column("用户名", 16), Column("所在支部", 28), Column("角色", 40),
        Column("状态", 12, centred=True), Column("最近登录", 12, centred=True),
    )  # fmt: skip
    rows = [
        (
            line.user.name, line.user.username, line.place,
            "\n".join(f"{right.label}（{right.place}，{right.by}）" for right in line.rights),
            line.state, line.last_on,
        )
        for line in lines
    ]  # fmt: skip
    return Sheet("账号", columns, rows, landscape=True)
