"""What a division still owes the level above by the road it goes, and the words of the paper."""

from __future__ import annotations

from django.db.models import Q

from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.selectors import Road, road_of
from zhibu.domain.groups.dividing.layouts import short, unpacked
from zhibu.domain.groups.dividing.people import Division as Layout
from zhibu.domain.groups.models import Division
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.engine.comparing.roads import MergedStep
from zhibu.engine.language.roads import FILINGS
from zhibu.kernel.dates import chinese_day

ASKS = {"report": "特此报告。", "file": "现报上，请予备案。", "review": "现报上，请审核。", "request": "妥否，请批示。"}


def upward_steps(case: Case) -> list[MergedStep]:
    """The steps of its road that go to the level above."""
    return upward_of(road_of(case))


def upward_of(road: Road) -> list[MergedStep]:
    """The steps of a road that go to the level above with some binding force."""
    return [one for one in road.steps if one.filing != "none" and one.strength in ("must", "usual")]


def closing(division: Division, layout: Layout) -> list[str]:
    """Short names of the groups that the division does away with; before and after it is in force."""
    kept = [*(part.present for part in layout.parts if part.present), *division.done.get("made", [])]
    there = Q(dissolved__isnull=True) | Q(dissolved__gte=division.since)
    rows = Organisation.objects.filter(there, parent=division.branch_id, kind=OrganisationKind.PARTY_GROUP).exclude(pk__in=kept)
    return [short(one.name, str(division.branch)) for one in rows.order_by("path")]


def filing_words(division: Division, kind: str) -> tuple[str, str]:
    """Title and body of the paper that goes up; sections begin with 一、."""
    layout = unpacked(division.steps.get(number=division.place).layout)
    meeting = Activity.objects.get(pk=division.decided_by)
    label = activity_labels().get(meeting.type, "会议")
    word = FILINGS[kind]
    asks = {"report": "报告", "file": "备案报告", "review": "审核的请示", "request": "请示"}.get(kind, word)
    what = f"划分为{len(layout.parts)}个党小组" if layout.parts else "不再划分党小组"
    ended = closing(division, layout)
    body = [
        f"{chinese_day(meeting.on)}，我支部召开{label}，研究党小组设置，决定{what}。",
        *(f"{n}. {short(part.name, str(division.branch))}：{len(part.members)}人。" for n, part in enumerate(layout.parts, start=1)),
        f"撤销{'、'.join(ended)}。" if ended else "",
        f"从{chinese_day(division.since)}起执行。具体名单见附件。",
        ASKS.get(kind, ""),
    ]
    return f"关于党小组设置情况的{asks}", "\n".join(line for line in body if line)
