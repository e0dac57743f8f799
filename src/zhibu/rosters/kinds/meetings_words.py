"""The words of a meeting register: kinds of meeting, the group meant, status, form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

from zhibu.kernel.packs import installed_packs
from zhibu.rosters.values.text import squash

# What clerks write besides the labels of the activity types; the longest word wins.
_COLLOQUIAL = {
    "general_meeting": "支部党员大会 党员大会 支部大会 全体党员大会 全体党员会议 党员会议 支部会议",
    "committee_meeting": "支部委员会议 支部委员会 支委会议 支委会 支部委员会扩大会议 委员会议",
    "party_group_meeting": "党小组会议 党小组会 小组会议 小组会 党小组学习会",
    "party_class": "党课 上党课 专题党课 书记讲党课 微党课",
    "theme_day": "主题党日活动 主题党日 支部主题党日 固定党日 党员活动日 党日活动",
    "organisational_life_meeting": "组织生活会 专题组织生活会",
    "democratic_life_meeting": "民主生活会",
    "democratic_appraisal": "民主评议党员 民主评议 评议党员",
    "heart_to_heart_talk": "谈心谈话 谈心",
    "study": "集中学习 理论学习 政治学习 专题学习",
    "education_film": "电教片 观看电教片 党员教育片",
    "warning_education": "警示教育 警示教育大会 警示教育会",
    "election": "换届选举 选举大会",
    "thematic_activity": "主题实践活动",
}
_NOT_HELD = (
    ("cancelled", re.compile(r"未召开|没有?召开|未开|没开|取消|停开|不再召开|未举行")),
    ("postponed", re.compile(r"延期|推迟|顺延|改期|延后|择期|另行通知|改到")),
)
_ONLINE = re.compile(
    r"线上|网络|视频|微信|钉钉|腾讯会议|云会议|QQ群|网上|电话会议|学习强国|直播|Zoom", re.IGNORECASE
)
_WRITTEN = re.compile(r"书面|传签|传阅")
_GROUP = re.compile(
    r"[（(](?P<inside>[^（）()]+)[）)]|(?P<before>[\u3400-\u9fff\d]+?党?小组)会议?|^(?P<first>第[\u3400-\u9fff\d]{1,3})(?=党小组会|小组会)"
)
_JOINER = re.compile(r"[暨和及与并兼+/、,;&]|结合|套开")


Words = tuple[tuple[str, str], ...]  # (label, code of the activity type)


def type_words(own: Words = ()) -> Words:
    """(word, code), longest word first: clerks' own words, labels of the types of all packs, and those of `own`."""
    return _words_of(tuple(installed_packs()), own)


@lru_cache(maxsize=4)
def _words_of(packs: tuple[Path, ...], own: Words) -> Words:
    words = {w: code for code, text in _COLLOQUIAL.items() for w in text.split()}
    for path in sorted(path for folder in packs for path in folder.glob("**/activity_types/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for label in (data.get("label"), data.get("short")):
            if isinstance(label, str) and label:
                words.setdefault(label, str(data.get("code", path.stem)))
    for label, code in own:
        words.setdefault(label, code)
    return tuple(sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def types_in(text: str, own: Words = ()) -> list[str]:
    """The activity types that a cell names, in the order of the text, each once; `own`: words of types of no pack.

    Two count only where a word joins them or both are told in full: 党课学习 is one party class.
    """
    left = squash(unicodedata.normalize("NFKC", text))
    joined = _JOINER.search(left)
    found: dict[int, tuple[str, str]] = {}
    for word, code in type_words(own):
        at = left.find(word)
        while at >= 0:
            found[at] = (word, code)
            left = left[:at] + "\0" * len(word) + left[at + len(word) :]
            at = left.find(word)
    ordered = [found[at] for at in sorted(found)]
    if len(ordered) > 1 and not joined:
        ordered = [pair for pair in ordered if len(pair[0]) > 2] or ordered[:1]
    return list(dict.fromkeys(code for _, code in ordered))


def group_in(text: str) -> str:
    """The group that 党小组会（第一党小组） or 第一党小组会议 names; "" where none is named."""
    bare = squash(text)
    for match in _GROUP.finditer(bare):
        name = match["inside"] or match["before"] or match["first"] or ""
        if name and name not in ("党小组", "小组", "扩大", "扩大会议"):
            return name
    return ""


def status_of(remark: str) -> str:
    """`postponed`, `cancelled` or `held` by the remark."""
    bare = squash(remark)
    return next((status for status, pattern in _NOT_HELD if pattern.search(bare)), "held")


def form_of(place: str) -> str:
    """`online`, `written` or `in_person` by the place."""
    if _ONLINE.search(place):
        return "online"
    return "written" if _WRITTEN.search(place) else "in_person"
