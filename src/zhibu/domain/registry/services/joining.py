"""Memberships of two rows that become one: nobody may come out in two branches or outside his group's branch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.services.spans import crosses, is_group, spans_of
from zhibu.domain.registry.services.rewriting import Pen
from zhibu.kernel.errors import Refused

KEPT, GONE = "kept", "gone"


def join_memberships(pen: Pen, one: Member, other: Member, answer: str) -> None:
    """All memberships become those of `one`; where both have some on the same day, those of the answer hold.

    Of the other's spans only the days remain that are free. Refused where there is no answer, and where
    what comes out is not in order.
    """
    own, more = spans_of(one), spans_of(other)
    clash = [
        (a, b) for a in own for b in more if is_group(a) == is_group(b) and crosses(a, b.since, b.until)
    ]
    if clash and answer not in (KEPT, GONE):
        told = "；".join(f"{a.organisation}（{a.since} 起）与{b.organisation}（{b.since} 起）" for a, b in clash[:3])
        raise Refused(f"两个人的组织关系有重叠的日子：{told}。先选以谁的组织关系为准。")
    winners, losers = (own, more) if answer != GONE else (more, own)
    free = [span for span in losers if _cut(pen, span, winners)]
    branches = [span for span in (*winners, *free) if not is_group(span)]
    for span in [*winners, *free]:
        if is_group(span):
            _clip(pen, span, branches)
    for span in Membership.objects.filter(member=other).order_by("since", "pk"):
        pen.change(span, member_id=one.pk)
    _require_sound(one)


def _cut(pen: Pen, span: Membership, winners: Iterable[Membership]) -> bool:
    """Leave of a span what the winners leave free; False where nothing is left."""
    since, until = span.since, span.until
    for winner in winners:
        if is_group(winner) != is_group(span) or not _meet(winner, since, until):
            continue
        if since < winner.since:
            until = winner.since
        elif winner.until is not None and (until is None or winner.until < until):
            since = winner.until
        else:
            pen.remove(span)
            return False
    _set(pen, span, since, until)
    return True


def _clip(pen: Pen, span: Membership, branches: Iterable[Membership]) -> None:
    """A group only while the member is in its branch."""
    for home in branches:
        if home.organisation_id == span.organisation.parent_id and crosses(home, span.since, span.until):
            ends = [day for day in (home.until, span.until) if day is not None]
            _set(pen, span, max(home.since, span.since), min(ends) if ends else None)
            return
    pen.remove(span)


def _meet(span: Membership, since: dt.date, until: dt.date | None) -> bool:
    return crosses(span, since, until)


def _set(pen: Pen, span: Membership, since: dt.date, until: dt.date | None) -> None:
    changed: dict[str, object] = {}
    if since != span.since:
        changed |= {"since": since, "since_precision": "day"}
    if until != span.until:
        changed |= {"until": until, "until_precision": "day"}
    if changed:
        pen.change(span, **changed)


def _require_sound(one: Member) -> None:
    """The net below it all: no two of a kind on a day, no group outside its branch."""
    spans = spans_of(one)
    for number, span in enumerate(spans):
        for other in spans[number + 1 :]:
            if is_group(span) == is_group(other) and crosses(span, other.since, other.until):
                raise Refused(f"合并后 {span.organisation} 和 {other.organisation} 的日期重叠，先改好其中一个人的组织关系。")
        home = any(
            h.organisation_id == span.organisation.parent_id and h.since <= span.since
            and (h.until is None or (span.until is not None and span.until <= h.until))
            for h in spans
        )  # fmt: skip
        if is_group(span) and not home:
            raise Refused(f"合并后在{span.organisation}的日子超出了所属支部的日子，先改好其中一个人的组织关系。")
