"""The facts behind a verdict: those it counted, and those near it that it did not, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Field, Q

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.names import member_names, names_of
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.selectors import had_no_probation
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot, Case, Check, Step
from zhibu.domain.rulebook import selectors as rulebook

NEAR = dt.timedelta(days=31)
SHOWN = 60
WEEK = 7  # minutes finished later than this are marked as written afterwards (补记)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: when, what, whether it counted and why not; `late` days between it and its record."""

    day: dt.date | None
    what: str
    counted: bool = True
    detail: str = ""
    why: str = ""
    late: int = 0
    member: str = ""
    organisation: str = ""


def facts_behind(verdict: Verdict, spec: Any, as_of: dt.date) -> list[Fact]:
    """The facts counted, in their order; for a rule that counts activities also those beside them."""
    keys = verdict.evidence.split()
    if spec is not None and spec.kind == "frequency" and verdict.subject_kind == "organisation":
        return _activities_around(verdict, spec, set(keys), as_of)
    return _named(keys[:SHOWN])


def _activities_around(
    verdict: Verdict, spec: Any, counted: set[str], as_of: dt.date
) -> list[Fact]:
    """Activities of the body in and around the period; each says whether it counts."""
    kinds = Q(type__in=spec.types) | Q(on__gte=verdict.period_start, on__lte=verdict.period_end)
    near = Activity.objects.filter(
        kinds,
        Q(organisation=verdict.subject) | Q(pk__in=counted),
        on__gte=verdict.period_start - NEAR,
        on__lte=min(verdict.period_end + NEAR, as_of),
    ).select_related("organisation")
    labels = rulebook.activity_labels()
    rows = sorted(near, key=lambda activity: (activity.on, activity.pk))
    return [
        Fact(
            activity.on,
            labels.get(activity.type, activity.type),
            activity.pk in counted,
            _detail(activity),
            "" if activity.pk in counted else _why_not(activity, verdict, spec),
            _late(activity),
            organisation=activity.organisation_id,
        )
        for activity in rows[:SHOWN]
    ]


def _why_not(activity: Activity, verdict: Verdict, spec: Any) -> str:
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
    return "不符合这条规则要数的条件"


def _detail(activity: Activity) -> str:
    parts = [activity.theme, activity.place]
    if activity.status != ActivityStatus.HELD:
        parts.insert(0, str(activity.get_status_display()))
    return " · ".join(part for part in parts if part)


def _late(activity: Activity) -> int:
    """Days between the activity and the end of its minutes, where they are more than a week."""
    days = (activity.recorded_on - activity.on).days if activity.recorded_on else 0
    return days if days > WEEK else 0


def _named(keys: list[str]) -> list[Fact]:
    """Ids of any table in the order given; a key without an id of its own is read in its parts."""
    plain = [key for key in keys if ":" not in key]
    known: dict[str, Fact] = {}
    for reader in (_activities, _posts, _papers, _members, _organisations, _cases, _ballots):
        missing = [key for key in plain if key not in known]
        if missing:
            known.update(reader(missing))
    composed = [key for key in keys if ":" in key]
    people = member_names([_person(key) for key in composed])
    known |= _steps(composed) | _dues(composed, people) | _checks(composed)
    return [known.get(key) or _composed(key, people) for key in keys]


def _person(key: str) -> str:
    return key.partition(":")[2].split("/")[0]


_TABLES = {"dues": "党费", "checks": "检查", "steps": "步骤", "attendance": "到会"}


def _composed(key: str, people: Mapping[str, str]) -> Fact:
    table, _, rest = key.partition(":")
    if not rest:
        return Fact(None, key)
    parts = [people.get(part, part) for part in rest.split("/")]
    return Fact(None, _TABLES.get(table, table), detail=" · ".join(parts))


def _parts(keys: Iterable[str], table: str) -> dict[tuple[str, ...], str]:
    """The keys of a table, by their parts."""
    found = [(key, key.partition(":")) for key in keys]
    return {tuple(rest.split("/")): key for key, (name, _, rest) in found if name == table}


def _steps(keys: Iterable[str]) -> dict[str, Fact]:
    """Steps of cases by the names that their procedure gives them."""
    wanted = _parts(keys, "steps")
    words = rulebook.rulebook().words()
    rows = Step.objects.filter(case__in={parts[0] for parts in wanted}).select_related("case")
    found = {}
    for row in rows:
        key = wanted.get((row.case_id, row.step, row.on.isoformat()))
        if key is not None:
            name = words.get(f"{row.case.procedure}.{row.step}", row.step)
            found[key] = Fact(row.on, name, detail=row.outcome)
    return found


def _dues(keys: Iterable[str], people: Mapping[str, str]) -> dict[str, Fact]:
    """Dues of months: assessed, paid and when."""
    wanted = _parts(keys, "dues")
    rows = Due.objects.filter(
        member__in={parts[0] for parts in wanted}, month__in={parts[-1] for parts in wanted}
    )
    found = {}
    for row in rows:
        key = wanted.get((row.member_id, row.month))
        if key is not None:
            paid = f"实交 {row.paid} 元" if row.paid is not None else "没有交"
            detail = f"{people.get(row.member_id, row.member_id)} · 应交 {row.assessed} 元 · {paid}"
            found[key] = Fact(row.paid_on, f"{row.month} 党费", detail=detail)
    return found


def _checks(keys: Iterable[str]) -> dict[str, Fact]:
    """Checks of items: what was found, and the value that was measured."""
    wanted = _parts(keys, "checks")
    rows = Check.objects.filter(organisation__in={parts[0] for parts in wanted})
    found = {}
    for row in rows:
        key = wanted.get((row.organisation_id, row.checklist, row.item, row.on.isoformat()))
        if key is not None:
            result = "合格" if row.ok else "不合格"
            detail = f"{result} · 数值 {row.value}" if row.value else result
            found[key] = Fact(row.on, f"检查：{row.item}", detail=detail)
    return found


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
    rows = Activity.objects.filter(pk__in=list(keys))
    return {
        row.pk: Fact(
            row.on,
            labels.get(row.type, row.type),
            detail=_columns(row),
            late=_late(row),
            organisation=row.organisation_id,
        )
        for row in rows
    }


_DATES = ("consulted_on", "notice_on", "approved_on", "recorded_on", "reported_on")


def _columns(activity: Activity) -> str:
    """The dates of an activity that rules ask for; what is missing is said too."""
    said = []
    for name in _DATES:
        value = getattr(activity, name)
        field = cast("Field[Any, Any]", Activity._meta.get_field(name))
        label = str(field.verbose_name).removesuffix("日期")
        if value:
            said.append(f"{label} {value}")
    return " · ".join([*said, *([activity.theme] if activity.theme else [])])


def _posts(keys: Iterable[str]) -> dict[str, Fact]:
    rows = list(Post.objects.filter(pk__in=list(keys)).select_related("organisation"))
    people = member_names([row.member for row in rows])
    return {
        row.pk: Fact(
            row.since,
            f"{people.get(row.member, row.member)} 任{row.organisation}{row.get_post_display()}",
            detail=f"到 {row.until}" if row.until else "现任",
            member=row.member if row.member in people else "",
            organisation=row.organisation_id,
        )
        for row in rows
    }


def _papers(keys: Iterable[str]) -> dict[str, Fact]:
    labels = rulebook.paper_labels()
    rows = Paper.objects.filter(pk__in=list(keys))
    return {
        row.pk: Fact(row.on, labels.get(row.kind, row.kind), detail=row.for_period) for row in rows
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
        row.pk: Fact(row.established, str(row), detail=row.name, organisation=row.pk)
        for row in rows
    }
