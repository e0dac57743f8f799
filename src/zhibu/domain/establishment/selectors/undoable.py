"""Whether a change can still be taken back: nothing later rests on it."""

from __future__ import annotations

from zhibu.domain.activities.models import Activity
from zhibu.domain.establishment.choices import Part
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Check


def undo_problem(change: Change) -> str:
    """Why a change cannot be taken back any more; empty where it can."""
    if change.planned is not None:
        return ""
    keys = set(
        change.parts.exclude(part=Part.PARENT).values_list("organisation_id", flat=True)
    )
    later = ChangePart.objects.filter(organisation__in=keys, change__undone_on=None, change__planned__isnull=True)
    later = later.exclude(change=change).exclude(part=Part.PARENT)
    for other in later.select_related("change", "organisation"):
        if (other.change.on, other.change_id) > (change.on, change.pk):
            return f"{other.organisation}在 {other.change.on} 又有变动，先撤回后面的那一次。"
    undo = change.undo
    if Membership.objects.filter(pk__in=undo["begun"], until=None).count() != len(undo["begun"]):
        return "转过去的党员里，有人后来又转走了，不能撤回。"
    made = undo["made"]
    came = Membership.objects.filter(organisation__in=made).exclude(pk__in=undo["begun"])
    moved = {one["organisation"] for one in undo["states"] if "moved" in one}
    rests = {
        "新来的党员": came, "任职": Post.objects.filter(organisation__in=made),
        "活动记录": Activity.objects.filter(organisation__in=made),
        "办件": Case.objects.filter(organisation__in=made),
        "下级组织": Organisation.objects.filter(parent__in=made).exclude(pk__in=moved),
        "检查": Check.objects.filter(organisation__in=made).exclude(pk__in=undo["checks"]),
    }  # fmt: skip
    there = [noun for noun, rows in rests.items() if rows.exists()]
    return f"成立的组织已经有了{'、'.join(there)}，不能撤回；要办撤销。" if there else ""
