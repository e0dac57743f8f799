"""A term begins with the result of an election: old posts end and new ones begin in one step; extensions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.committees import policies
from zhibu.domain.committees.choices import COMMITTEE, SECRETARIES
from zhibu.domain.committees.models import CommitteeTerm, Extension
from zhibu.domain.committees.selectors.elected import Elected, elected
from zhibu.domain.committees.selectors.lengths import latest_end, lengths, term_length
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.services.posts import (
    post_appoint,
    post_relieve,
    post_resume,
    post_withdraw,
)
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Seat:
    """Who was elected to which post."""

    member: Member
    post: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from above: the day and the number of an approval or a filing."""

    on: dt.date | None = None
    number: str = ""


@transaction.atomic
def term_begin(
    *,
    actor: Actor,
    organisation: Organisation,
    since: dt.date,
    seats: Sequence[Seat],
    decided_by: str = "",
    manner: str = "elected",
    planned_until: dt.date | None = None,
    number: int | None = None,
    approval: Answer = Answer(),
    filing: Answer = Answer(),
    case: str = "",
) -> CommitteeTerm:
    """Enter the result of an election: all posts of the old committee end on the day, the new ones begin.

    `planned_until` empty: as long as the rules in force say. `approval` is of secretaries, `filing` of
    the rest. Where the votes were held in the program they say who can be entered, and in which case. All or nothing.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.term_begin(actor, body)
    _check_seats(seats)
    voted = elected(body) if manner == "elected" else None
    if voted is not None:
        _check_elected(seats, voted)
        case, decided_by = voted.case.pk, voted.meeting or decided_by
    end = planned_until or _planned(body, since)
    if CommitteeTerm.objects.filter(organisation=body, since__gte=since).exists():
        raise Refused(f"{body}已经有从 {since} 或更晚开始的一届，先看那一届。")
    members = _end_old(actor, body, since)
    made = CommitteeTerm.objects.create(
        id=new_id("trm"), organisation=body, number=number, since=since, planned_until=end,
        decided_by=decided_by, case=case,
    )  # fmt: skip
    for seat in seats:
        answer = approval if seat.post in SECRETARIES else filing
        post = post_appoint(
            actor=actor, member=seat.member, organisation=body, post=seat.post, since=since, manner=manner,
            decided_by=decided_by, filed_on=answer.on, filing_number=answer.number, planned_until=end,
        )  # fmt: skip
        made.posts.add(post)
    members |= {seat.member.pk for seat in seats}
    entry_record(
        actor=actor, action="term.begin", subject=made.pk, organisation=body.pk,
        details={
            "since": since, "planned_until": end, "number": number, "decided_by": decided_by,
            "seats": [[seat.member.pk, seat.post] for seat in seats],
        },
        touched=Touch(frozenset({body.pk}), frozenset(members)),
    )  # fmt: skip
    return made


@transaction.atomic
def term_withdraw(*, actor: Actor, term: CommitteeTerm, reason: str) -> None:
    """Take back a result that was entered by mistake: its posts never were, those it ended go on.

    Refused where a later term began, or one of its posts has ended since.
    """
    held = CommitteeTerm.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=term.pk)
    policies.term_begin(actor, held.organisation)
    if not reason.strip():
        raise Refused("还没有写为什么撤回。")
    if held.until is not None:
        raise Refused(f"这一届到 {held.until} 已经结束，先撤回后面的那一届。")
    posts = list(held.posts.all())
    ended = next((post for post in posts if post.until is not None), None)
    if ended is not None:
        raise Refused(f"{ended.get_post_display()}在 {ended.until} 已经免去，不能撤回整届。")
    for post in posts:
        post_withdraw(actor=actor, post=post, reason=reason)
    before = Post.objects.filter(organisation=held.organisation, post__in=COMMITTEE, until=held.since)
    for post in before:
        post_resume(actor=actor, post=post)
    CommitteeTerm.objects.filter(organisation=held.organisation, until=held.since).update(until=None)
    entry_record(
        actor=actor, action="term.withdraw", subject=held.pk, organisation=held.organisation_id,
        details={"since": held.since, "reason": reason.strip()},
        touched=Touch(frozenset({held.organisation_id}), frozenset(post.member for post in posts)),
    )  # fmt: skip
    held.delete()


@transaction.atomic
def term_extend(
    *,
    actor: Actor,
    organisation: Organisation,
    until: dt.date,
    approved_by: str,
    number: str,
    approved_on: dt.date,
    reason: str = "",
) -> Extension:
    """Put the end of the term in office off, or bring it forward, with the approval from above.

    Refused where it would go beyond what a rule in force allows without exception.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.term_extend(actor, body)
    for label, text in (("批准的党组织", approved_by), ("文号", number)):
        if not text.strip():
            raise Refused(f"还没有填“{label}”。延期、提前都要有上级的批复。")
    posts = list(in_office(body, approved_on).select_for_update())
    if not posts:
        raise Refused(f"{body}{approved_on} 没有在任的班子成员。")
    since = min(post.since for post in posts)
    before = min(post.planned_until or _planned(body, since) for post in posts)
    if until == before:
        raise Refused(f"原来就到 {before}，没有变。")
    if until <= since:
        raise Refused(f"届满要晚于任职的日期 {since}，读到 {until}。")
    latest = latest_end(lengths(body, approved_on), since)
    if latest is not None and until > latest[0]:
        raise Refused(f"最晚延到 {latest[0]}：{latest[1].sentence}（{latest[1].source}）。读到 {until}。")
    made = Extension(
        organisation=body, before=before, after=until, approved_by=approved_by.strip(),
        number=number.strip(), approved_on=approved_on, reason=reason.strip(),
    )  # fmt: skip
    require_fits(Extension, approved_by=made.approved_by, number=made.number, reason=made.reason)
    made.save()
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(planned_until=until)
    CommitteeTerm.objects.filter(organisation=body, until=None).update(planned_until=until)
    entry_record(
        actor=actor, action="term.extend", subject=body.pk, organisation=body.pk,
        details={"before": before, "after": until, "number": made.number, "approved_by": made.approved_by},
        touched=Touch(frozenset({body.pk}), frozenset(post.member for post in posts)),
    )  # fmt: skip
    return made


def in_office(organisation: Organisation, on: dt.date) -> QuerySet[Post]:
    """The posts of the committee on the day."""
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    return Post.objects.filter(open_span, organisation=organisation, since__lte=on, post__in=COMMITTEE)


def _planned(organisation: Organisation, since: dt.date) -> dt.date:
    length = term_length(organisation, since)
    if length is None:
        raise Refused(f"在{organisation}执行的制度没有说一届几年，填上“任期届满”。")
    return add_months(since, 12 * length.years)


def _end_old(actor: Actor, body: Organisation, since: dt.date) -> set[str]:
    """Who is in office goes on the day; their term ends with them."""
    ended = set()
    for post in Post.objects.filter(organisation=body, post__in=COMMITTEE).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    ):
        if post.since >= since:
            raise Refused(f"{post.get_post_display()}在 {post.since} 才任职，不早于新一届的 {since}，先改那一条。")
        post_relieve(actor=actor, post=post, until=since, reason="换届")
        ended.add(post.member)
    CommitteeTerm.objects.filter(organisation=body, until=None, since__lt=since).update(until=since)
    return ended


def _check_elected(seats: Sequence[Seat], voted: Elected) -> None:
    """Where the votes were held in the program nobody is entered whom they did not elect."""
    for seat in seats:
        if voted.barred(seat.member.pk, seat.member.name, seat.post):
            word = PostKind(seat.post).label
            raise Refused(f"{seat.member}没有在系统里的表决当选{word}。结果照表决登记；补选、任命的另外登记。")


def _check_seats(seats: Sequence[Seat]) -> None:
    if not seats:
        raise Refused("还没有填当选的人。")
    wrong = [seat.post for seat in seats if seat.post not in COMMITTEE]
    if wrong:
        raise Refused(f"{'、'.join(wrong)}不是班子里的职务。")
    pairs = [(seat.member.pk, seat.post) for seat in seats]
    if len(set(pairs)) != len(pairs):
        raise Refused("同一个人的同一个职务填了两次。")
    if sum(seat.post == "secretary" for seat in seats) > 1:
        raise Refused("书记只有一名，填了两名。")
