"""What the records say of a period: sentences, each with the records it comes from; honest about what was not done.

Sums are of the body, never of persons. Nothing is written here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import NoReverseMatch, reverse

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.appraisals.models import Measure
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Membership
from zhibu.domain.opinions.choices import State as OpinionState
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import activity_labels, confidential_types, rulebook
from zhibu.domain.study.models import Session
from zhibu.domain.tasks.choices import OPEN, State
from zhibu.domain.tasks.models import Task
from zhibu.engine.wording import article_label

MEETINGS_NAMED, MISSES_NAMED, AHEAD_NAMED = 40, 30, 10
BETWEEN = {
    "heart_to_heart_talk": ("谈心谈话", "次", "talk-list"), "member_report": ("党员汇报", "份", "report-list"),
}  # fmt: skip
STUDIES = ("study", "party_class", "theme_day", "education_film", "warning_education")
CAME = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
COUNTED = {"activity": "有 {many} 次活动", "member": "有 {many} 人次"}
TITLES = {
    "overview": "基本情况", "meetings": "组织生活", "study": "学习教育", "tasks": "任务落实", "opinions": "意见办理",
    "dues": "党费", "missed": "没有做到的", "ahead": "下一步打算",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and the records it comes from: words and address (empty where there is no page)."""

    text: str
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Of what a report tells: a body and a span, `until` the first day after."""

    body: Organisation
    since: dt.date
    until: dt.date

    @property
    def bodies(self) -> Q:
        """The body, and what is below it."""
        return Q(organisation__path__under=self.body.path)


def drafted(period: Period, on: dt.date) -> dict[str, list[Said]]:
    """All sections, as the records of the day have them."""
    held = list(
        Activity.objects.filter(period.bodies, on__gte=period.since, on__lt=period.until)
        .exclude(type__in=confidential_types()).select_related("organisation").order_by("on", "id")
    )  # fmt: skip
    return {
        "overview": _overview(period, on), "meetings": [*_meetings(period, held), *_between(period)], "study": _study(period, held), "tasks": [*_tasks(period, on), *_problems(period)],
        "opinions": _opinions(period), "dues": _dues(period), "missed": _missed(period), "ahead": _ahead(period),
    }  # fmt: skip


def _to(name: str, *args: str, **asked: Any) -> str:
    """The address of a page; empty where this installation has none such."""
    try:
        found = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{found}?{urlencode(asked)}" if asked else found


def _overview(period: Period, on: dt.date) -> list[Said]:
    last = min(period.until - dt.timedelta(days=1), on)
    spans = Membership.objects.filter(organisation__path__under=period.body.path)
    if period.body.kind != OrganisationKind.PARTY_GROUP:
        spans = spans.filter(organisation__kind=OrganisationKind.BRANCH)
    there = spans.filter(since__lte=last).exclude(until__lte=last).values("member").distinct().count()
    joined = spans.filter(member__joined__gte=period.since, member__joined__lt=period.until).values("member").distinct().count()
    came = spans.filter(since__gte=period.since, since__lt=period.until).values("member").distinct().count()
    page = (("党员名单", _to("organisation-roster", period.body.pk)),)
    said = [Said(f"到 {last} 有党员 {there} 名。", page)]
    if joined:
        said.append(Said(f"这段时间新入党 {joined} 名。", page))
    if came - joined > 0:
        said.append(Said(f"转入或编入 {came - joined} 名。", page))
    return said


def _meetings(period: Period, held: list[Activity]) -> list[Said]:
    done = [one for one in held if one.status == ActivityStatus.HELD and one.organisation_id == period.body.pk]
    labels = activity_labels()
    said = []
    if done:
        counts = Counter(one.type for one in done)
        sums = "，".join(f"{labels.get(code, code)} {count} 次" for code, count in counts.most_common())
        said.append(Said(f"开展组织生活 {len(done)} 次：{sums}。", (("会议活动", _list_of(period)),)))
    else:
        said.append(Said("这段时间没有组织生活的记录。", (("会议活动", _list_of(period)),)))
    for one in done[:MEETINGS_NAMED]:
        theme = f"：{one.theme}" if one.theme else ""
        said.append(Said(f"{one.on.month} 月 {one.on.day} 日{labels.get(one.type, one.type)}{theme}。", _of_activity(one)))
    if len(done) > MEETINGS_NAMED:
        said.append(Said(f"其余 {len(done) - MEETINGS_NAMED} 次见会议活动清单。", (("会议活动", _list_of(period)),)))
    put_off = [one for one in held if one.status in (ActivityStatus.POSTPONED, ActivityStatus.CANCELLED) and one.organisation_id == period.body.pk]
    if put_off:
        said.append(Said(f"另有 {len(put_off)} 次推迟或取消。", tuple(pair for one in put_off[:5] for pair in _of_activity(one))))
    return said + _came(period, done)


def _between(period: Period) -> list[Said]:
    """Talks and reports of members, as one number for the body: who and with whom stands elsewhere."""
    rows = Activity.objects.filter(period.bodies, on__gte=period.since, on__lt=period.until, status=ActivityStatus.HELD, type__in=BETWEEN)
    counts = dict(rows.order_by().values_list("type").annotate(Count("pk")))
    return [
        Said(f"{word} {counts[code]} {unit}。", ((word, _to(page, body=period.body.pk)),))
        for code, (word, unit, page) in BETWEEN.items() if counts.get(code)
    ]  # fmt: skip


def _problems(period: Period) -> list[Said]:
    """Problems found at life meetings and appraisals, as far as they are mended."""
    rows = Measure.objects.filter(period.bodies, due_on__gte=period.since, due_on__lt=period.until)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    total, done = sum(counts.values()), counts.get("closed", 0)
    if not total:
        return []
    return [Said(f"到期整改问题 {total} 个，整改完 {done} 个。", (("整改清单", _to("measure-list")),))]


def _ahead(period: Period) -> list[Said]:
    """What goes on after the period: tasks that are still open."""
    rows = Task.objects.filter(organisation=period.body, state__in=OPEN, given_on__lt=period.until).order_by("due_on", "pk")
    return [
        Said(f"接着办：{one.title}（{one.due_on.month} 月 {one.due_on.day} 日前）。", ((one.title, _to("task", one.pk)),))
        for one in rows[:AHEAD_NAMED]
    ]  # fmt: skip


def _came(period: Period, done: list[Activity]) -> list[Said]:
    rows = Attendance.objects.filter(activity__in=[one.pk for one in done]).values("status").annotate(many=Count("pk")).order_by()
    counts = {row["status"]: row["many"] for row in rows}
    entitled = sum(counts.values())
    if not entitled:
        return []
    came = sum(many for status, many in counts.items() if status in CAME)
    return [Said(f"应到 {entitled} 人次，到会 {came} 人次。", (("各次到会情况", _list_of(period)),))]


def _study(period: Period, held: list[Activity]) -> list[Said]:
    done = [one for one in held if one.status == ActivityStatus.HELD and one.type in STUDIES and one.organisation_id == period.body.pk]
    if not done:
        return [Said("没有集中学习和党课的记录。", (("会议活动", _list_of(period)),))]
    months = len({(one.on.year, one.on.month) for one in done})
    said = [Said(f"集中学习、党课和主题活动 {len(done)} 次，分布在 {months} 个月。", tuple(p for one in done[:5] for p in _of_activity(one)))]
    hours = Session.objects.filter(activity__in=[one.pk for one in done]).aggregate(all=Sum("hours"))["all"]
    if hours:
        ledger = _to("study", body=period.body.pk, view="ledger", year=period.since.year)
        said.append(Said(f"学习台账上登记的学时合计 {hours.normalize():f} 个。", (("学习台账", ledger),)))
    return said


def _tasks(period: Period, on: dt.date) -> list[Said]:
    found = Task.objects.filter(period.bodies, due_on__gte=period.since, due_on__lt=period.until).exclude(state=State.WITHDRAWN)
    rows = list(found.values_list("state", "due_on", "handed_on", "done_on"))
    if not rows:
        return []
    done = [row for row in rows if row[0] == State.DONE]
    late = [row for row in done if (row[2] or row[3] or row[1]) > row[1]]
    overdue = [row for row in rows if row[0] in OPEN and row[1] < on]
    page = (("任务清单", _to("task-list", whose="all", state="all", at=period.body.pk)),)
    said = [Said(f"派出任务 {len(rows)} 项，办结 {len(done)} 项{f'，其中迟交 {len(late)} 项' if late else ''}。", page)]
    if overdue:
        said.append(Said(f"还有 {len(overdue)} 项超期没有办完。", (("超期的任务", _to("task-list", whose="all", late=1, at=period.body.pk)),)))
    return said


def _opinions(period: Period) -> list[Said]:
    found = Opinion.objects.filter(period.bodies, taken_on__gte=period.since, taken_on__lt=period.until).exclude(state=OpinionState.WITHDRAWN)
    counts = {row["state"]: row["many"] for row in found.values("state").annotate(many=Count("pk")).order_by()}
    total = sum(counts.values())
    if not total:
        return []
    closed = counts.get(OpinionState.CLOSED, 0) + found.filter(state=OpinionState.MERGED, into__state=OpinionState.CLOSED).count()
    page = (("意见清单", _to("opinion-list", state="all")),)
    said = [Said(f"收到党员和群众的意见 {total} 条，办结 {closed} 条。", page)]
    if waits := counts.get(OpinionState.OPEN, 0):
        said.append(Said(f"还有 {waits} 条没有答复。", (("没办结的意见", _to("opinion-list")),)))
    return said


def _dues(period: Period) -> list[Said]:
    first, last = f"{period.since:%Y-%m}", f"{period.until - dt.timedelta(days=1):%Y-%m}"
    there = Membership.objects.filter(organisation__path__under=period.body.path, since__lt=period.until).exclude(until__lte=period.since)
    found = Due.objects.filter(month__gte=first, month__lte=last, member__in=there.order_by().values("member"))
    sums = found.aggregate(owed=Sum("assessed"), handed=Sum("paid"), open=Count("pk", filter=Q(paid__isnull=True, assessed__gt=0)))
    if not sums["owed"]:
        return []
    rest = f"，还有 {sums['open']} 人次没有交" if sums["open"] else ""
    return [Said(f"应交党费 {sums['owed']:.2f} 元，实交 {sums['handed'] or 0:.2f} 元{rest}。", (("党费登记", ""),))]


def _missed(period: Period) -> list[Said]:
    """What the directives in force demand and the records do not show, in the rules' own sentences.

    Of the body and its groups one by one; of their activities, members and posts as numbers, never by name.
    """
    groups = {one.pk: str(one) for one in Organisation.objects.filter(parent=period.body, kind=OrganisationKind.PARTY_GROUP)}
    subjects = [period.body.pk, *groups]
    there = Verdict.objects.filter(organisation__in=subjects, period_start__lt=period.until, period_end__gte=period.since)
    open_ones = there.filter(status__in=(Status.UNMET, Status.DEVIATION))
    said = []
    for one in open_ones.filter(subject__in=subjects).order_by("period_start", "directive", "rule")[:MISSES_NAMED]:
        if rule := _rule_said(one.directive, one.rule, one.article):
            asked = {"d": one.directive, "r": one.rule, "s": one.subject, "p": one.period_start}
            lead = f"{_span(one.period_start, one.period_end)}{groups.get(one.subject, '')}{_fault(one.status)}"
            said.append(Said(f"{lead}：{rule}。", (("核查结论", _to("finding", **asked)),)))
    within = open_ones.exclude(subject__in=subjects).values("directive", "rule", "article", "status", "subject_kind")
    for row in within.annotate(many=Count("pk")).order_by("-many", "directive", "rule", "status")[: max(MISSES_NAMED - len(said), 0)]:
        if rule := _rule_said(row["directive"], row["rule"], row["article"]):
            asked = {"at": period.body.pk, "duty": f"{row['directive']} {row['rule']}", "status": row["status"]}
            lead = f"{COUNTED.get(row['subject_kind'], '有 {many} 处').format(many=row['many'])}{_fault(row['status'])}"
            said.append(Said(f"{lead}：{rule}。", (("核查结论", _to("verdict-list", **asked)),)))
    if not said:
        judged = "按执行中的制度核查，没有发现没做到的。" if there.exists() else "还没有按执行中的制度核查过。"
        return [Said(judged, (("履职网格", _to("grid", at=period.body.pk)),))]
    return said


def _fault(status: str) -> str:
    return "没有做到" if status == Status.UNMET else "有偏离"


def _rule_said(directive: str, rule: str, article: str) -> str:
    """The rule's sentence with directive and article; empty where neither is installed any more."""
    book = rulebook().directives.get(directive)
    found = next((r for r in book.rules if r.id == rule or rule in [u.id for u in r.units]), None) if book else None
    return f"{found.spec.sentence}（《{book.head.title}》{article_label(article)}）" if book and found else ""


def _span(start: dt.date, end: dt.date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.month} 月"
    return f"{start.year} 年" if (start.month, end.month) == (1, 12) else f"{start.month} 月到 {end.month} 月"


def _of_activity(one: Activity) -> tuple[tuple[str, str], ...]:
    label = activity_labels().get(one.type, one.type)
    return ((f"{one.on} {label}", _to("meeting", one.pk)),)


def _list_of(period: Period) -> str:
    return _to("meeting-list", at=period.body.pk)


def lines(said: Iterable[Said]) -> tuple[str, list[list[list[str]]]]:
    """A section as it is stored: its lines, and for each the records it comes from."""
    found = list(said)
    return "\n".join(one.text for one in found), [[list(pair) for pair in one.sources] for one in found]
