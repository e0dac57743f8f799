"""How one entry is bound to the one before, and how the whole chain is checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from zhibu.domain.audit.models import AuditCheck, AuditEntry, AuditHead
from zhibu.kernel import clock
from zhibu.kernel.crypto import KEY_NAMES, chain_mac, fingerprint

_HASHED = ("number", "at", "actor", "user", "door", "action", "subject", "organisation", "details")
MARKED_KEYS = KEY_NAMES
Progress = Callable[[int, int, str], None]  # done, all, what


def entry_mac(entry: AuditEntry) -> str:
    """The keyed mark of an entry over all that it says and the mark of the one before."""
    said = [getattr(entry, name) for name in _HASHED]
    if entry.on_behalf:  # a word of later: what was hashed before it came stays as it is
        said.append(["on_behalf", entry.on_behalf])
    content = json.dumps(said, ensure_ascii=False)
    key: str = settings.ZHIBU_SECRETS["audit_key"]
    return chain_mac(key, entry.previous, content.encode())


def head_seal(number: int, mac: str, keys: str) -> str:
    """The keyed mark of the head: where the chain ends, and under which keys."""
    key: str = settings.ZHIBU_SECRETS["audit_key"]
    return chain_mac(key, mac, json.dumps(["head", number, keys]).encode())


def key_marks() -> str:
    """Fingerprints of the keys that this database is written with: other keys are noticed by them."""
    return " ".join(f"{name}:{fingerprint(settings.ZHIBU_SECRETS[name])}" for name in MARKED_KEYS)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the chain found; `problems` is empty where it holds."""

    entries: int
    head: str
    problems: tuple[str, ...]


def keys_problem() -> str:
    """A sentence where the keys in use are not those that this database was written with."""
    head = AuditHead.objects.filter(id=1).first()
    return other_keys(head) if head else ""


def other_keys(head: AuditHead) -> str:
    """The same, of a head row at hand; nothing may be written under keys that do not belong here."""
    if not head.keys:
        return ""
    here = dict(pair.split(":") for pair in key_marks().split())
    then = dict(pair.split(":") for pair in head.keys.split())
    other = [name for name, mark in then.items() if here.get(name) != mark]
    if not other:
        return ""
    return f"密钥 {'、'.join(other)} 不是写这个库时用的那一把，把原来的密钥文件放回密钥目录。"


def _grown(total: int) -> bool:
    """Whether the head has moved on since: what lies behind was written meanwhile, not slipped in."""
    head = AuditHead.objects.filter(id=1).first()
    return head is not None and head.number > total


def verify(*, most: int = 20, progress: Progress | None = None) -> ChainReport:
    """Go through all entries: none changed, none missing, none moved, the end where the head says.

    Entries written while it goes on are not yet its business: it ends where the head stood at first.
    """
    problems: list[str] = []
    number, mac = 0, ""
    head = AuditHead.objects.filter(id=1).first()
    total = head.number if head else 0
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=5000):
        if number >= total and entry.number > total and _grown(total):
            break
        number += 1
        if progress is not None and number % 5000 == 0:
            progress(number, total, "条操作记录")
        if entry.number != number:
            problems.append(f"第 {number} 条操作记录不见了，接着的是第 {entry.number} 条。")
            number = entry.number
        elif entry.previous != mac:
            problems.append(f"第 {number} 条操作记录接不上前一条。")
        if entry.mac != entry_mac(entry):
            problems.append(f"第 {number} 条操作记录（{entry.action}）被改动过。")
        mac = entry.mac
        if len(problems) >= most:
            break
    if head and head.seal != head_seal(head.number, head.mac, head.keys):
        problems.append(f"日志末端（第 {head.number} 条）被改动过。")
    last = (head.number, head.mac) if head else (0, "")
    if not problems and last != (number, mac):
        problems.append(
            f"日志末端记的是第 {last[0]} 条，实际只到第 {number} 条：末尾的记录被删改过。"
        )
    if not problems:
        problems += _swept(number) or _checked_before(number)
    return ChainReport(number, mac, tuple(problems))


def _swept(number: int) -> list[str]:
    """An empty record beside accounts: entries and head were taken away together. Whoever opens an account is
    recorded."""
    if number or not get_user_model()._default_manager.exists():
        return []
    return ["一条操作记录也没有，却有账号：日志连同末端被整个删掉了。"]


def _checked_before(number: int) -> list[str]:
    """What the latest good check has seen must still be there: the record only grows."""
    seen = AuditCheck.objects.filter(problems="", entries__gt=0).order_by("-at", "-pk").first()
    if seen is None:
        return []
    day = seen.at.astimezone(clock.SHANGHAI).date()
    if seen.entries > number:
        return [f"{day} 核对过 {seen.entries} 条，现在只有 {number} 条：日志被换成了以前的，或者重新起过头。"]
    mac = AuditEntry.objects.filter(number=seen.entries).values_list("mac", flat=True).first()
    if mac != seen.head:
        return [f"第 {seen.entries} 条和 {day} 核对过的对不上：那以前的日志被重写过。"]
    return []
