"""What stands on the hub 支部工作: one table; a new kind of work is a line here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from zhibu.kernel.open_work import OpenItem


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: where its list is, what it is called, which pages belong to it, what waits there."""

    url_name: str
    label: str
    about: str
    below: tuple[str, ...]
    heading: str = ""
    href: str = ""
    waits: tuple[OpenItem, ...] = ()


TABLE = (
    Work("task-list", "任务", "会上定的、直接交办的：谁办、哪天前、办到哪一步", ("task",), "日常"),
    Work("opinion-list", "意见和诉求", "党员和群众提的：转到哪里、答复没有、过了几天", ("opinion", "box")),
    Work("talk-list", "谈心谈话", "今年谁和谁谈过，还差谁；内容只给谈的两个人", ("talk",)),
    Work("report-list", "党员汇报", "按月按季的思想汇报，谁交了", ("report",)),
    Work("study", "学习", "计划、材料、到会、笔记和学时", ("study", "note", "topic")),
    Work("making-up-list", "补课", "请假、缺席的人后来怎么补的", ("making",)),
    Work("life-list", "组织生活会", "会前准备、会上批评、会后整改", ("life", "outline", "criticism"), "一年一次的"),
    Work("measure-list", "整改清单", "查摆出来的问题：措施、责任人、时限，盯到销号", ("measure",)),
    Work("appraisal-list", "民主评议", "自评、互评、测评、评定等次", ("appraisal",)),
    Work("dual-list", "双重组织生活", "领导干部在支部、党小组和在班子里各参加了几次", ("dual",)),
    Work("plan", "年度计划", "十二个月的会议和议题，一月定好", ("plan",)),
    Work("commitment-list", "公开承诺", "年初写、公开，半年查一次，查出的问题跟到底", ("commitment", "inspection")),
    Work("yearly-list", "年度报告", "小组、支委会、单位的报告，从记录里起草", ("yearly",)),
    Work("bylaw-list", "规章制度", "本单位自己的制度，成册和上墙", ("bylaw",), "备着用的"),
    Work("notice-list", "通知", "发出去的通知，谁看了", ("notice", "batch")),
    Work("minutes-list", "会议记录", "按组织和年份找记录，成册打印", ("minutes", "signal", "template")),
)


def works(items: Iterable[OpenItem]) -> list[Work]:
    """The table with addresses and what waits there; an area that is not installed has no line."""
    waits: dict[str, list[OpenItem]] = {}
    for item in items:
        waits.setdefault(_area(item.address), []).append(item)
    found, heading = [], ""
    for one in TABLE:
        heading = one.heading or heading
        try:
            href = reverse(one.url_name)
        except NoReverseMatch:
            continue
        mine = tuple(item for word in one.below for item in waits.get(word, ()))
        found.append(replace(one, href=href, heading=heading, waits=mine))
    return found


def _area(address: str) -> str:
    """The word of the area that an address belongs to: `task` of /tasks/…."""
    try:
        name = resolve(address.partition("?")[0].partition("#")[0]).url_name or ""
    except Resolver404:
        return ""
    return name.split("-")[0]
