"""Papers of the room: the letter that reminds of an election, the list of committees."""

from __future__ import annotations

from zhibu.domain.committees.models import Reminder
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.dates import chinese_day
from zhibu.papers import Letter


def reminder_letter(reminder: Reminder) -> Letter:
    """换届提醒函 of one body."""
    body, due = reminder.organisation, reminder.due
    late = due < reminder.on
    said = "已经届满" if late else "届满"
    return Letter(
        organ=reminder.sent_by.name, number=reminder.number, title="关于按期换届的提醒函", to=body.name,
        body=(
            f"你们这一届班子在{chinese_day(due)}{said}。",
            "现在提前做好换届准备：研究换届方案，向上级写出请示；批复以后酝酿候选人预备人选，报上级审查；再召开党员大会选举，结果报上级备案、批准。",
            "不能按期换届的，在届满以前写明原因，报上级批准。",
        ),
        on=reminder.on, head="letter",
    )  # fmt: skip


def blank_letter(sender: Organisation) -> Letter:
    """The same sheet to be filled in by hand."""
    return Letter(organ=sender.name, title="关于按期换届的提醒函", head="letter").blank(lines=6)
