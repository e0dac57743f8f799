"""Handing a letter to a mail server; what server it is stands in one address."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_send(letter: EmailMessage, server: str) -> str:
    """Hand a letter to the server (`smtp://host:25`, `smtp+tls://`, `smtps://user:password@host:465`); why not, where it was not taken."""
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
