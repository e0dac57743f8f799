"""Texts of a package drafted from what was entered, to be edited: plan, preparation, host's script."""

from __future__ import annotations

from collections.abc import Sequence

from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals.models import LifeMeeting
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.kernel.dates import chinese_day

GAP = "　　　　"


def drafted(kind: str, activity: Activity, life: LifeMeeting, names: Sequence[str], host: str, called: str) -> str:
    """The first text of a paper; empty for kinds that are not drafted. `names`: who is called; `called`: the meeting's name."""
    make = {"meeting_plan": _plan, "preparation_report": _report, "host_script": _script}.get(kind)
    return "\n".join(make(activity, life, names, host, called)) if make else ""


def _where(activity: Activity) -> str:
    start = f" {activity.start}" if activity.start else ""
    return f"{chinese_day(activity.on)}{start}，{activity.place or GAP}"


def _theme(activity: Activity, life: LifeMeeting) -> str:
    said = activity.theme or GAP
    return f"{said}（{life.basis}）" if life.basis else said


def _plan(activity: Activity, life: LifeMeeting, names: Sequence[str], host: str, called: str) -> list[str]:
    by = f"{chinese_day(life.outlines_by)}前交" if life.outlines_by else "会前交"
    return [
        f"一、主题。{_theme(activity, life)}",
        f"二、时间和地点。{_where(activity)}",
        f"三、参加人员。全体党员，应到 {len(names)} 人。主持人：{host or GAP}。",
        "四、会前准备",
        f"（一）学习。{_studies(life)}",
        "（二）谈心谈话。互相谈，谈问题、谈改进，记下谁和谁、哪天谈的。",
        "（三）征求意见。向党员和群众征求意见，原样转给本人。",
        f"（四）写发言提纲。每人自己写，{by}。",
        "五、会议程序",
        "（一）通报上一次整改情况和会前准备情况。",
        "（二）逐个发言，作批评和自我批评。",
        "（三）明确整改的问题、措施、责任人和时限。",
        "六、会后",
        f"列出整改清单，逐项盯到销号，情况报{_above(activity)}。",
    ]


def _report(activity: Activity, life: LifeMeeting, names: Sequence[str], host: str, called: str) -> list[str]:
    handed = life.outlines.filter(handed_on__isnull=False).count()
    return [
        f"{activity.organisation.name}定于{_where(activity)}召开{called}，应到 {len(names)} 人。准备情况如下。",
        f"一、主题。{_theme(activity, life)}",
        f"二、学习。{_studies(life)}",
        f"三、发言提纲。已交 {handed} 份。",
        "四、谈心谈话和征求意见。登记表和意见清单附后。",
    ]


def _script(activity: Activity, life: LifeMeeting, names: Sequence[str], host: str, called: str) -> list[str]:
    return [
        f"同志们，现在开{called}。应到 {len(names)} 人，实到{GAP}人，请假{GAP}人。",
        f"一、今天的主题是：{_theme(activity, life)}",
        "二、先通报上一次整改清单办得怎样，再通报这次征求到的意见。",
        "三、下面逐个发言：先作自我批评，别的同志再提意见。",
        *(f"（{number}）{name}发言，其他同志提意见。" for number, name in enumerate(names, 1)),
        "四、请记录人念一遍查摆出来的问题，大家看有没有遗漏。",
        "五、定整改措施、责任人和时限。",
        "六、散会。",
    ]


def _studies(life: LifeMeeting) -> str:
    said = [f"{chinese_day(one.on)}{one.theme and f'“{one.theme}”'}" for one in life.studies.order_by("on")]
    return "、".join(said) + "。" if said else "会前集中学习。"


def _above(activity: Activity) -> str:
    if activity.organisation.kind == OrganisationKind.PARTY_GROUP:
        return "支部"
    return "上级党组织"
