"""Where a finding is mended: the pages on which what is missing is done or entered, for whoever may do it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.selectors import Finding
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE, label_of
from zhibu.domain.meetings.selectors.standing import planned_in, type_of
from zhibu.domain.members.belonging import members_on
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

TALK, REPORT = "heart_to_heart_talk", "member_report"
LIFE, APPRAISAL = "organisational_life_meeting", "democratic_appraisal"
STUDIES = frozenset({"study", "education_film", "warning_education"})
YEARLY = frozenset({"group_annual_report", "unit_annual_report", "committee_report"})
STEPS = frozenset({"consulted_on", "approved_on", "notice_on", "reported_on", "topics"})  # done on the page of a meeting
# Papers that have a page of their own.
PAPERS = {
    "commitment": ("看公开承诺", "commitment-list"), "training_hours": ("登记学时", "hours-register"),
    "work_plan": ("年度计划", "plan"), "review_report": ("年度报告", "yearly-list"),
}  # fmt: skip
OWN = {
    "commitment": ("写承诺", "commitment-write"), "reading_notes": ("写读书笔记", "note-write"), "reflection": ("写学习心得", "note-write"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One page that leads on: what its link says, and its address."""

    label: str
    address: str


def ways(actor: Actor, found: Finding) -> list[Way]:
    """The likeliest first; none where he does not work for the body, or nothing of this site mends it."""
    verdict, spec = found.verdict, found.citation.spec
    if spec is None or verdict.status in (Status.MET, Status.WAIVED):
        return []
    types = list(getattr(spec, "types", None) or ())
    if verdict.subject_kind == "member" and actor.member == verdict.subject:
        return _own(types, getattr(spec, "paper", ""))
    if found.body is None or not _keeps(actor, found):
        return []
    if verdict.subject_kind == "activity":
        return _of_activity(verdict.subject, spec)
    if verdict.subject_kind == "case":
        return [Way("去办这件事", reverse("case", args=[verdict.subject]))]
    if types:
        return _of_types(found, types)
    if spec.kind == "checklist":
        return [Way("登记检查表", reverse("check-sheet", args=[found.body.pk]))]
    paper = PAPERS.get(getattr(spec, "paper", ""))
    return [Way(paper[0], _to(paper[1], body=found.body.pk))] if paper else []


def _keeps(actor: Actor, found: Finding) -> bool:
    """Whether he works for the body, or leads a group of the member that it is about."""
    if found.body is None:
        return False
    mine = actor.bodies() if found.verdict.subject_kind == "member" else ()
    groups = (scope.organisation_get(actor, key) for key in sorted(mine))
    led = any(members_on(group, clock.today()).filter(pk=found.verdict.subject).exists() for group in groups)
    return led or works_for(actor, found.body)


def _own(types: list[str], paper: str) -> list[Way]:
    """What a member does himself."""
    names = {TALK: ("记一次谈话", "talk-record"), REPORT: ("写汇报", "report-write")} | dict.fromkeys(STUDIES, ("记自学", "self-study-note"))
    told = OWN.get(paper) or next((names[code] for code in types if code in names), None)
    return [Way(told[0], reverse(told[1]))] if told else []


def _of_activity(key: str, spec: Any) -> list[Way]:
    """An activity that was held or planned, and what it lacks."""
    kind = type_of(key)
    if not kind:
        return []
    if kind in MADE_ELSEWHERE:
        return [Way("打开这次谈话" if kind == TALK else "打开这份汇报", reverse("talk" if kind == TALK else "report", args=[key]))]
    lacks = {*(getattr(spec, "columns", None) or ()), *(getattr(spec, "with_", None) or ())}
    made = []
    if spec.kind == "attendance":
        made.append(Way("改主持人和记录", reverse("minutes", args=[key])) if spec.host_post else Way("登记到会", reverse("attendance", args=[key])))
    if "recorded_on" in lacks:
        made.append(Way("写记录", reverse("minutes", args=[key])))
    if getattr(spec, "papers", None) and kind in (LIFE, APPRAISAL):
        made.append(Way("会前会后的材料", reverse("life", args=[key])) if kind == LIFE else Way("民主评议", reverse("appraisal-list")))
    elif getattr(spec, "papers", None):
        made.append(Way("登记材料", f"{reverse('meeting', args=[key])}#papers"))
    whole = Way("办这次会的下一步" if lacks & STEPS or spec.kind == "notice" else "打开这次会", reverse("meeting", args=[key]))
    return [whole, *made] if lacks & STEPS else [*made, whole]


def _of_types(found: Finding, types: list[str]) -> list[Way]:
    """So many of a type in a period: what is planned already, planning one, entering one that was held."""
    verdict, body = found.verdict, found.body
    assert body is not None  # asked before
    if TALK in types:
        return [Way("记一次谈话", _to("talk-record", **_whom(verdict)))]
    if REPORT in types:
        return [Way("记口头汇报", _to("report-note", **_whom(verdict))), Way("看党员汇报", reverse("report-list"))]
    if YEARLY & set(types):
        return [Way("写年度报告", _to("yearly-begin", at=body.pk))]
    if "commitment_inspection" in types:
        return [Way("登记承诺检查", _to("inspection-record", body=body.pk))]
    if verdict.subject_kind != "organisation":
        return []
    if types[0] == APPRAISAL:
        return [Way("安排民主评议", _to("appraisal-plan", at=verdict.subject)), Way("看民主评议", reverse("appraisal-list"))]
    home = verdict.subject
    made = _planned(home, types, verdict)
    enter = Way("记一次学习", _to("session-record", body=home)) if types[0] in STUDIES else Way(
        f"补登开过的{label_of(types[0])}", _to("meeting-enter", organisation=home, type=types[0])
    )  # fmt: skip
    plan = Way(f"计划{label_of(types[0])}", _to("meeting-plan", organisation=home, type=types[0]))
    if made:
        return [*made, enter]
    return [plan, enter] if verdict.status == Status.PENDING else [enter]  # what is planned now falls into another period


def _planned(home: str, types: list[str], verdict: Any) -> list[Way]:
    """What is planned in the period already: nobody plans it a second time."""
    since = max(verdict.period_start, clock.today().replace(day=1))
    rows = planned_in(home, types, since, verdict.period_end)
    return [Way(f"已排在{one.on.month}月{one.on.day}日，打开", reverse("meeting", args=[one.pk])) for one in rows]


def _whom(verdict: Any) -> dict[str, str]:
    return {"with": verdict.subject} if verdict.subject_kind == "member" else {"body": verdict.subject}


def _to(name: str, **asked: str) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"
