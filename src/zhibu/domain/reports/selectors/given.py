"""Reports that were given, and to whom a member reports. What he wrote is read by `report_texts` only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.letters.selectors import letter_open, letters_held
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.choices import State
from zhibu.domain.reports.models import Report
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Receiver:
    """To which body a member reports, and who of it reads what he writes."""

    body: Organisation
    readers: tuple[Member, ...]

    @property
    def names(self) -> str:
        """张三、李四."""
        return "、".join(one.name for one in self.readers)


def home_of(member: Member, on: dt.date) -> Organisation:
    """His group on the day, else his branch."""
    spans = homes_of(member.pk, on)
    homes = {span.organisation.kind: span.organisation for span in spans.select_related("organisation__parent")}
    body = homes.get(OrganisationKind.PARTY_GROUP) or homes.get(OrganisationKind.BRANCH)
    if body is None:
        raise Refused(f"{member.name} {on} 不在任何支部，没有可以汇报的组织。")
    return body


def receiver_of(member: Member, on: dt.date) -> Receiver:
    """His group's leader; where there is none or he is it himself, the secretary; of a probationary member the secretary too.

    The branch looks after a probationary member and decides about him, so its secretary reads what he writes.
    """
    body = home_of(member, on)
    branch = body.parent if body.kind == OrganisationKind.PARTY_GROUP and body.parent else body
    leaders = _holders(body, ("group_leader",), on, member) if body.kind == OrganisationKind.PARTY_GROUP else []
    readers = leaders
    if not leaders or not is_full(member, on):
        secretaries = _holders(branch, ("secretary",), on, member) or _holders(branch, ("deputy_secretary",), on, member)
        readers = [*leaders, *(one for one in secretaries if one not in leaders)]
    return Receiver(body, tuple(readers))


def _holders(body: Organisation, posts: tuple[str, ...], on: dt.date, but: Member) -> list[Member]:
    held = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=on), organisation=body, post__in=posts, since__lte=on)
    keys = list(held.exclude(member=but.pk).values_list("member", flat=True))
    return list(Member.objects.filter(pk__in=keys).order_by("pk"))


def reports(actor: Actor) -> QuerySet[Report]:
    """Reports given, of bodies in scope, and all of his own; drafts of nobody else."""
    found = Report.objects.select_related("organisation", "member")
    given = Q(state=State.GIVEN)
    if actor.everything:
        return found.filter(given)
    condition = given & scope.reach(actor, "organisation__")
    if actor.member:
        own = Q(member=actor.member) if actor.in_person else Q(member=actor.member) & given
        condition |= own | given & Q(letter__keys__member=actor.member)
    return found.filter(pk__in=Report.objects.filter(condition).order_by().values("pk"))


def reports_asked(
    actor: Actor, *, body: Organisation | None = None, member: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[Report]:
    """Those given, cut to a body with what is below it, to a member, to a span of days (`until` counts)."""
    found = reports(actor).filter(state=State.GIVEN)
    if body is not None:
        found = found.filter(organisation__path__under=body.path)
    if member:
        found = found.filter(member=member)
    if since is not None:
        found = found.filter(on__gte=since)
    if until is not None:
        found = found.filter(on__lte=until)
    return found.order_by("-on", "-pk")


def report_get(actor: Actor, pk: str) -> Report:
    """One report in sight."""
    return scope.row_get(reports(actor), pk, "这份汇报")


def draft_of(actor: Actor, period: str) -> tuple[Report | None, str]:
    """His own draft for a period, opened; nothing where there is none."""
    if not actor.member or not actor.in_person:
        return None, ""
    found = Report.objects.filter(member=actor.member, period=period, state=State.DRAFT).select_related("letter").first()
    return found, letter_open(actor, found.letter) if found and found.letter else ""


def report_texts(actor: Actor, report: Report) -> tuple[str, str]:
    """What he wrote and what was answered, for those it was written for; NotAllowed for everybody else."""
    if report.letter is None:
        return "", ""
    if report.letter_id not in letters_held(actor, [report.letter.pk]):
        raise NotAllowed("汇报的内容只有本人和他汇报的对象看得到。")
    return letter_open(actor, report.letter), letter_open(actor, report.answer) if report.answer else ""
