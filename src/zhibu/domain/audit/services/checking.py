"""Goes through the chain, keeps what was found, and mails its head to whoever keeps it outside."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import transaction

from zhibu.domain.audit.chain import Progress, verify
from zhibu.domain.audit.heads import Head, head_now
from zhibu.domain.audit.models import AuditCheck
from zhibu.domain.audit.services.writing import entry_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused, ZhibuError
from zhibu.kernel.mail import mail_send


def record_check(*, actor: Actor, progress: Progress | None = None) -> AuditCheck:
    """Go through all entries and keep what was found; a broken chain stands on the desks of clerks.

    The reading is outside the transaction of the entry, so that nobody waits for it.
    """
    report = verify(progress=progress)
    with transaction.atomic():
        made = AuditCheck.objects.create(
            at=clock.now(), entries=report.entries, head=report.head,
            problems="\n".join(report.problems),
        )
        details = {"entries": report.entries, "head": report.head, "problems": len(report.problems)}
        entry_record(actor=actor, action="record.check", details=details)
    return made


def head_mail(*, actor: Actor, day: dt.date) -> str:
    """Mail the head of the latest check of the day; one sentence on what happened.

    Off where no address is set. Raises where the server does not take it: whoever called tries again, and
    the reason stands at the check.
    """
    wanted: dict[str, Any] = settings.ZHIBU_HEAD_MAIL
    if not wanted["to"]:
        return "没有设邮箱，不寄"
    check = AuditCheck.objects.order_by("-at", "-pk").first()
    if check is None or check.at.astimezone(clock.SHANGHAI).date() < day:
        raise Refused("今天还没有核对过日志，核对以后再寄。")
    if check.mailed_at is not None:
        return "今天的已经寄过"
    problem = mail_send(_letter(wanted, check, head_now()), wanted["server"])
    with transaction.atomic():
        check.mail_tries += 1
        check.mail_problem = problem[:300]
        check.mailed_at = None if problem else clock.now()
        check.save(update_fields=["mail_tries", "mail_problem", "mailed_at"])
        if not problem:
            entry_record(actor=actor, action="head.mail", details={"entries": check.entries})
    if problem:
        raise ZhibuError(f"第 {check.mail_tries} 次没有寄出：{problem}")
    return f"寄到 {len(wanted['to'])} 个邮箱"


def _letter(wanted: dict[str, Any], check: AuditCheck, head: Head) -> EmailMessage:
    """Number and mark, and whether the chain held: nothing of anybody."""
    state = "核对无误" if not check.problems else f"核对发现 {len(check.problems.splitlines())} 处问题，登录后台查看"
    letter = EmailMessage()
    letter["Subject"] = f"支部工作台 操作日志末端 {head.at[:10]} {state[:4]}"
    letter["From"] = wanted["sender"]
    letter["To"] = ", ".join(wanted["to"])
    letter.set_content(
        f"{state}，共 {check.entries} 条。\n"
        "把这封邮件留着。以后用 zhibu audit verify --head 核对，日志被删改过就会对不上。\n\n"
        f"{head.text()}"
    )
    return letter
