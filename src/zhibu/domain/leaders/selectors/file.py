"""A leader's file: everything on record of his leading, gathered; nothing of it is entered here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.cells import names
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.leaders.models import HandOver, Interview
from zhibu.domain.leaders.policies import may_read_gist, may_select
from zhibu.domain.leaders.selectors.eligibility import POST, Eligible, eligible
from zhibu.domain.leaders.selectors.terms import TermEnd, term_end
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

TRAINING, APPRAISAL = "leader_training", ("democratic_appraisal",)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Held:
    """Meetings of one type that he chaired as leader."""

    label: str
    count: int
    last: dt.date


@dataclass(frozen=True, slots=True)
class Heard:
    """An interview as the reader may see it: the gist is empty where it is not his to read."""

    row: Interview
    gist: str
    may_read: bool


@dataclass(frozen=True, slots=True)
class LeaderFile:
    """All sections of the file."""

    post: Post
    group: Organisation
    member: Member
    posts: list[Post]
    meetings: list[Held]
    recent: list[Activity]
    training: list[Activity]
    appraisals: list[tuple[dt.date, str]]
    interviews: list[Heard]
    decision: Activity | None
    eligible: Eligible | None
    term: TermEnd | None
    hand_over: HandOver | None
    may_interview: bool
    may_change: bool

    @property
    def ended(self) -> bool:
        """Whether the post is over today."""
        return self.post.until is not None and self.post.until <= clock.today()


def leader_post_get(actor: Actor, key: str) -> Post:
    """A leader's post: in scope, or his own."""
    found = scope.posts(actor).filter(post=POST).select_related("organisation__parent")
    return scope.row_get(found, key, "这个组长的档案")


def leader_file(actor: Actor, key: str) -> LeaderFile:
    """The file of one leader's post."""
    post = leader_post_get(actor, key)
    group, today = post.organisation, clock.today()
    member = Member.objects.filter(pk=post.member).first()
    if member is None:
        raise NotFound("这个任职写的人不在党员名册里，先改正任职记录。")
    led = _led(post)
    labels = activity_labels()
    counts = led.values("type").annotate(n=Count("pk")).order_by("-n", "type")
    last = {one.type: one.on for one in led.order_by("on")}
    attended = Attendance.objects.filter(member=member, status__in=("present", "online"))
    training = Activity.objects.filter(
        Q(type=TRAINING), Q(status="held"),
        Q(pk__in=attended.values("activity")) | Q(host=member.pk) | Q(speaker=member.pk),
    ).order_by("-on")[:SHOWN]  # fmt: skip
    reads = may_read_gist(actor, group, member.pk)
    ready = eligible(group, min(today, post.until - dt.timedelta(days=1)) if post.until else today, [member.pk])
    return LeaderFile(
        post, group, member,
        list(Post.objects.filter(member=member.pk, post=POST).select_related("organisation").order_by("-since")),
        [Held(labels.get(row["type"], row["type"]), row["n"], last[row["type"]]) for row in counts],
        list(led.order_by("-on")[:SHOWN]), list(training), _appraisals(member),
        [Heard(one, one.gist if reads else "", reads) for one in post.interviews.all()],
        Activity.objects.filter(pk=post.decided_by).first() if post.decided_by else None,
        ready[0] if ready else None, term_end(group, post.since), HandOver.objects.filter(pk=post.pk).first(),
        reads and (actor.everything or actor.member != member.pk), may_select(actor, group),
    )  # fmt: skip


def _led(post: Post) -> QuerySet[Activity]:
    """Activities of the group that he chaired while he led it."""
    found = Activity.objects.filter(
        names("host", post.member), organisation=post.organisation, status="held", on__gte=post.since
    )
    return found.filter(on__lt=post.until) if post.until else found


def _appraisals(member: Member) -> list[tuple[dt.date, str]]:
    """Results of appraisals: cases of the procedure with an outcome."""
    rows = Case.objects.filter(procedure="appraisal", subject=member.pk, closed__isnull=False).exclude(outcome="")
    return [(one.closed, one.outcome) for one in rows.order_by("-closed")[:SHOWN] if one.closed]


def interview_get(actor: Actor, key: str) -> Interview:
    """An interview with a leader whose post is in sight."""
    row = Interview.objects.select_related("post__organisation__parent").filter(pk=key).first()
    if row is None or not scope.posts(actor).filter(pk=row.post_id).exists():
        raise NotFound("找不到这次约谈，或者它不在你的管理范围里。")
    return row
