"""The box of an organisation (意见箱): opened and closed, and what is sent through it by whoever has no account."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import re
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from zhibu.domain.audit.services import entry_record
from zhibu.domain.opinions import policies
from zhibu.domain.opinions.choices import Kind, Source, State, What, Whose
from zhibu.domain.opinions.marks import receipt_mark
from zhibu.domain.opinions.models import BoxCount, Opinion, OpinionBox
from zhibu.domain.opinions.services.noting import noted, worded
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.retention import record_class
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LEAST, MOST = 5, 1000  # characters
OF_ONE, OF_ALL = 20, 300  # a day: from one address (an office has one), into one box
LOOKS = 30  # wrong receipt codes from one address a day
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
SENDER = Actor(name="意见箱", door="web")


@transaction.atomic
def box_open(*, actor: Actor, organisation: Organisation, words: str = "", shows_answers: bool = False) -> OpinionBox:
    """Open the box, the first time or again, at the address that it had; or change what its page says."""
    policies.box_open(actor, organisation)
    require_fits(OpinionBox, words=words)
    box, _ = OpinionBox.objects.select_for_update().get_or_create(
        organisation=organisation, defaults={"code": _code(10), "opened_on": clock.today()}
    )
    box.words, box.shows_answers, box.closed_on = words.strip(), shows_answers, None
    box.save(update_fields=["words", "shows_answers", "closed_on"])
    entry_record(actor=actor, action="box.open", subject=organisation.pk, organisation=organisation.pk)
    return box


@transaction.atomic
def box_close(*, actor: Actor, organisation: Organisation) -> OpinionBox:
    """Take nothing in any more; receipts are still answered."""
    policies.box_open(actor, organisation)
    box = OpinionBox.objects.select_for_update().filter(organisation=organisation, closed_on=None).first()
    if box is None:
        raise Refused(f"{organisation}的意见箱没有开。")
    box.closed_on = clock.today()
    box.save(update_fields=["closed_on"])
    entry_record(actor=actor, action="box.close", subject=organisation.pk, organisation=organisation.pk)
    return box


@transaction.atomic
def box_renew(*, actor: Actor, organisation: Organisation) -> OpinionBox:
    """Give it a new address; posters with the old one lead nowhere."""
    policies.box_open(actor, organisation)
    box = OpinionBox.objects.select_for_update().filter(organisation=organisation).first()
    if box is None:
        raise Refused(f"{organisation}还没有意见箱，先开一个。")
    box.code = _code(10)
    box.save(update_fields=["code"])
    entry_record(actor=actor, action="box.renew", subject=organisation.pk, organisation=organisation.pk)
    return box


@transaction.atomic
def opinion_send(
    *, box: OpinionBox, text: str, kind: str, whose: str, address: str, form: str, above: bool = False
) -> tuple[Opinion, str]:
    """Take in what came through the box; the opinion and the receipt code, which is kept nowhere.

    `address` is the machine it came from: only a mark keyed by the day is counted, for a day. `form` is the mark of the form,
    so that the same one sent twice is one opinion with one receipt (of two taps the browser shows the second answer). `above`: it is about the body itself and goes past it.
    """
    held = OpinionBox.objects.select_related("organisation__parent").get(pk=box.pk)
    if not held.is_open:
        raise Refused(f"{held.organisation}的意见箱现在关着，可以当面向支部提。")
    words = worded(text, MOST, "意见内容")
    if len(words) < LEAST:
        raise Refused(f"内容太短，读到 {len(words)} 个字，至少写 {LEAST} 个字，说清是什么事。")
    if _LINK.search(words):
        raise Refused("内容里有网址。意见箱不收网址，把要说的事直接写出来。")
    if kind not in Kind.values or whose not in Whose.values:
        raise Refused("类别和身份从列表里选一项。")
    if above and held.organisation.parent is None:
        raise Refused(f"{held.organisation}上面没有别的组织，送到这里的就是它自己看。不勾“说的是这个组织的书记或组长”再送，或者到上级机关去说。")
    _count(held, address)  # holds the box: of two that send one form at once the second finds what the first wrote
    code, today = _receipt_of(form), clock.today()
    there = Opinion.objects.filter(form=form).first()
    if there is not None:
        if there.text != words:
            raise Refused("这一页刚才已经送出过一条了。重新打开意见箱，再写这一条。")
        return there, code
    body = held.organisation.parent if above and held.organisation.parent is not None else held.organisation
    opinion = Opinion.objects.create(
        id=new_id("op"), organisation=body, at=body, whose=whose, kind=kind, source=Source.PUBLIC, text=words,
        confidential=above, taken_on=today, at_since=today, receipt=receipt_mark(code), form=form,
    )  # fmt: skip
    noted(SENDER, opinion, "send", What.SEND, {})
    return opinion, code


CLEARED = "（已按保存期限清除）"


@transaction.atomic
def opinions_clear(*, actor: Actor, on: dt.date) -> int:
    """Clear words and receipts of what came through boxes and was closed long enough ago (retention.yaml); how many."""
    kept = record_class("box_words")
    if kept is None or kept.then == "keep" or kept.months is None:
        return 0
    last = add_months(on, -kept.months)
    over = Opinion.objects.filter(source=Source.PUBLIC).exclude(receipt="")
    ended = over.filter(Q(closed_on__lte=last) | Q(state__in=(State.MERGED, State.WITHDRAWN), at_since__lte=last))
    found = list(ended.select_for_update(of=("self",)))
    for one in found:
        one.text, one.receipt, one.form = CLEARED, "", ""
        one.save(update_fields=["text", "receipt", "form"])
    BoxCount.objects.filter(on__lt=on).delete()
    if found:
        entry_record(actor=actor, action="opinions.clear", details={"count": len(found), "on": on})
    return len(found)


@transaction.atomic
def look_count(*, box: OpinionBox, address: str) -> None:
    """Count a wrong receipt code; Refused where one machine has tried too many today."""
    if _add(box, clock.today(), "look " + _machine(address)) > LOOKS:
        raise Refused("今天从这台机器输错的次数太多，明天再来。")


def looks_spent(box: OpinionBox, address: str) -> bool:
    """Whether one machine has tried too many wrong codes today."""
    mark = _mark(box, clock.today(), "look " + _machine(address))
    return BoxCount.objects.filter(box=box, on=clock.today(), mark=mark, times__gte=LOOKS).exists()


def _count(box: OpinionBox, address: str) -> None:
    """Count one; Refused where one machine or all together have sent too many today."""
    today = clock.today()
    BoxCount.objects.filter(on__lt=today).delete()  # marks outlive their day nowhere
    if _add(box, today, _machine(address)) > OF_ONE:
        raise Refused("今天从这台机器提的意见太多，明天再来，或者当面向支部提。")
    if _add(box, today, "") > OF_ALL:
        raise Refused("今天收到的意见太多，明天再来，或者当面向支部提。")


def _add(box: OpinionBox, day: dt.date, address: str) -> int:
    row, _ = BoxCount.objects.get_or_create(box=box, on=day, mark=_mark(box, day, address))
    BoxCount.objects.filter(pk=row.pk).update(times=F("times") + 1)
    return BoxCount.objects.values_list("times", flat=True).get(pk=row.pk)


def _receipt_of(form: str) -> str:
    """The receipt code of what is sent with this form: the same for the same form, guessed by nobody without our key."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    number = int.from_bytes(hmac.new(key.encode(), f"receipt\0{form}".encode(), hashlib.sha256).digest())
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(12))


def _machine(address: str) -> str:
    """What counts as one machine: of IPv6 the network, since one machine has all of its addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _mark(box: OpinionBox, day: dt.date, address: str) -> str:
    """Keyed, and another one every day and for every box: two days cannot be put together."""
    if not address:
        return ""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return hmac.new(key.encode(), f"box\0{box.pk}\0{day}\0{address}".encode(), hashlib.sha256).hexdigest()


def _code(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))
