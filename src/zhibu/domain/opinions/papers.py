"""The poster of a box (意见箱), to print and hang up."""

from __future__ import annotations

from zhibu.domain.opinions.models import OpinionBox
from zhibu.papers import Slip, Slips


def poster(box: OpinionBox, address: str) -> Slips:
    """One sheet A4 with the QR code of the page; dated by the day it was opened, so that it stays the same."""
    body = [
        "有意见、建议、诉求、困难，扫码写下来，直接送到党组织。",
        "不用账号，不用写姓名和电话。",
        "送出以后记下回执码，凭它看答复。",
        *([box.words] if box.words else []),
        f"扫不了码的，在浏览器里打开：{address}",
    ]
    slip = Slip(title=f"{box.organisation.name} 意见箱", body=tuple(body), code=address)
    return Slips("意见箱", (slip,), per_page=1, on=box.opened_on)
