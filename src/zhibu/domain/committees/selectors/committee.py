"""The committee of an organisation on a day: who, since when, until when, vacancies, what was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.selectors import progress
from zhibu.domain.committees import policies
from zhibu.domain.committees.choices import COMMITTEE, SECRETARIES
from zhibu.domain.committees.models import CommitteeTerm, Duty, Extension, Reminder
from zhibu.domain.committees.selectors.lengths import Length, latest_end, lengths
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import meeting_choices, rulebook
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotFound

ELECTION = "branch_election"
FORMER_SHOWN = 200
CANDIDATES = 400
MEETINGS = ("election", "general_meeting", "committee_meeting")
ABOUT = ("vacancy", "term", "eligibility", "composition")


@dataclass(frozen=True, slots=True)
class InPost:
    """Somebody in a post, as the page shows it."""

    post: Post
    name: str
    is_member: bool
    duty: str
    meeting: str

    @property
    def answer(self) -> str:
        """批准 of a secretary, 备案 of the rest."""
        word = "批准" if self.post.post in SECRETARIES else "备案"
        if self.post.filed_on is None:
            return f"没有登记{word}"
        return f"{self.post.filed_on} {word} {self.post.filing_number}".strip()


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules say of the committee now."""

    verdict: Verdict
    citation: Citation


@dataclass(slots=True)
class CommitteePage:
    """What the page of a committee shows."""

    now: list[InPost]
    others: list[InPost]  # posts besides the committee: cadres, instructor
    former: list[tuple[dt.date | None, list[InPost]]]
    term: CommitteeTerm | None
    since: dt.date | None
    ends: dt.date | None
    assumed: bool  # the end was not recorded: worked out by the length
    lengths: list[Length]
    latest: dt.date | None
    said: list[Said]
    extensions: list[Extension]
    reminders: list[Reminder]
    may_keep: bool = False
    may_divide: bool = False
    running: Case | None = None  # the election that is going on, and what comes next in it
    running_next: str = ""
    places: dict[str, str] = field(default_factory=dict)


def committee_page(actor: Actor, organisation: Organisation, on: dt.date) -> CommitteePage:
    """The caller has asked the scope about the organisation."""
    posts = list(Post.objects.filter(organisation=organisation, since__lte=on).order_by("-since", "pk"))
    shown = _shown(posts)
    covering = [one for one in shown if one.post.until is None or one.post.until > on]
    order = [code for code, _ in PostKind.choices]
    covering.sort(key=lambda one: (order.index(one.post.post), one.post.since))
    now = [one for one in covering if one.post.post in COMMITTEE]
    rules = lengths(organisation, on)
    since = min((one.post.since for one in now), default=None)
    planned = [one.post.planned_until for one in now if one.post.planned_until]
    ends = min(planned, default=None)
    assumed = ends is None and since is not None and bool(rules)
    if assumed and since is not None:
        ends = add_months(since, 12 * rules[0].years)
    firm = latest_end(rules, since) if since else None
    gone = [o for o in shown if o.post.until is not None and o.post.until <= on and o.post.post in COMMITTEE]
    gone.sort(key=lambda one: (one.post.until, one.post.since), reverse=True)
    former = [(day, list(rows)) for day, rows in groupby(gone[:FORMER_SHOWN], key=lambda one: one.post.until)]
    terms = CommitteeTerm.objects.filter(Q(until__isnull=True) | Q(until__gt=on), organisation=organisation, since__lte=on)
    running = Case.objects.filter(organisation=organisation, procedure=ELECTION, closed=None).order_by("-opened").first()
    upcoming = progress(running, on).upcoming if running is not None else None
    return CommitteePage(
        now, [one for one in covering if one.post.post not in COMMITTEE], former, terms.first(),
        since, ends, assumed, rules, firm[0] if firm else None, said_of(organisation),
        list(Extension.objects.filter(organisation=organisation)),
        list(Reminder.objects.filter(organisation=organisation).select_related("sent_by")[:12]),
        policies.may_keep(actor, organisation),
        actor.reaches(organisation.path, *KEEPERS),
        running, upcoming.label if upcoming is not None else "",
    )  # fmt: skip


def said_of(organisation: Organisation) -> list[Said]:
    """The stored verdicts on its posts that are not met: vacancies, ends of terms, who may hold one."""
    rules = {
        (rule.directive, rule.id): rule
        for rule in rulebook().rules()
        if rule.spec.kind in ABOUT and _about_committee(rule.spec)
    }
    rows = Verdict.objects.filter(organisation=organisation.pk).exclude(
        status__in=[Status.MET, Status.WAIVED]
    )
    latest: dict[tuple[str, str, str], Verdict] = {}
    for row in rows.order_by("period_end"):
        if (row.directive, row.rule) in rules:
            latest[row.directive, row.rule, row.subject] = row
    return [Said(row, cite(row.directive, row.rule)) for row in latest.values()]


def _about_committee(spec: object) -> bool:
    named = {getattr(spec, "post", None), *(getattr(spec, "posts", None) or ())}
    for limit in getattr(spec, "limits", ()):
        named |= set(limit.post or ())
    return bool(named & set(COMMITTEE))


def _shown(posts: Iterable[Post]) -> list[InPost]:
    rows = list(posts)
    names = dict(Member.objects.filter(pk__in={p.member for p in rows}).values_list("pk", "name"))
    duties = dict(Duty.objects.filter(post__in=[p.pk for p in rows]).values_list("post_id", "words"))
    cited = {p.decided_by for p in rows if p.decided_by}
    meetings = {a.pk: f"{a.on} {a.theme or a.type}" for a in Activity.objects.filter(pk__in=cited)}
    return [
        InPost(p, names.get(p.member, p.member), p.member in names, duties.get(p.pk, ""), meetings.get(p.decided_by, ""))
        for p in rows
    ]


def term_now(organisation: Organisation) -> CommitteeTerm:
    """The term that was entered last and has not ended."""
    found = CommitteeTerm.objects.filter(organisation=organisation, until=None).first()
    if found is None:
        raise NotFound("没有登记过的一届可以撤回；导入的任职在名册里改。")
    return found


def candidates(organisation: Organisation, on: dt.date) -> list[tuple[str, str]]:
    """Who can be entered as holder of a post (id, name): the members of a branch, of a body above those with posts below."""
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    there: QuerySet[Any, Any]
    if organisation.kind == OrganisationKind.BRANCH:
        there = Membership.objects.filter(open_span, organisation=organisation, since__lte=on).values("member")
    else:
        held = Post.objects.filter(open_span, organisation__path__under=organisation.path, since__lte=on)
        there = held.exclude(post=PostKind.GROUP_LEADER).values("member")
    found = Member.objects.filter(Q(left__isnull=True) | Q(left__gt=on), pk__in=there)
    return list(found.order_by("name", "pk").values_list("pk", "name")[:CANDIDATES])


def meetings(organisation: Organisation, on: dt.date) -> list[tuple[str, str]]:
    """The held meetings that can have decided on its posts, the latest first: (id, day and theme)."""
    found = Activity.objects.filter(organisation=organisation, type__in=MEETINGS, status="held", on__lte=on)
    return meeting_choices(found.order_by("-on", "pk")[:40])
