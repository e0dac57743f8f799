"""The facts behind a verdict: those it counted, and those near it that it did not, with the reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.fact import Fact
from zhibu.domain.compliance.selectors.names import member_names
from zhibu.domain.compliance.selectors.recorded import late_by, recorded
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Membership
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel.actor import Actor

NEAR = dt.timedelta(days=31)
SHOWN = 60


def facts_behind(verdict: Verdict, spec: Any, as_of: dt.date, actor: Actor) -> list[Fact]:
    """The facts counted, in their order; for a rule that counts activities also those beside them.

    Penalties are left out for whoever may not see them: a leader sees that a post is not in order.
    """
    keys = _seen(verdict.evidence.split(), actor)
    if spec is not None and spec.kind == "frequency":
        return _activities_around(verdict, spec, set(keys), as_of)
    return recorded(keys[:SHOWN])


def facts_beside(
    verdict: Verdict, spec: Any, keys: list[str], actor: Actor, as_of: dt.date
) -> list[Fact]:
    """What bears on a verdict and was not counted, as far as the actor may see it.

    `keys` are those that the engine names. Of a meeting it is everybody who was entitled, also those
    of whom nothing was entered.
    """
    if spec is None or spec.kind == "frequency":
        return []
    if spec.kind == "attendance" and not getattr(spec, "host_post", ()):
        return _roll_call(verdict, actor)[:SHOWN]
    keys = _seen(keys, actor)
    return recorded([key for key in keys if not key.startswith("attendance:")][:SHOWN])


def _seen(keys: list[str], actor: Actor) -> list[str]:
    """The ids without the penalties that the actor may not see."""
    if not any(key.startswith("penalties:") for key in keys):
        return keys
    seen = {f"{p.member_id}/{p.kind}/{p.since}" for p in scope.penalties(actor)}
    return [k for k in keys if not k.startswith("penalties:") or k.partition(":")[2] in seen]


def _roll_call(verdict: Verdict, actor: Actor) -> list[Fact]:
    """Everybody of the organisation that day, and guests: those who did not come first."""
    activity = Activity.objects.filter(pk=verdict.subject).first()
    if activity is None:
        return []
    that_day = Q(since__lte=activity.on) & (Q(until__isnull=True) | Q(until__gt=activity.on))
    there = Membership.objects.filter(that_day, organisation=activity.organisation_id)
    own = set(there.values_list("member", flat=True))
    rows = {row.member_id: row for row in Attendance.objects.filter(activity=activity)}
    seen = scope.members(actor).filter(pk__in=own | set(rows))
    lines = []
    for key, name, full in seen.values_list("pk", "name", "full_since"):
        row = rows.get(key)
        said = [str(row.get_status_display()) if row else "没有到会记录"]
        said += [row.reason] if row and row.reason else []
        said += ["预备党员"] if full is None or full > activity.on else []
        said += [] if key in own else ["那天不是本组织的党员，不算"]
        came = row is not None and row.status in ("present", "online")
        lines.append((came, name, Fact(None, name, detail=" · ".join(said), member=key)))
    return [fact for *_, fact in sorted(lines, key=lambda line: line[:2])]


def _activities_around(
    verdict: Verdict, spec: Any, counted: set[str], as_of: dt.date
) -> list[Fact]:
    """Activities in and around the period; each says whether it counts.

    Of an organisation its own; of a member those of the types that were held where he belonged.
    """
    kinds = Q(type__in=spec.types)
    own = Q(organisation=verdict.subject)
    if verdict.subject_kind == "member":
        places = Membership.objects.filter(member=verdict.subject, since__lte=as_of)
        own = Q(organisation__in=places.values("organisation"))
    else:
        kinds |= Q(on__gte=verdict.period_start, on__lte=verdict.period_end)
    near = Activity.objects.filter(
        kinds,
        own | Q(pk__in=counted),
        on__gte=verdict.period_start - NEAR,
        on__lte=min(verdict.period_end + NEAR, as_of),
    ).select_related("organisation")
    labels = rulebook.activity_labels()
    rows = sorted(near, key=lambda activity: (activity.on, activity.pk))
    part = _part_taken(verdict, rows)
    if verdict.subject_kind == "member":  # what others spoke of is not for him
        closed, known = rulebook.confidential_types(), counted | set(part)
        rows = [row for row in rows if row.type not in closed or row.pk in known]
    rows = _nearest(rows, counted)
    return [
        Fact(
            activity.on,
            labels.get(activity.type, activity.type),
            activity.pk in counted,
            _detail(activity),
            "" if activity.pk in counted else _why_not(activity, verdict, spec, part),
            late_by(activity),
            organisation=activity.organisation_id,
        )
        for activity in rows
    ]


def _nearest(rows: list[Activity], counted: set[str]) -> list[Activity]:
    """As many as a page shows, and none of those counted left out for others."""
    room = max(SHOWN - len(counted), 0)
    others = {row.pk for row in [row for row in rows if row.pk not in counted][:room]}
    return [row for row in rows if row.pk in counted or row.pk in others][:SHOWN]


def _part_taken(verdict: Verdict, rows: list[Activity]) -> dict[str, str]:
    """Activity -> what was entered of the member whom the verdict is on."""
    if verdict.subject_kind != "member":
        return {}
    found = Attendance.objects.filter(member=verdict.subject, activity__in=[r.pk for r in rows])
    return {row.activity_id: str(row.get_status_display()) for row in found}


def _why_not(activity: Activity, verdict: Verdict, spec: Any, part: dict[str, str]) -> str:
    if activity.type not in spec.types:
        return "类别不同；一次活动只算一类"
    if activity.status != ActivityStatus.HELD:
        return f"{activity.get_status_display()}，没有开成"
    if activity.on < verdict.period_start:
        return f"日期在 {activity.on}，算前一期"
    if activity.on > verdict.period_end:
        return f"日期在 {activity.on}，算后一期"
    if getattr(spec, "by", None) and verdict.due and activity.on > verdict.due:
        return f"日期在 {activity.on}，期限已过"
    if verdict.subject_kind == "member":
        return _not_his(activity, verdict, spec, part)
    if set(spec.where.model_fields_set) & {"speaker_post", "host_post"}:
        people = member_names(f"{activity.speaker} {activity.host}".split())
        said = "、".join(people.values()) or "没有填"
        return f"主持人、主讲人（{said}）那天没有规则要的职务，或者别的条件不符"
    return "不符合这条规则要数的条件"


def _not_his(activity: Activity, verdict: Verdict, spec: Any, part: dict[str, str]) -> str:
    """Why an activity held where a member belongs is not one of his."""
    if spec.as_ in ("host", "speaker"):
        own = verdict.subject in str(getattr(activity, spec.as_)).split()
        who = "主持" if spec.as_ == "host" else "主讲"
        return "不符合这条规则要数的条件" if own else f"不是本人{who}的"
    said = part.get(activity.pk, "没有到会记录")
    if "到会" not in said or not part.get(activity.pk):
        return f"本人{said}"
    posts = "、".join(str(PostKind(post).label) for post in spec.where.attendee_post or ())
    return f"到场的别人那天没有担任{posts}" if posts else "不符合这条规则要数的条件"


def _detail(activity: Activity) -> str:
    closed = activity.type in rulebook.confidential_types()
    parts = [] if closed else [activity.theme, activity.place]
    if activity.status != ActivityStatus.HELD:
        parts.insert(0, str(activity.get_status_display()))
    return " · ".join(part for part in parts if part)


def linked(facts: list[Fact], actor: Actor) -> tuple[set[str], set[str]]:
    """The members and organisations of the facts whose pages the actor may open."""
    people = {fact.member for fact in facts if fact.member}
    bodies = {fact.organisation for fact in facts if fact.organisation}
    members = scope.members(actor).filter(pk__in=people)
    organisations = scope.organisations(actor).filter(pk__in=bodies)
    return set(members.values_list("pk", flat=True)), set(
        organisations.values_list("pk", flat=True)
    )
