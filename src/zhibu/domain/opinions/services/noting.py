"""What every write of the room does: lock the row, check texts, write event and entry; never the words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from zhibu.domain.audit.services import entry_record
from zhibu.domain.opinions.models import Opinion, OpinionEvent
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

LONGEST, LONGEST_ANSWER, LONGEST_NOTE = 2000, 2000, 500
KEPT = (
    "state", "at_id", "at_since", "into_id", "answered_on", "answered_by", "told_how", "closed_on", "confidential",
    "public_text", "public_answer", "published_on",
)  # fmt: skip
DAYS = ("at_since", "answered_on", "closed_on", "published_on")
_BLANKS = re.compile(r"[ \t\r\f\v\u3000]+")


def held(opinion: Opinion, *states: str, doing: str = "") -> Opinion:
    """The row, locked; Refused where it is not in one of these states any more (none named: in any)."""
    rows = Opinion.objects.select_for_update(of=("self",)).select_related("organisation", "at", "member")
    found = rows.filter(pk=opinion.pk).first()
    if found is None:
        raise NotFound("找不到这条意见。")
    if states and found.state not in states:
        raise Refused(f"这条意见现在是“{found.get_state_display()}”，不能{doing}。刷新页面看最新情况。")
    return found


def kept(opinion: Opinion) -> dict[str, Any]:
    """The columns as they are, for taking a deed back; none of them holds the words."""
    values = {name: getattr(opinion, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def worded(text: str, most: int, what: str) -> str:
    """The text without needless blanks; Refused where there is none or it is too long."""
    clean = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    if not clean:
        raise Refused(f"还没有写{what}。")
    if len(clean) > most:
        raise Refused(f"{what}最多 {most} 个字，读到 {len(clean)} 个字，写短一些。")
    return clean


def noted(
    actor: Actor, opinion: Opinion, verb: str, what: str, before: dict[str, Any], *,
    at: Organisation | None = None, note: str = "",
) -> OpinionEvent:  # fmt: skip
    """The event on the opinion's page, and the entry of the record."""
    if len(note) > LONGEST_ANSWER:
        raise Refused(f"说明最多 {LONGEST_NOTE} 个字。")
    body = at or opinion.at
    entry_record(
        actor=actor, action=f"opinion.{verb}", subject=opinion.pk, organisation=body.pk,
        details={"what": what, "state": opinion.state},
    )  # fmt: skip
    return OpinionEvent.objects.create(
        opinion=opinion, at=clock.now(), on=clock.today(), what=what, organisation=body, person=actor.name[:100],
        user=actor.user, note=note.strip(), before=before,
    )  # fmt: skip
