"""Whether the meeting that is said to have decided could: held, by the day, of the right body and type."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.days import has_committee
from zhibu.domain.casework.gates import Demand
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.engine.comparing.roads import Asked, MergedStep
from zhibu.kernel.errors import Refused


def deciding_body(organisation: Organisation) -> Organisation:
    """Whose meeting decides: the organisation's own; for a group its branch, since a group takes no decisions."""
    if organisation.kind == OrganisationKind.PARTY_GROUP and organisation.parent is not None:
        return organisation.parent
    return organisation


def types_wanted(organisation: Organisation, step: MergedStep, on: dt.date) -> tuple[str, ...]:
    """The types of meeting of which one has to decide; empty where none is asked for."""
    if not step.meetings:
        return ()
    committee = has_committee(deciding_body(organisation), on)
    wanted = [one.of(committee=committee) for one in step.meetings]
    allowed = [kind for kind in wanted[0] if all(kind in others for others in wanted)]
    return tuple(allowed) or wanted[0]


def meetings_fit(organisation: Organisation, step: MergedStep, on: dt.date, most: int = 20) -> list[Activity]:
    """Held meetings up to a day that may have decided, the latest first."""
    body, types = deciding_body(organisation), types_wanted(organisation, step, on)
    if not types:
        return []
    found = Activity.objects.filter(organisation=body, type__in=types, status=ActivityStatus.HELD, on__lte=on)
    return list(found.order_by("-on", "pk")[:most])


def meeting_demands(organisation: Organisation, step: MergedStep, cited: str, on: dt.date) -> list[Demand]:
    """What is wrong with the meeting cited for a step, or that none is cited; Refused where it is not there."""
    if cited:
        _require_held(organisation, cited, on)
    types = types_wanted(organisation, step, on)
    if not types:
        return []
    labels = activity_labels()
    names = "、".join(labels.get(kind, kind) for kind in types)
    by = max((one.by for one in step.meetings), key=lambda asked: asked.weight)
    if not cited:
        return [_demand(f"{step.label}要由{names}决定，写明是哪一次", by)]
    kind = Activity.objects.values_list("type", flat=True).get(pk=cited)
    if kind not in types:
        return [_demand(f"{step.label}要由{names}决定，写的那次是{labels.get(kind, kind)}", by)]
    return []


def _require_held(organisation: Organisation, cited: str, on: dt.date) -> None:
    body = deciding_body(organisation)
    found = Activity.objects.filter(pk=cited, organisation=body).first()
    if found is None:
        raise Refused(f"{body}没有登记过这次会，先在会议活动里登记。")
    if found.status != ActivityStatus.HELD:
        raise Refused(f"{found.on} 的那次会还没有开成，开了再登记。")
    if found.on > on:
        raise Refused(f"决定的会在 {found.on}，这一步的日期 {on} 不能早于它。")


def _demand(why: str, by: Asked) -> Demand:
    return Demand(why, by.directive, by.title, by.article, by.strength, by.cure, "meeting")
