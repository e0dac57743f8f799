"""What is printed: papers of a package, registers, lists, the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zhibu.domain.appraisals import papers, policies, selectors
from zhibu.domain.appraisals.choices import Grade
from zhibu.domain.rulebook.selectors import activity_labels, paper_labels
from zhibu.kernel.errors import NotFound, Refused
from zhibu.papers import Paper
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import Appraisal, Appraisee, LifeMeeting


@require_safe
def life_paper(request: Request, kind: str, key: str) -> HttpResponse:
    """A paper of the package by its kind."""
    row = selectors.life_get(request.actor, key)
    called = activity_labels().get(row.activity.type, "生活会")
    label = {"criticism": "批评和自我批评记录"}.get(kind) or paper_labels().get(kind, "材料")
    return paper_response(_life_paper(request, kind, row, called), f"{called}{label} {row.activity.on}", request.GET.get("format"))


def _life_paper(request: Request, kind: str, row: LifeMeeting, called: str) -> Paper:
    activity, actor = row.activity, request.actor
    if kind == "rectification_measures":
        page = selectors.life_page(actor, row.pk)
        return papers.measures_paper("整改清单", f"{activity.organisation.name}　{activity.on} {called}", page.measures, activity.on, page.hidden)
    policies.life_change(actor, activity.organisation)
    if kind == "talk_record":
        return papers.talks_paper(activity, selectors.talk_pairs(actor, activity, row), called)
    if kind == "self_examination":
        lines = selectors.life_page(actor, row.pk).outlines
        return papers.outlines_paper(activity, [(one.member.name, one.handed_on, one.late) for one in lines], called)
    if kind == "criticism":
        policies.life_narrow(actor, activity.organisation)
        said = [(member, selectors.criticism_of(actor, row, member.pk)) for member, _ in selectors.life_page(actor, row.pk).criticised]
        return papers.criticism_paper(activity, said, called)
    written = row.texts.filter(kind=kind).first()
    if written is None:
        raise NotFound("这份材料还没有写。")
    return papers.text_paper(written, activity, paper_labels().get(kind, kind), called)


@require_safe
def appraisal_paper(request: Request, kind: str, key: str) -> HttpResponse:
    """plan, register (of one, or of all), best, poor, numbers."""
    one = selectors.appraisal_get(request.actor, key)
    make, name = _KINDS.get(kind, (None, ""))
    if make is None:
        raise NotFound("没有这种材料。")
    return paper_response(make(request, one), f"{one.year} 年{name}", request.GET.get("format"))


def _plan(request: Request, one: Appraisal) -> Paper:
    page = selectors.appraisal_page(request.actor, one.pk)
    said = "；".join(f"评为优秀的{limit.strength_label}不超过 {limit.share}，最多 {most} 人" for limit, most in page.limits)
    return papers.plan_paper(one, list(selectors.people(one)), f"{said}。" if said else "")


def _register(request: Request, one: Appraisal) -> Paper:
    person = selectors.person_get(request.actor, one, request.GET.get("member", "") or request.actor.member)
    votes = _votes(request, one).get(person.member_id, [])
    return papers.register_paper(person, votes, grade=policies.grade_reads(request.actor, person))


def _votes(request: Request, one: Appraisal) -> dict[str, list[tuple[str, int]]]:
    if not policies.is_branch(request.actor, one.organisation):
        return {}
    return selectors.votes_of(selectors.appraisal_page(request.actor, one.pk).poll)


def _registers(request: Request, one: Appraisal) -> Paper:
    policies.appraisal_grade(request.actor, one.organisation)
    votes = _votes(request, one)
    return papers.registers_paper((person, votes.get(person.member_id, [])) for person in selectors.people(one))


def _list(grade: str) -> Callable[[Request, Appraisal], Paper]:
    def make(request: Request, one: Appraisal) -> Paper:
        policies.appraisal_grade(request.actor, one.organisation)
        if one.graded_on is None:
            raise Refused("还没有评定，没有名单。")
        return papers.list_paper(one, list(selectors.people(one)), grade)

    return make


def _numbers(request: Request, one: Appraisal) -> Paper:
    people: list[Appraisee] = list(selectors.people(one))
    if not policies.numbers_read(request.actor, one) or one.graded_on is None:
        raise Refused("还没有评定，或者支部还没有报上来。")
    return papers.numbers_paper(one, selectors.numbers(people))


_KINDS: dict[str, tuple[Callable[[Request, Appraisal], Paper], str]] = {
    "plan": (_plan, "民主评议方案"),
    "register": (_register, "民主评议党员登记表"),
    "registers": (_registers, "民主评议党员登记表（全部）"),
    "best": (_list(Grade.BEST), "优秀党员名单"),
    "poor": (_list(Grade.POOR), "不合格党员名单"),
    "numbers": (_numbers, "民主评议情况统计表"),
}
