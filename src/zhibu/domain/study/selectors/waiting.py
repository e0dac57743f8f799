"""What of the room waits for somebody: his commitment and notes that are due, commitments to look through."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.domain.study.choices import CommitmentState
from zhibu.domain.study.models import Commitment, Topic
from zhibu.domain.study.selectors.commitments import INSPECTION
from zhibu.domain.study.selectors.notes import wanted_notes
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 8
SOON = dt.timedelta(days=45)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """His own commitment and notes; for who answers for a branch, commitments that wait to be looked through."""
    items = [*_own(actor, today)] if actor.member else []
    if actor.holds("secretary", "commissioner"):
        waiting = Commitment.objects.filter(
            scope.reach(actor, "organisation__", roles=("secretary", "commissioner")), state=CommitmentState.WRITTEN
        ).order_by("organisation", "pk")
        bodies: dict[str, int] = {}
        for body in waiting.values_list("organisation", flat=True)[:200]:
            bodies[body] = bodies.get(body, 0) + 1
        items += [
            OpenItem("公开承诺", f"{count} 份承诺等支部看", f"{reverse('commitment-list')}?body={body}", verb="看承诺", duty=INSPECTION)
            for body, count in bodies.items()
        ]
    return items[:SHOWN]


def _own(actor: Actor, today: dt.date) -> list[OpenItem]:
    items = []
    rules = {
        (rule.directive, rule.id) for directive in rulebook().directives.values() for rule in directive.rules
        if rule.spec.subject == "member" and getattr(rule.spec, "paper", "") == "commitment"
    }  # fmt: skip
    if rules:
        open_ = Verdict.objects.filter(
            subject_kind="member", subject=actor.member, rule__in={rule for _, rule in rules}, period_start__year=today.year,
            status__in=(Status.PENDING, Status.UNMET, Status.DEVIATION),
        ).first()  # fmt: skip
        if open_ is not None and (open_.directive, open_.rule) in rules:
            items.append(OpenItem("公开承诺", f"{today.year} 年的承诺还没写", reverse("commitment-write"), open_.due, "写承诺"))
    returned = Commitment.objects.filter(member=actor.member, state=CommitmentState.RETURNED, year=today.year).first()
    if returned is not None:
        items.append(OpenItem("公开承诺", "支部退回了你的承诺，改好再交", reverse("commitment-write"), verb="改承诺"))
    items += [
        OpenItem("学习", f"{one.label}：{one.citation.source}", reverse("note-write"), one.due, "去写")
        for one in wanted_notes(actor.member, today) if one.due is None or one.due <= today + SOON
    ]  # fmt: skip
    return items


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over: lines of this year's plan that nobody studied yet."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    found = Topic.objects.filter(organisation=body, activity__isnull=True).order_by("year", "month", "pk")
    return [
        OpenItem("学习计划", f"{one.year} 年{f' {one.month} 月' if one.month else ''}：{one.topic}", f"{reverse('study')}?body={body.pk}")
        for one in found[: SHOWN * 5]
    ]
