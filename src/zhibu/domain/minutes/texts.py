"""What stands in minutes: flat texts by the names that the form, the drafts and the versions share.

| name | what |
|---|---|
| `about.start` `about.end` `about.place` `about.theme` `about.form` | when, where, about what, how |
| `about.host` `about.recorder` | ids of members, joined by a blank |
| `field.<code>` | a field that the type or a directive asks for |
| `item.<key>.title` `.said` `.view` | an item of the agenda: what was said under it, and the opinion or resolution |
| `task.<key>.item` `.title` `.owner` `.due` | something to be done, by whom (id of a member), until which day |
| `follow.<task or opinion id>` | what was said of a task or an answered opinion of an earlier meeting |

Keys sort in the order of the page: `p01` ... are the items of the plan, later ones are made from the time (`new_key`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhibu.kernel.dates import PartialDate
from zhibu.kernel.errors import Problem, Refused
from zhibu.kernel.ids import new_id

Texts = dict[str, str]
ABOUT = ("start", "end", "place", "theme", "form", "host", "recorder")
ITEM = ("title", "said", "view")
TASK = ("item", "title", "owner", "due")
LINES = ("said", "view", "text", "note")  # last parts that hold several lines
MOST_NAMES = 600
LONGEST = {
    "said": 20_000,
    "view": 5_000,
    "title": 200,
    "theme": 500,
    "place": 200,
    "host": 1000,
    "recorder": 1000,
}
NAME = re.compile(
    r"about\.(start|end|place|theme|form|host|recorder)|field\.[a-z][a-z0-9_]{0,59}"
    r"|item\.[a-z0-9_]{1,40}\.(title|said|view)|task\.[a-z0-9_]{1,40}\.(item|title|owner|due)|follow\.[A-Za-z0-9_-]{1,100}"
)
LABELS = {
    "on": "日期", "start": "开始时间", "end": "结束时间", "place": "地点", "theme": "主题", "form": "形式", "host": "主持人", "recorder": "记录人",
    "title": "议题", "said": "讨论情况", "view": "意见", "owner": "谁来办", "due": "办到哪天", "item": "哪个议题",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda as it stands in the minutes."""

    key: str
    title: str
    said: str
    view: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to be done that the minutes settled; `due` as it was typed."""

    key: str
    item: str
    title: str
    owner: str
    due: str


def new_key() -> str:
    """A key for one more item or task, later than all before it."""
    return "k" + new_id("").removeprefix("_")


def plain(given: Mapping[str, str]) -> Texts:
    """The texts that say something, line ends alike; Refused where a name is not known or a text without end.

    A text that was emptied is left out: nothing stands there.
    """
    found: Texts = {}
    for name, value in given.items():
        if not NAME.fullmatch(name):
            raise Refused(f"记录里没有“{name[:60]}”这一格。重新打开页面再写。")
        text = _tidy(value)
        most = LONGEST.get(name.rpartition(".")[2], 20_000 if name.startswith("field.") else 2_000)
        if len(text) > most:
            raise Refused(
                f"“{label(name)}”最多 {most} 个字，现在有 {len(text)} 个。分到几个议题里写。"
            )
        if text:
            found[name] = text
    if len(found) > MOST_NAMES:
        raise Refused(f"一份记录最多 {MOST_NAMES} 格，读到 {len(found)} 格。分成两次会议记。")
    return found


def _tidy(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n").replace("\0", "").strip(" ")


def label(name: str, fields: Mapping[str, str] | None = None) -> str:
    """What a name is called on the page; `fields`: code of a field -> its label."""
    head, _, rest = name.partition(".")
    if head == "field":
        return (fields or {}).get(rest, rest)
    if head == "follow":
        return "上次的事"
    if head == "task" and name.endswith(".title"):
        return "要办的事"
    return LABELS.get(rest.rpartition(".")[2], rest)


def items(texts: Mapping[str, str]) -> list[Item]:
    """The items of the agenda in order."""
    return [
        Item(key, *(texts.get(f"item.{key}.{part}", "") for part in ITEM))
        for key in _keys(texts, "item")
    ]


def todos(texts: Mapping[str, str]) -> list[Todo]:
    """What is to be done, in order; those without a title say nothing and are left out."""
    found = [
        Todo(key, *(texts.get(f"task.{key}.{part}", "") for part in TASK))
        for key in _keys(texts, "task")
    ]
    return [one for one in found if one.title]


def todos_wrong(found: list[Todo]) -> list[Problem]:
    """What keeps things to be done from becoming tasks: each wants one person and a day."""
    wrong = []
    for number, todo in enumerate(found, 1):
        where = f"第 {number} 件要办的事“{todo.title[:20]}”"
        if not todo.owner.strip():
            wrong.append(Problem(f"{where}，谁来办", "", "一个人", "选一个人，不派给谁的就写进意见里。"))
        try:
            PartialDate.written(todo.due)
        except ValueError:
            wrong.append(Problem(f"{where}，办到哪天", todo.due, "写成 2026-11-30 的日期", "写上日期。"))
    return wrong


def followed(texts: Mapping[str, str]) -> Texts:
    """Task of last time -> what was said of it."""
    return {
        name.removeprefix("follow."): text
        for name, text in texts.items()
        if name.startswith("follow.")
    }


def _keys(texts: Mapping[str, str], head: str) -> list[str]:
    return sorted({name.split(".")[1] for name in texts if name.startswith(f"{head}.")})


def spoken(texts: Mapping[str, str]) -> str:
    """All that people wrote themselves, without titles, names and days: what is compared with other minutes."""
    wanted = [
        name
        for name in sorted(texts)
        if name.startswith("field.") or name.endswith((".said", ".view"))
    ]
    return "\n".join(texts[name] for name in wanted)
