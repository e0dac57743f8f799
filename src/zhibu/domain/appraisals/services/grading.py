"""Grades: given by the branch, told to each person alone, objected to and answered, reported as numbers, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from zhibu.domain.activities.services import activity_change, paper_note
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import Grade, State
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.domain.appraisals.services.appraisals import LONGEST, stepped
from zhibu.domain.appraisals.services.noting import appraisal_lock, appraisal_noted
from zhibu.domain.appraisals.shares import over
from zhibu.domain.casework.services import case_close
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.happened import require_happened

LISTS = ("outstanding_list", "unqualified_list")


@transaction.atomic
def appraisal_grade(*, actor: Actor, appraisal: Appraisal, grades: Mapping[str, tuple[str, str]]) -> int:
    """Put down grades as they are talked about: member -> (grade or "", opinion of the branch); how many changed.

    Nobody sees them but the branch, until they are settled and told. Who is not graded gets an opinion only.
    """
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="评定")
    found = {row.member_id: row for row in held.people.select_for_update().filter(member__in=grades)}
    if grades.keys() - found.keys():
        raise NotFound("名单里有不在这次评议里的人，重新打开页面。")
    changed = [row for key, row in found.items() if (row.grade, row.comment) != _said(grades[key])]
    for row in changed:
        row.grade, row.comment = _said(grades[row.member_id])
        _require_grade(row, row.grade)
        if len(row.comment) > LONGEST:
            raise Refused(f"支部意见最多 {LONGEST} 个字，读到 {len(row.comment)} 个字。")
    Appraisee.objects.bulk_update(changed, ["grade", "comment"])
    appraisal_noted(actor, "appraisal.grade", held, {"count": len(changed)})
    return len(changed)


def _said(given: tuple[str, str]) -> tuple[str, str]:
    return given[0], given[1].strip()


def _require_grade(row: Appraisee, grade: str) -> None:
    if grade and grade not in Grade.values:
        raise Refused(f"等次读到“{grade}”，应是 {'、'.join(Grade.labels)} 之一。")
    if grade and not row.graded:
        raise Refused(f"{row.member.name}不定等次（{row.why_not}），把等次空着。")


@transaction.atomic
def appraisal_settle(
    *, actor: Actor, appraisal: Appraisal, on: dt.date, decided_by: str = "", over_reason: str = "", reason: str = ""
) -> Appraisal:
    """The branch's decision: the grades stand, the lists are papers of the meeting.

    `decided_by`: id of the committee's or general meeting that decided. More of the best grade than the share of a
    directive in force: refused where it says 应当; where it says 一般, `over_reason` is wanted.
    """
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="评定")
    require_happened(on, "评定", after=held.opened_on)
    rows = list(held.people.select_related("member"))
    lacking = [row.member.name for row in rows if row.graded and not row.grade]
    if lacking:
        raise Refused(f"还有 {len(lacking)} 人没有等次：{'、'.join(lacking[:8])}。先评定，或者写明他为什么不定等次。")
    _require_share(held, rows, on, over_reason)
    stepped(actor, held, "grading", on, decided_by=decided_by, reason=reason, paper="", outcome="已评定")
    if held.activity_id:
        for kind in LISTS:
            paper_note(
                actor=actor.entrusted(), organisation=held.organisation, kind=kind, on=on, about=held.activity_id
            )
    require_fits(Appraisal, over_reason=over_reason.strip())
    held.state, held.graded_on, held.over_reason = State.GRADED, on, over_reason.strip()
    held.save(update_fields=["state", "graded_on", "over_reason"])
    appraisal_noted(actor, "appraisal.settle", held, {"on": on, "decided_by": decided_by, "graded": sum(r.graded for r in rows)})
    return held


def _require_share(appraisal: Appraisal, rows: Collection[Appraisee], on: dt.date, reason: str) -> None:
    graded = sum(row.graded for row in rows)
    for one in over(appraisal, rows, on):
        said = f"评为优秀的{one.strength_label}不超过 {one.share}，{graded} 人里最多 {one.most(graded)} 人（{one.cited.text}）"
        if one.strength == "must":
            raise Refused(f"{said}。减到这个数以内再定。")
        if one.strength == "usual" and not reason.strip():
            raise Refused(f"{said}。超出的写明原因。")


@transaction.atomic
def appraisal_tell(*, actor: Actor, appraisal: Appraisal, members: Collection[str], on: dt.date) -> Appraisal:
    """Tell persons their result: from now on each reads his own. When all were told the step is done."""
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.GRADED, doing="告知")
    require_happened(on, "告知", after=held.graded_on)
    told = held.people.filter(member__in=members, told_on__isnull=True).update(told_on=on)
    if not told:
        raise Refused("还没有选人，或者选的人都告知过了。")
    if not held.people.filter(told_on__isnull=True).exists():
        last = max(day for day in held.people.values_list("told_on", flat=True) if day)
        stepped(actor, held, "feedback", last, paper="")
        held.state = State.TOLD
        held.save(update_fields=["state"])
    appraisal_noted(actor, "appraisal.tell", held, {"on": on, "count": told})
    return held


@transaction.atomic
def appraisal_read(*, actor: Actor, person: Appraisee) -> Appraisee:
    """He has read his result."""
    held, row = _own(actor, person, "签收")
    if row.read_on is None:
        row.read_on = clock.today()
        row.save(update_fields=["read_on"])
        appraisal_noted(actor, "appraisal.read", held, {}, row.member_id)
    return row


@transaction.atomic
def appraisal_object(*, actor: Actor, person: Appraisee, text: str) -> Appraisee:
    """He does not agree with his result, and says why; the branch answers."""
    held, row = _own(actor, person, "提不同意见")
    if not text.strip():
        raise Refused("还没有写不同意见。")
    if len(text) > LONGEST:
        raise Refused(f"最多 {LONGEST} 个字，读到 {len(text)} 个字。")
    if row.answered_on is not None:
        raise Refused(f"支部 {row.answered_on} 已经答复；还不同意的，向上级党组织反映。")
    row.objection, row.objected_on = text.strip(), row.objected_on or clock.today()
    row.save(update_fields=["objection", "objected_on"])
    appraisal_noted(actor, "appraisal.object", held, {}, row.member_id)
    return row


def _own(actor: Actor, person: Appraisee, doing: str) -> tuple[Appraisal, Appraisee]:
    held = appraisal_lock(person.appraisal, State.GRADED, State.TOLD, doing=doing)
    policies.self_write(actor, person.member_id)
    row = held.people.select_for_update().get(pk=person.pk)
    if row.told_on is None:
        raise Refused("支部还没有把结果告知本人。")
    return held, row


@transaction.atomic
def appraisal_answer(*, actor: Actor, person: Appraisee, answer: str, grade: str = "") -> Appraisee:
    """Answer an objection; with `grade` the branch has found another grade right. The share is looked at again."""
    policies.appraisal_grade(actor, person.appraisal.organisation)
    held = appraisal_lock(person.appraisal, State.GRADED, State.TOLD, doing="答复")
    row = held.people.select_for_update().select_related("member").get(pk=person.pk)
    if row.objected_on is None:
        raise Refused(f"{row.member.name}没有提不同意见。")
    if not answer.strip():
        raise Refused("还没有写答复。")
    if grade and grade != row.grade:
        _require_grade(row, grade)
        row.grade = grade
        others = [one for one in held.people.all() if one.pk != row.pk]
        _require_share(held, [*others, row], clock.today(), held.over_reason)
    row.answer, row.answered_on = answer.strip(), clock.today()
    row.save(update_fields=["answer", "answered_on", "grade"])
    appraisal_noted(actor, "appraisal.answer", held, {"changed": bool(grade)}, row.member_id)
    return row


@transaction.atomic
def appraisal_report(*, actor: Actor, appraisal: Appraisal, on: dt.date) -> Appraisal:
    """The numbers and lists were reported to the body above, which reads them from now on."""
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.GRADED, State.TOLD, doing="报上级")
    require_happened(on, "上报", after=held.graded_on)
    if held.reported_on is not None:
        raise Refused(f"{held.reported_on} 已经报过上级。")
    stepped(actor, held, "report", on)
    held.reported_on = on
    held.save(update_fields=["reported_on"])
    if held.activity is not None:
        activity_change(actor=actor.entrusted(), activity=held.activity, reported_on=on)
    appraisal_noted(actor, "appraisal.report", held, {"on": on})
    return held


@transaction.atomic
def appraisal_close(*, actor: Actor, appraisal: Appraisal, on: dt.date) -> Appraisal:
    """All is done: everybody was told, every objection answered."""
    policies.appraisal_run(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.TOLD, doing="办结")
    open_ones = held.people.filter(objected_on__isnull=False, answered_on__isnull=True).count()
    if open_ones:
        raise Refused(f"还有 {open_ones} 个人的不同意见没有答复，答复了再办结。")
    case_close(actor=actor.entrusted(), case=held.case, on=on, outcome="评议完成")
    held.state, held.closed_on = State.CLOSED, on
    held.save(update_fields=["state", "closed_on"])
    appraisal_noted(actor, "appraisal.close", held, {"on": on})
    return held
