"""Business under way in the demo branch: cases at several steps, and what lies in inbox and outbox."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.casework.selectors import meetings_fit, progress, roads
from zhibu.domain.casework.services import case_open, step_record
from zhibu.domain.casework.standing import BINDING
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.filings import services as filings
from zhibu.domain.filings.models import Filing
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.procedures.models import Case
from zhibu.domain.transfers.services import transfer_request, transfer_send
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

APPLICANT = "申请人柳明远"


def dealings_make(*, on: dt.date) -> int:
    """Open cases and send filings for the demo accounts; how many cases."""
    secretary, clerk = demo_actor("secretary"), demo_actor("county")
    branch = Organisation.objects.get(pk=secretary.roles[0].organisation)
    filings.prefix_set(actor=secretary, organisation=branch, text="机一支")
    groups = list(Organisation.objects.filter(existing(on), parent=branch, kind="party_group"))
    people = Membership.objects.filter(organisation=branch, until__isnull=True).order_by("member")
    members = list(people.values_list("member", flat=True)[:3])
    made = [
        _case(secretary, branch, "leader_selection", members[1], on, back=12, steps=1),
        _case(secretary, branch, "group_setup", groups[-1].pk if groups else branch.pk, on, back=25, steps=1),
        _case(secretary, branch, "development", APPLICANT, on, back=20, steps=1),
    ]
    for case in made[:2]:
        _file(secretary, case, on)
    _correspondence(secretary, clerk, branch, on)
    _transfer(secretary, clerk, members[2], branch, on)
    return len(made)



def _case(
    actor: Actor, branch: Organisation, procedure: str, subject: str, on: dt.date, *, back: int, steps: int
) -> Case:
    """A case begun some days ago with its first steps done; a step that the rules refuse stays open."""
    day = on - dt.timedelta(days=back)
    case = case_open(actor=actor, procedure=procedure, organisation=branch, subject=subject, on=day,
                     road=roads(branch, procedure, day)[0].key)
    for number in range(steps):
        upcoming = [one for one in progress(case, day).steps if one.state == "next" and one.strength in BINDING]
        if not upcoming:
            break
        step = upcoming[0].step
        met = meetings_fit(branch, step, day, 1)
        kinds = [kind for one in step.papers for kind in one.kinds]
        try:
            step_record(actor=actor, case=case, step=step.code, on=min(on, day + dt.timedelta(days=number)), papers=kinds,
                        decided_by=met[0].pk if met else "")
        except Refused:
            break
    return case


def _file(actor: Actor, case: Case, on: dt.date) -> None:
    """What is next goes upward: the first of the case's steps that is filed."""
    for state in progress(case, on).next:
        if state.step.filing in ("file", "review", "report"):
            draft = filings.filing_draft(
                actor=actor, kind=state.step.filing, sender=case.organisation, case=case, step=state.code,
                subject=f"关于{'调整党小组' if case.procedure == 'group_setup' else '新任党小组组长'}的{'备案报告' if state.step.filing == 'file' else '报告'}",
                body="经支部委员会研究决定，现将有关情况报上。", papers=[filings.Enclosed("支部委员会会议记录", "minutes")],
                due_on=state.due if state.due and state.due > on else None,
            )  # fmt: skip
            filings.filing_send(actor=actor, filing=draft, on=on - dt.timedelta(days=2))
            return


def _transfer(secretary: Actor, clerk: Actor, member: str, branch: Organisation, on: dt.date) -> None:
    """Somebody moves to another branch of the county: the letter is written, he has not arrived yet."""
    issuer = Organisation.objects.get(pk=clerk.roles[0].organisation)
    goal = Organisation.objects.filter(existing(on), kind="branch", path__under=issuer.path).exclude(pk=branch.pk)
    asked = transfer_request(
        actor=secretary, member=Member.objects.get(pk=member), on=on - dt.timedelta(days=8), reason="工作调动",
        destination=goal.order_by("path").first(),
    )  # fmt: skip
    written = on - dt.timedelta(days=7)
    transfer_send(
        actor=clerk, transfer=asked, on=written, dues_paid_to=f"{written:%Y-%m}", valid_days=30, issuer=issuer,
    )  # fmt: skip


def _correspondence(secretary: Actor, clerk: Actor, branch: Organisation, on: dt.date) -> None:
    """A request that was answered, one that came back, a report that is still a draft."""
    asked = _sent(secretary, branch, "request", "关于提前换届选举的请示", on - dt.timedelta(days=30))
    filings.filing_reply(actor=clerk, filing=asked, agrees=True, on=on - dt.timedelta(days=25))
    back = _sent(secretary, branch, "report", "关于上半年组织生活情况的报告", on - dt.timedelta(days=6))
    filings.filing_return(actor=clerk, filing=back, reason="请补上两次请假较多的说明。", on=on - dt.timedelta(days=3))
    filings.filing_draft(actor=secretary, kind="report", sender=branch, subject="关于开展主题党日情况的报告",
                         body="本月主题党日已经开展。")


def _sent(actor: Actor, branch: Organisation, kind: str, subject: str, day: dt.date) -> Filing:
    draft = filings.filing_draft(actor=actor, kind=kind, sender=branch, subject=subject,
                                 body="有关情况如下，请审阅。", contact="支部委员会办公室")
    return filings.filing_send(actor=actor, filing=draft, on=day)
