"""Rows of the facts as a finding lists them, found by the ids that verdicts name them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Field

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.compliance.selectors.composed import composed
from zhibu.domain.compliance.selectors.fact import Fact
from zhibu.domain.compliance.selectors.names import member_names, names_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.selectors import had_no_probation
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot, Case
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.wording import period_label

WEEK = 7  # minutes finished later than this are marked as written afterwards (补记)


def recorded(keys: Sequence[str]) -> list[Fact]:
    """Ids of any table in the order given; a key without an id of its own is read in its parts."""
    plain = [key for key in keys if ":" not in key]
    known: dict[str, Fact] = {}
    for reader in (_activities, _posts, _papers, _members, _organisations, _cases, _ballots):
        missing = [key for key in plain if key not in known]
        if missing:
            known.update(reader(missing))
    known |= composed(key for key in keys if ":" in key)
    return [known.get(key) or Fact(None, key) for key in keys]


def _ballots(keys: Iterable[str]) -> dict[str, Fact]:
    """Ballots with what was counted, by the day of their meeting."""
    words = rulebook.rulebook().words()
    rows = Ballot.objects.filter(pk__in=list(keys)).select_related("activity")
    return {
        row.pk: Fact(
            row.activity.on if row.activity else None,
            "表决：" + words.get(f"matter.{row.matter}", row.matter),
            detail=_counted_votes(row),
            organisation=row.activity.organisation_id if row.activity else "",
        )
        for row in rows
    }


def _counted_votes(ballot: Ballot) -> str:
    numbers = ("entitled", "present", "cast", "valid", "in_favour", "seats", "candidates")
    given = [(name, getattr(ballot, name)) for name in numbers]
    fields = {field.name: str(field.verbose_name) for field in Ballot._meta.fields}
    said = [f"{fields[name]} {number}" for name, number in given if number is not None]
    return " · ".join([str(ballot.get_method_display()), *said])


def _cases(keys: Iterable[str]) -> dict[str, Fact]:
    names = names_of(("case", key) for key in keys)
    rows = Case.objects.filter(pk__in=list(keys))
    return {
        row.pk: Fact(
            row.opened,
            names.get(row.pk, row.pk),
            detail=f"{row.closed} 办结 {row.outcome}".strip() if row.closed else "还没有办结",
            organisation=row.organisation_id,
        )
        for row in rows
    }


def _activities(keys: Iterable[str]) -> dict[str, Fact]:
    labels = rulebook.activity_labels()
    rows = list(Activity.objects.filter(pk__in=list(keys)))
    hosts = member_names(sorted({one for row in rows for one in row.host.split()}))
    return {
        row.pk: Fact(
            row.on,
            labels.get(row.type, row.type),
            detail=_columns(row, [hosts[one] for one in row.host.split() if one in hosts]),
            late=late_by(row),
            organisation=row.organisation_id,
        )
        for row in rows
    }


_DATES = ("consulted_on", "notice_on", "approved_on", "recorded_on", "reported_on")


def _columns(activity: Activity, hosts: list[str]) -> str:
    """Who led an activity, its dates that rules ask for, and its theme where all may know it."""
    said = [f"主持 {'、'.join(hosts)}"] if hosts else []
    closed = activity.type in rulebook.confidential_types()
    for name in _DATES:
        value = getattr(activity, name)
        field = cast("Field[Any, Any]", Activity._meta.get_field(name))
        label = str(field.verbose_name).removesuffix("日期")
        if value:
            said.append(f"{label} {value}")
    return " · ".join([*said, *([activity.theme] if activity.theme and not closed else [])])


def _posts(keys: Iterable[str]) -> dict[str, Fact]:
    rows = list(Post.objects.filter(pk__in=list(keys)).select_related("organisation"))
    people = member_names([row.member for row in rows])
    return {
        row.pk: Fact(
            row.since,
            f"{people.get(row.member, row.member)} 任{row.organisation}{row.get_post_display()}",
            detail=_served(row),
            member=row.member if row.member in people else "",
            organisation=row.organisation_id,
        )
        for row in rows
    }


def _served(post: Post) -> str:
    """How long, how it came about, and when it was filed."""
    said = [f"到 {post.until}" if post.until else "现任"]
    if post.manner:
        said.append(str(post.get_manner_display()))
    if post.decided_by:
        said.append("记有决定的会议")
    if post.filed_on:
        said.append(f"备案 {post.filed_on}")
    return " · ".join(said)


def _papers(keys: Iterable[str]) -> dict[str, Fact]:
    labels = rulebook.paper_labels()
    rows = Paper.objects.filter(pk__in=list(keys))
    return {
        row.pk: Fact(
            row.on,
            labels.get(row.kind, row.kind),
            detail=f"{period_label(row.for_period)}的" if row.for_period else "",
        )
        for row in rows
    }


def _members(keys: Iterable[str]) -> dict[str, Fact]:
    rows = Member.objects.filter(pk__in=list(keys))
    return {row.pk: Fact(None, row.name, detail=_standing(row), member=row.pk) for row in rows}


def _standing(member: Member) -> str:
    if had_no_probation(member):
        return f"{member.joined} 入党，当时没有预备期"
    full = f"{member.full_since} 转正" if member.full_since else "还没有转正"
    return f"{member.joined} 入党，{full}"


def _organisations(keys: Iterable[str]) -> dict[str, Fact]:
    rows = Organisation.objects.filter(pk__in=list(keys))
    return {
        row.pk: Fact(row.established, row.name, detail=_existed(row), organisation=row.pk)
        for row in rows
    }


def _existed(body: Organisation) -> str:
    kind = str(body.get_kind_display())
    return f"{kind} · {body.dissolved} 撤销" if body.dissolved else f"{kind}"


def late_by(activity: Activity) -> int:
    """Days between the activity and the end of its minutes, where they are more than a week."""
    days = (activity.recorded_on - activity.on).days if activity.recorded_on else 0
    return days if days > WEEK else 0
