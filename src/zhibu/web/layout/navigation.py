"""What stands in the side navigation and in the tabs of the phone. One table for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it leads, what it is called, and which pages count as being there."""

    url_name: str
    label: str
    short: str
    icon: str
    about: str
    below: tuple[str, ...] = ()
    heading: str = ""
    href: str = ""
    current: bool = False
    count: int = 0  # how many things wait there


ENTRIES = (
    Entry("desk", "工作台", "今日", "today", "下一步做什么，哪些没做到"),
    Entry(
        "grid", "履职网格", "履职", "gridi", "一年十二个月，各组织各项职责", ("finding", "verdict")
    ),
    Entry(
        "meeting-list", "会议活动", "会议", "meet", "开会从计划到归档：通知、到会、记录、上报",
        ("meeting", "attendance", "answer", "deadline", "making", "minutes", "series", "signal", "template"),
        heading="日常",
    ),
    Entry(
        "work", "支部工作", "工作", "file", "任务、意见、谈心、汇报、学习、评议、年度计划和报告、规章制度",
        (
            "task", "opinion", "box", "talk", "report", "study", "commitment", "inspection", "note", "topic", "life", "outline",
            "criticism", "appraisal", "measure", "dual", "plan", "yearly", "bylaw", "notice", "batch",
        ),
    ),
    Entry(
        "organisation-list",
        "组织党员",
        "组织",
        "people",
        "组织树、班子、党小组、党员名单",
        (
            "organisation", "member", "score", "mark", "group", "leader", "committee", "transfer", "correction",
            "clearing", "double", "look", "reward", "hardship", "care", "roster", "placement", "state",
        ),
    ),
    Entry("filing-list", "请示报备", "报备", "inbox", "备案、请示、批复：来的、去的，哪天到期", ("filing",)),
    Entry("case-list", "办理事项", "办理", "step", "正在办的手续：办到哪一步，下一步谁来办", ("case",)),
    Entry("voting-list", "选举表决", "表决", "vote", "名单、选票、计票、结果", ("voting",)),
    Entry(
        "directive-list",
        "制度库",
        "制度",
        "book",
        "各份文件的条文要义，在哪里执行",
        ("directive", "adoption", "waiver", "activity-type", "own-type"),
        heading="依据与资料",
    ),
    Entry("import-list", "导入导出", "导入", "swap", "花名册、台账导入，可整批撤销", ("import",)),
)
# for somebody who sees nobody but himself
OWN = tuple(
    replace(entry, url_name="own", label="我的情况", short="我的", icon="user", about="我参加的会、要办的事、存着的资料、我的权利")
    if entry.url_name == "organisation-list"
    else entry
    for entry in ENTRIES
)
TABS = ("desk", "meeting-list", "organisation-list", "own", "grid")  # in this order
MORE = Entry("more", "更多", "更多", "more", "其余栏目", ("account", "password"))


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    """Where each entry leads; an area that is not installed has no entry."""
    found = {}
    for entry in (*ENTRIES, *OWN, MORE):
        try:
            found[entry.url_name] = reverse(entry.url_name)
        except NoReverseMatch:
            continue
    return found


def entries(url_name: str, hidden: frozenset[str], counts: Mapping[str, int] | None = None) -> list[Entry]:
    """The entries of the side navigation, with the current one marked and how many things wait there."""
    addresses = _addresses()
    known = OWN if "grid" in hidden else ENTRIES
    return [
        replace(entry, href=addresses[entry.url_name], current=_is_current(entry, url_name),
                count=(counts or {}).get(entry.url_name, 0))
        for entry in known
        if entry.url_name in addresses and entry.url_name not in hidden
    ]


def tabs(url_name: str, hidden: frozenset[str]) -> list[Entry]:
    """The tabs of the phone: the first few entries, and the rest behind 更多."""
    shown = sorted((one for one in entries(url_name, hidden) if one.url_name in TABS), key=lambda one: TABS.index(one.url_name))
    elsewhere = not any(entry.current for entry in shown)
    return [*shown, replace(MORE, href=_addresses()[MORE.url_name], current=elsewhere)]


def _is_current(entry: Entry, url_name: str) -> bool:
    return url_name == entry.url_name or any(url_name == word or url_name.startswith(f"{word}-") for word in entry.below)
