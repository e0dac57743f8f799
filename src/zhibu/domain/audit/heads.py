"""The head of the record outside the machine (日志末端): number and mark on a line each, and how it is held
against the chain. It names no person and no organisation.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from django.conf import settings

from zhibu.domain.audit.models import AuditEntry, AuditHead
from zhibu.kernel import clock
from zhibu.kernel.crypto import fingerprint
from zhibu.kernel.errors import InputError, Problem

FIRST = "zhibu-head 1"
LINES = ("number", "mac", "at", "key")
MARK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ended at a moment, under the key of that fingerprint."""

    number: int
    mac: str
    at: str
    key: str

    def text(self) -> str:
        """The file: what it says, and a sum that finds a slip of the pen."""
        said = [FIRST, f"number {self.number}", f"mac {self.mac}", f"at {self.at}", f"key {self.key}"]
        return "\n".join([*said, f"sum {_sum(said)}"]) + "\n"


def _sum(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def head_now(at: dt.datetime | None = None) -> Head:
    """The present end of the chain."""
    row = AuditHead.objects.filter(id=1).first()
    number, mac = (row.number, row.mac) if row else (0, "")
    key = fingerprint(settings.ZHIBU_SECRETS["audit_key"])
    return Head(number, mac, (at or clock.now()).isoformat(timespec="seconds"), key)


def head_read(text: str, where: str) -> Head:
    """The head that a file holds; what comes before and after (a mail) is passed over."""
    lines = [line.strip() for line in text.splitlines()]
    if FIRST not in lines:
        raise InputError([Problem(where, "", f"一行“{FIRST}”", "用 zhibu audit head 存的文件，或者那封邮件的全文")])
    start = lines.index(FIRST)
    said = lines[start : start + 1 + len(LINES)]
    values = dict(line.partition(" ")[::2] for line in said[1:])
    last = lines[start + 1 + len(LINES)] if len(lines) > start + 1 + len(LINES) else ""
    if set(values) != set(LINES) or last != f"sum {_sum(said)}":
        raise InputError([Problem(where, last, "和内容相符的 sum 行", "文件抄错或者改过，用原来的那一份")])
    if not values["number"].isdigit() or not (values["mac"] == "" or MARK.fullmatch(values["mac"])):
        raise InputError([Problem(where, values["mac"], "64 位校验")])
    return Head(int(values["number"]), values["mac"], values["at"], values["key"])


def head_problem(kept: Head) -> str:
    """A sentence where the chain is not the one that this head was taken of; "" where it is."""
    if kept.key != fingerprint(settings.ZHIBU_SECRETS["audit_key"]):
        return f"留存的末端（{kept.at}）是用另一把密钥写的：不是这个库的，或者密钥换过。"
    if kept.number == 0:
        return ""
    entry = AuditEntry.objects.filter(number=kept.number).first()
    if entry is None:
        return f"留存的末端（{kept.at}）是第 {kept.number} 条，现在的日志里没有它：后面的记录被删掉过。"
    if entry.mac != kept.mac:
        return f"第 {kept.number} 条和留存的末端（{kept.at}）对不上：那以前的日志被重写过。"
    return ""
