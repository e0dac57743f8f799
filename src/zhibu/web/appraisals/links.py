"""What the page of a meeting says of this area: its package, its appraisal, who speaks for the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.appraisals.choices import APPRAISAL_TYPE, LIFE_TYPES
from zhibu.domain.appraisals.selectors import appraisal_of
from zhibu.domain.meetings import policies, selectors, services
from zhibu.domain.meetings.content import Content
from zhibu.domain.rulebook.selectors import demanded
from zhibu.web.appraisals.forms import EntrustForm
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

SPEAKING = "secretary_entrusted"  # the manner in which a directive speaks of it


def packages(activity: Activity, *, runs: bool) -> list[tuple[str, str]]:
    """Words and address of what belongs to this meeting besides its own page."""
    found = []
    if activity.type in LIFE_TYPES:
        found.append(("整套材料和整改清单", reverse("life", args=[activity.pk])))
    if activity.type == APPRAISAL_TYPE:
        if key := appraisal_of(activity):
            found.append(("这次评议", reverse("appraisal", args=[key])))
        elif runs:
            found.append(("安排这次评议", f"{reverse('appraisal-plan')}?at={activity.organisation_id}"))
    if runs and demanded(activity.organisation, activity.type, activity.on).goes(SPEAKING) is not None:
        found.append(("书记代表支委会的委托", reverse("meeting-entrusted", args=[activity.pk])))
    return found


@require_form
def meeting_entrusted(request: Request, key: str) -> HttpResponse:
    """By whom, when and for what the secretary was entrusted to speak for the committee; else he speaks for himself."""
    activity = selectors.meeting_get(request.actor, key)
    policies.meeting_keep(request.actor, activity.organisation)
    said = demanded(activity.organisation, activity.type, activity.on).goes(SPEAKING)
    form = EntrustForm(request.POST or None, initial={"word": selectors.sheet_of(activity).entrusted_word})

    def do(given: dict[str, Any]) -> str:
        services.meeting_change(actor=request.actor, activity=activity, content=Content(entrusted_word=given["word"]))
        return "已记下，会议页和记录上看得到。" if given["word"] else "没有委托：书记、委员在会上只代表个人。"

    lead = said.citations[0].gist if said is not None else "没有委托的，书记、委员在会上只代表个人"
    page = Doing("书记代表支委会的委托", lead, "保存", reverse("meeting", args=[activity.pk]), "会议",
                 above=(("会议活动", reverse("meeting-list")),))  # fmt: skip
    return doing(request, form, page, do)
