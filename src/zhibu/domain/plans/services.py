"""The only writes of plans: drafting from the template, changing, taking over the branch's lines, deciding."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import paper_note, paper_withdraw
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.meetings.kinds import kind_get, label_of
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.plans import policies
from zhibu.domain.plans.choices import PlanState
from zhibu.domain.plans.models import Plan, PlanChange, PlanItem
from zhibu.domain.plans.selectors import Proposed, as_last_year, not_adopted, template
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

PAPER = "work_plan"
MOST, SHIFT = 120, 1000  # lines of one plan; more than any number of a line


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is said; `upper`: the branch's line that it was taken from; `key`: the row that it was before."""

    month: int
    type: str
    theme: str
    agenda: str = ""
    who: str = ""
    topic: str = ""
    upper: int | None = None
    key: int | None = None


@transaction.atomic
def plan_draft(
    *, actor: Actor, organisation: Organisation, year: int, lines: Sequence[Line] | None = None, note: str = "", again: bool = False,
) -> Plan:  # fmt: skip
    """Begin the plan of a year: from the template where no lines are given, with `again` from the plan of the year before."""
    policies.plan_change(actor, organisation)
    today = clock.today()
    if not today.year - 5 <= year <= today.year + 1:
        raise Refused(f"年度读到 {year}，可以拟 {today.year - 5} 到 {today.year + 1} 年的。")
    if Plan.objects.filter(organisation=organisation, year=year).exists():
        raise Refused(f"{organisation} {year}年的计划已经有了，在上面改。")
    require_fits(Plan, note=note)
    made = Plan.objects.create(id=new_id("pln"), organisation=organisation, year=year, note=note.strip())
    proposed = as_last_year(organisation, year) if again else template(organisation, year)
    _put(made, lines if lines is not None else [_of(one) for one in proposed])
    _noted(actor, made, "draft")
    return made


@transaction.atomic
def plan_change(
    *, actor: Actor, plan: Plan, lines: Sequence[Line], why: str = "", note: str | None = None, base: int | None = None
) -> Plan:
    """Write the lines anew; of a decided plan each month that differs is kept as it was, with the reason."""
    found = _held(plan, base)
    policies.plan_change(actor, found.organisation)
    before = _by_month(found.items.all())
    after = _by_month(lines)
    months = sorted(month for month in before.keys() | after.keys() if before.get(month) != after.get(month))
    if found.state == PlanState.DECIDED and months:
        if not why.strip():
            raise Refused("已经定下的计划，调整要写原因。")
        require_fits(PlanChange, why=why)
        PlanChange.objects.bulk_create(
            PlanChange(plan=found, month=month, before=before.get(month, ""), after=after.get(month, ""), why=why.strip(),
                       on=clock.today(), by=actor.name[:150])
            for month in months
        )  # fmt: skip
    if note is not None:
        require_fits(Plan, note=note)
        found.note = note.strip()
    _put(found, lines)
    _noted(actor, found, "change", {"months": months})
    return found


@transaction.atomic
def plan_adopt(*, actor: Actor, plan: Plan, items: Iterable[PlanItem], why: str = "支部计划的安排") -> Plan:
    """Take over lines of the branch's plan into a group's."""
    wanted = {item.pk for item in items}
    offered = [item for item in not_adopted(plan) if item.pk in wanted]
    if not offered:
        raise Refused("没有选支部计划里的条目，或者都已经采用了。")
    own = [_said(item) for item in plan.items.all()]
    held_by = plan.organisation.kind
    for item in offered:
        kind = kind_get(item.type)
        code = item.type if not kind.held_by or held_by in kind.held_by else "party_group_meeting"
        own.append(Line(item.month, code, item.theme, item.agenda, item.who, item.topic, item.pk))
    found = plan_change(actor=actor, plan=plan, lines=own, why=why)
    _noted(actor, found, "adopt", {"count": len(offered)})
    return found


@transaction.atomic
def plan_decide(
    *, actor: Actor, plan: Plan, on: dt.date | None = None, meeting: Activity | None = None, base: int | None = None
) -> Plan:
    """It is decided: on the day of the meeting that decided it, or another; rules see it as the work plan of the year."""
    found = _held(plan, base)
    policies.plan_change(actor, found.organisation)
    if found.state == PlanState.DECIDED:
        raise Refused(f"{found}的计划 {found.decided_on} 已经定下。")
    day = meeting.on if meeting is not None else on or clock.today()
    if day > clock.today():
        raise Refused(f"定下日期读到 {day}，还没到，最晚填今天。")
    if meeting is not None and (meeting.organisation_id != found.organisation_id or meeting.status != "held"):
        raise Refused("定计划的会议要是这个组织已经开过的会。")
    if not any(item.theme.strip() for item in found.items.all()):
        raise Refused("计划里一条主题都没有写，写了再定。")
    paper = paper_note(
        actor=actor.entrusted(), organisation=found.organisation, kind=PAPER, on=day, about=found.organisation_id,
        for_period=str(found.year),
    )  # fmt: skip
    found.state, found.decided_on, found.decided_by, found.paper = PlanState.DECIDED, day, meeting, paper.pk
    _noted(actor, found, "decide", {"on": day})
    return found


@transaction.atomic
def plan_reopen(*, actor: Actor, plan: Plan, base: int | None = None) -> Plan:
    """Take back that it was decided: it was noted by mistake."""
    found = _held(plan, base)
    policies.plan_change(actor, found.organisation)
    if found.state != PlanState.DECIDED:
        raise Refused(f"{found}的计划还没有定下，不用撤回。")
    paper = Paper.objects.filter(pk=found.paper).first()
    if paper is not None:
        paper_withdraw(actor=actor.entrusted(), organisation=found.organisation, paper=paper)
    found.state, found.decided_on, found.decided_by, found.paper = PlanState.DRAFT, None, None, ""
    _noted(actor, found, "reopen")
    return found


@transaction.atomic
def plan_remove(*, actor: Actor, plan: Plan) -> None:
    """Throw a draft away; a decided plan stays."""
    found = _held(plan, None)
    policies.plan_change(actor, found.organisation)
    if found.state == PlanState.DECIDED or found.changes.exists():
        raise Refused(f"{found}的计划定下过，不能删。要改，直接调整，写明原因。")
    PlanItem.objects.filter(plan=found).delete()
    entry_record(
        actor=actor, action="plan.remove", subject=found.pk, organisation=found.organisation_id, details={"year": found.year},
        touched=Touch(),
    )  # fmt: skip
    found.delete()


def _held(plan: Plan, base: int | None) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).select_related("organisation", "organisation__parent").get(pk=plan.pk)
    if base and found.version != base:
        raise Refused("你打开这一页以后，这份计划别人改过。重新看一遍再改；你写的还在下面。")
    return found


def _put(plan: Plan, lines: Sequence[Line]) -> None:
    """All lines, numbered within their month."""
    if len(lines) > MOST:
        raise Refused(f"条目读到 {len(lines)} 条，一份计划最多 {MOST} 条。")
    there = {row.pk: row for row in PlanItem.objects.filter(plan=plan)}
    PlanItem.objects.filter(plan=plan).exclude(pk__in=[line.key for line in lines if line.key]).delete()
    # out of the way of the new numbers; the rows stay, since groups point at those that they took over
    PlanItem.objects.filter(plan=plan).update(number=F("number") + SHIFT)
    numbers: dict[int, int] = defaultdict(int)
    new: list[PlanItem] = []
    kept: list[PlanItem] = []
    for line in sorted(lines, key=lambda one: one.month):
        if not 1 <= line.month <= 12:
            raise Refused(f"月份读到 {line.month}，应是 1 到 12。")
        kind_get(line.type)
        numbers[line.month] += 1
        row = there.pop(line.key or 0, None) or PlanItem(plan=plan)
        (kept if row.pk else new).append(row)
        row.month, row.number, row.type, row.topic = line.month, numbers[line.month], line.type, line.topic
        row.theme, row.agenda, row.who = line.theme.strip(), line.agenda.strip(), line.who.strip()
        require_fits(PlanItem, theme=row.theme, agenda=row.agenda, who=row.who)
        row.upper_id = line.upper
    PlanItem.objects.bulk_update(kept, ["month", "number", "type", "topic", "theme", "agenda", "who", "upper"])
    PlanItem.objects.bulk_create(new)


def _of(one: Proposed) -> Line:
    return Line(one.month, one.type, one.theme, one.agenda, one.who, one.topic)


def _said(item: PlanItem) -> Line:
    return Line(item.month, item.type, item.theme, item.agenda, item.who, item.topic, item.upper_id, item.pk)


def _by_month(lines: Iterable[Line | PlanItem]) -> dict[int, str]:
    """Month -> what its lines say."""
    said: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        parts = (line.theme.strip(), "；".join(line.agenda.split("\n")).strip(), line.who.strip())
        said[line.month].append(f"{label_of(line.type)}：" + "，".join(part for part in parts if part))
    return {month: "\n".join(rows)[:3000] for month, rows in said.items()}


def _noted(actor: Actor, plan: Plan, verb: str, details: dict[str, object] | None = None) -> None:
    plan.version += 1
    plan.save()
    entry_record(
        actor=actor, action=f"plan.{verb}", subject=plan.pk, organisation=plan.organisation_id,
        details={"year": plan.year, **(details or {})}, touched=Touch(),
    )  # fmt: skip
