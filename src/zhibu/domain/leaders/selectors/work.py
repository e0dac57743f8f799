"""What a group's leader has open: cases, papers, meetings to come and meetings without minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from zhibu.domain.activities.models import Activity
from zhibu.domain.filings.models import Filing
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import activity_labels, rulebook
from zhibu.kernel import clock
from zhibu.kernel.open_work import OpenItem

UNWRITTEN = "没记完的记录"
LONG_AGO = 366  # days back in which a meeting without finished minutes is still open work


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing that waits: what kind, its name, by when, where it is found."""

    what: str
    name: str
    due: dt.date | None
    about: str  # case, filing, activity
    key: str


def open_work(group: Organisation, on: dt.date) -> list[OpenWork]:
    """What is open in a group on a day, in the order of its days."""
    labels, procedures = activity_labels(), rulebook().procedures
    cases = Case.objects.filter(organisation=group, opened__lte=on, closed__isnull=True)
    found = [
        OpenWork("办件", procedures[one.procedure].label if one.procedure in procedures else one.procedure,
                 None, "case", one.pk)
        for one in cases
    ]  # fmt: skip
    papers = Filing.objects.filter(case__organisation=group, state__in=("draft", "returned"))
    found += [OpenWork("报送件", one.subject, one.due_on, "filing", one.pk) for one in papers]
    ahead = Activity.objects.filter(organisation=group, status="planned", on__gte=on)
    found += [OpenWork("定好的活动", labels.get(one.type, one.type), one.on, "activity", one.pk) for one in ahead]
    unwritten = Activity.objects.filter(
        organisation=group, status="held", recorded_on__isnull=True, on__lte=on, on__gt=on - dt.timedelta(LONG_AGO)
    )
    found += [OpenWork(UNWRITTEN, labels.get(one.type, one.type), one.on, "activity", one.pk) for one in unwritten]
    return sorted(found, key=lambda one: (one.due or dt.date.max, one.what, one.key))


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """For the end of a leader's rights: the group's meetings ahead, and how many records are unfinished.

    Cases and papers of the group are told by their own rooms.
    """
    group = Organisation.objects.filter(pk=organisation, kind=OrganisationKind.PARTY_GROUP).first()
    if group is None:
        return []
    found = [one for one in open_work(group, clock.today()) if one.about == "activity"]
    page = reverse("organisation", args=[group.pk])
    unwritten = [one for one in found if one.what == UNWRITTEN]
    items = [OpenItem(one.what, one.name, page, one.due) for one in found if one.what != UNWRITTEN]
    if unwritten:
        since = min(one.due for one in unwritten if one.due)
        items.append(OpenItem(UNWRITTEN, f"{len(unwritten)} 次活动的记录，最早的是 {since}", page))
    return items


def people_of(group: Organisation, on: dt.date, but: str = "") -> list[Member]:
    """The members of a group on a day, without one of them."""
    rows = Membership.objects.filter(organisation=group, since__lte=on).exclude(until__lte=on).exclude(member=but)
    return [one.member for one in rows.select_related("member").order_by("member__name", "member")]
