"""Which subjects and which activities a rule is about, in words: its `when` and its `where`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zhibu.engine.language.parts import COUNTS, When, Where
from zhibu.engine.language.words import COUNTS as COUNTED
from zhibu.engine.sentences.phrases import (
    QUARTERS,
    WEEKDAYS,
    Words,
    bounds,
    called,
    chosen,
    columns,
    listed,
    posts,
)
from zhibu.facts import choices

Say = Callable[[Any, bool, Words], str]  # the value, whether a member is meant, the words of packs


def _has_post(value: Iterable[str], member: bool, words: Words) -> str:
    return f"担任{posts(value)}" if member else f"有人担任{posts(value)}"


def _lacks_post(value: Iterable[str], member: bool, words: Words) -> str:
    return f"没有担任{posts(value)}" if member else f"没有人担任{posts(value)}"


def _of(name: str) -> Say:
    unit = "个" if name == "party_groups" else "名"
    return lambda value, member, words: f"{_branch(member)}{COUNTED[name]}{bounds(value, unit)}"


def _branch(member: bool) -> str:
    return "所在支部" if member else ""


_WHEN: dict[str, Say] = {
    "sector": lambda v, m, w: f"{_branch(m)}领域是{chosen(v, choices.SECTORS, '或')}",
    "not_under": lambda v, m, w:
        f"{_branch(m)}直接上级不是{chosen(v, choices.ORGANISATION_KINDS, '或')}",
    "marked": lambda v, m, w: f"{_branch(m)}有标记{called(v, w, 'checklist.marks.', '或')}",
    **{name: _of(name) for name in COUNTS},
    "has_post": _has_post,
    "lacks_post": _lacks_post,
    "full": lambda v, m, w: "是正式党员" if v else "是预备党员",
    "in_group": lambda v, m, w: "编入党小组" if v else "没有编入党小组",
    "in_state": lambda v, m, w: f"处于{chosen(v, choices.STATES, '或')}状态",
    "not_in_state": lambda v, m, w: f"不处于{chosen(v, choices.STATES, '或')}状态",
    "under_penalty": lambda v, m, w: f"正受{chosen(v, choices.PENALTIES, '或')}处分",
    "free_of": lambda v, m, w: f"没有受{chosen(v, choices.PENALTIES, '或')}处分",
}


def subjects(when: When, noun: str, member: bool, words: Words) -> str:
    """Whom a rule judges: `党支部（正式党员人数不少于 7 名）`; `noun` stands where no kind is named."""
    kinds = chosen(when.kind or (), choices.ORGANISATION_KINDS)
    said = [_WHEN[name](getattr(when, name), member, words) for name in when.given() if name in _WHEN]
    name = (f"{kinds}的党员" if kinds else "党员") if member else kinds or noun
    return f"{name}（{'，'.join(said)}）" if said else name


_WHERE: dict[str, Callable[[Any, Words], str]] = {
    "form": lambda v, w: f"形式是{chosen(v, choices.FORMS, '或')}",
    "topics": lambda v, w: f"议题{bounds(v, '个')}",
    "host_post": lambda v, w: f"由{posts(v)}主持",
    "speaker_post": lambda v, w: f"由{posts(v)}主讲",
    "attendee_post": lambda v, w: f"有{posts(v)}到会",
    "filled": lambda v, w: f"填好{columns('activities', v)}",
    "papers": lambda v, w: f"有{called(v, w)}",
    "weekday": lambda v, w: f"在星期{listed((WEEKDAYS[day] for day in v), '或')}",
    "workday": lambda v, w: "在工作日" if v else "不在工作日",
    "day_of_month": lambda v, w: f"在当月几日：{bounds(v, '日')}",
    "month": lambda v, w: f"在{listed(map(str, v), '或')}月",
    "quarter": lambda v, w: f"在第{listed((QUARTERS[number] for number in v), '或')}季度",
    "in_term": lambda v, w: "在学期里" if v else "在假期里",
}


def narrowed(where: Where, words: Words) -> str:
    """Which activities count, in brackets; nothing where all do."""
    said = [_WHERE[name](getattr(where, name), words) for name in where.given()]
    return f"（{'，'.join(said)}）" if said else ""
