"""Goes through the chain, keeps what was found, and mails its head to whoever keeps it outside."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from zhibu.domain.audit.chain import Progress, verify
from zhibu.domain.audit.heads import Head, head_now
from zhibu.domain.audit.models import AuditCheck
from zhibu.domain.audit.services.writing import entry_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused, ZhibuError

SECONDS = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


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
    problem = _sent(_letter(wanted, check, head_now()), wanted["server"])
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


def _sent(letter: EmailMessage, server: str) -> str:
    """Hand a letter to the server; why not, where it was not taken."""
    parts = urlsplit(server)
    if parts.scheme not in PORTS or not parts.hostname:
        return f"ZHIBU_SMTP_URL 的写法应为 smtp://主机:25 或 smtps://用户:口令@主机:465，读到“{parts.scheme}”"
    port = parts.port or PORTS[parts.scheme]
    secure = ssl.create_default_context()
    try:
        if parts.scheme == "smtps":
            open_one: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=SECONDS, context=secure)
        else:
            open_one = smtplib.SMTP(parts.hostname, port, timeout=SECONDS)
        with open_one as box:
            if parts.scheme == "smtp+tls":
                box.starttls(context=secure)
            if parts.username:
                box.login(unquote(parts.username), unquote(parts.password or ""))
            refused = box.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}：邮件服务器 {parts.hostname}:{port} 没有收下"
    return f"{len(refused)} 个邮箱没有收下" if refused else ""
