"""The papers of a transfer: the letter with its stub and receipt (介绍信三联)."""

from __future__ import annotations

from dataclasses import replace

from zhibu.domain.members.models import Member
from zhibu.domain.members.selectors import is_full
from zhibu.domain.transfers.choices import Way
from zhibu.domain.transfers.models import Transfer
from zhibu.engine.wording import period_label
from zhibu.kernel import clock
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Counterfoil, Leaf


def transfer_letter(transfer: Transfer) -> Counterfoil:
    """存根, 介绍信, 回执 on one sheet, of a way in the 回执 alone; no ID number and no telephone stand on it."""
    number, on = transfer.letter_number, transfer.letter_on
    who = f"{transfer.name}同志（{_kind(transfer.member)}）"
    dues = f"党费交到 {period_label(transfer.dues_paid_to)}。" if transfer.dues_paid_to else ""
    until = f"（有效期到 {chinese_day(transfer.valid_until)}）" if transfer.valid_until else ""
    stub = Leaf(
        "第一联", "存根", body=(f"{who}由{transfer.start}转到{transfer.goal}。{dues}原因：{transfer.reason}。",),
        signed_by=transfer.letter_by, on=on, notes=(f"编号 {number}",),
    )  # fmt: skip
    letter = Leaf(
        "第二联", "中国共产党党员组织关系介绍信", to=transfer.goal,
        body=(f"{who}组织关系由{transfer.start}转到你处，现予介绍，接收后寄回回执。{dues}{until}",),
        signed_by=transfer.letter_by, on=on, notes=(f"编号 {number}",),
    )  # fmt: skip
    received = transfer.acknowledged_on or transfer.received_on
    said = f"{who}组织关系已于 {chinese_day(received)} 接收，编入{transfer.goal}。" if received else f"{who}组织关系已于　　年　　月　　日接收，编入　　　　　　　　。"
    receipt = Leaf(
        "第三联", "介绍信回执", to=transfer.letter_by or transfer.start, body=(said,),
        signed_by=transfer.goal if received else "", on=received, notes=(f"对应介绍信 {number}",),
    )  # fmt: skip
    if transfer.way == Way.IN:  # stub and letter are papers of the body that issued them
        return Counterfoil("党员组织关系转接", number, (replace(receipt, name=""),), on=on)
    return Counterfoil("党员组织关系转接", number, (stub, letter, receipt), on=on)


def blank_letter() -> Counterfoil:
    """The same sheet to be filled in by hand."""
    gap, short, day = "＿" * 11, "＿" * 5, "＿＿年＿月＿日"
    who = f"{short}同志（正式、预备党员）"
    dues = "党费交到＿＿年＿月。"
    leaves = (
        Leaf("第一联", "存根", body=(f"{who}由{gap}转到{gap}。{dues}原因：{gap}。", f"开信日期：{day}")),
        Leaf(
            "第二联", "中国共产党党员组织关系介绍信", to=gap,
            body=(f"{who}组织关系由{gap}转到你处，现予介绍，接收后寄回回执。{dues}（有效期到{day}）", f"（盖章）　{day}"),
        ),
        Leaf("第三联", "介绍信回执", to=gap, body=(f"{who}组织关系已于{day}接收，编入{gap}。", f"（盖章）　{day}")),
    )  # fmt: skip
    return Counterfoil("党员组织关系转接", "", leaves)


def _kind(member: Member | None) -> str:
    if member is None:
        return "中共党员"
    return "正式党员" if is_full(member, clock.today()) else "预备党员"
