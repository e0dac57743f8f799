"""Slips of invitation: name, user name, address, code, and the same as a picture for the phone's camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.kernel import clock
from zhibu.papers import Slip, Slips

if TYPE_CHECKING:
    from zhibu.domain.accounts.services import Issued


@dataclass(frozen=True, slots=True)
class InvitationSlip:
    """One slip; `picture` is the address as a QR code, an address of kind `data:` for an image."""

    name: str
    username: str
    address: str
    code: str
    until: str
    picture: str


def of(issued: Issued, address: str) -> InvitationSlip:
    """The slip of one invitation; `address` is where its code opens."""
    import segno  # only slips need it

    picture = segno.make(address, error="m").svg_data_uri(scale=3, border=2)
    until = f"{issued.expires_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return InvitationSlip(issued.user.name, issued.user.username, address, issued.code, until, picture)


def paper(slips: Sequence[InvitationSlip]) -> Slips:
    """The same to be printed as PDF or Word, six on a page, each with its address as a QR code."""
    made = [
        Slip(
            title="支部工作台 登录邀请",
            subtitle=one.name,
            body=(
                f"用户名：{one.username}",
                f"邀请码：{one.code}",
                f"打开 {one.address.rsplit('/', 1)[0]} ，输入邀请码，自己设密码。",
            ),
            code=one.address,
            notes=(f"{one.until} 以前用一次有效，用过作废。不要给别人看。",),
        )
        for one in slips
    ]
    return Slips("登录邀请", made, per_page=6)
