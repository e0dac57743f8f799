"""The demands of kinds about activities and ballots: notice, record, attendance, vote."""

from __future__ import annotations

from typing import Any

from zhibu.engine.sentences.conditions import narrowed
from zhibu.engine.sentences.phrases import (
    Words,
    called,
    chosen,
    columns,
    listed,
    posts,
    share,
    within,
)
from zhibu.facts import choices

_ABOVE = {"at_least": "不少于", "more_than": "多于"}
_BASES = {"entitled": "应到", "present": "实到", "cast": "收回的票", "valid": "有效票"}
_WHO = {"members": "应到党员", "voting": "有表决权的党员"}


def notice(spec: Any, words: Words) -> str:
    """`notice`: how early, and what must stand in it."""
    unit = "个工作日" if spec.unit == "workdays" else "天"
    said = [f"{word} {number} {unit}" for word, number in (
        ("至少提前", spec.at_least), ("至多提前", spec.at_most)) if number is not None]
    text = f"开展{called(spec.types, words)}{narrowed(spec.where, words)}{'、'.join(said) or '以前'}通知"
    return text + (f"，填好{columns('activities', spec.with_)}" if spec.with_ else "")


def record(spec: Any, words: Words) -> str:
    """`record`: what must be filled in, and which papers there must be, by when."""
    if spec.of == "posts":
        head, day = f"新任{posts(spec.posts)}的", "任职"
    elif spec.of == "cases":
        head, day = f"启动{called(spec.procedures, words, 'procedure.', '或')}的", "启动"
    else:
        head, day = f"开展{called(spec.types, words)}{narrowed(spec.where, words)}以后", "活动"
    said = [f"填好{columns(spec.of, spec.columns)}"] if spec.columns else []
    if spec.papers:
        said.append(f"有{called(spec.papers, words)}")
    if spec.manner:
        said.append(f"产生方式是{chosen(spec.manner, choices.MANNERS, '或')}")
    time = f"{day}之日起 {within(spec.within)}" if spec.within is not None else ""
    if spec.before is not None:
        time = f"至少在{day}前 {spec.before} 天"
    return f"{head}，{time}{'、'.join(said)}"


def attendance(spec: Any, words: Words) -> str:
    """`attendance`: how many, or who, must be there."""
    head = f"开展{called(spec.types, words)}{narrowed(spec.where, words)}时，"
    if spec.host_post is not None:
        return f"{head}由{posts(spec.host_post)}主持"
    if spec.posts is not None:
        return f"{head}{_WHO[spec.who]}里担任{posts(spec.posts)}的都到会" + _excused(spec)
    word = "不少于" if spec.at_least is not None else "多于"
    return f"{head}到会的{word}{_WHO[spec.who]}的 {share(spec.at_least or spec.more_than)}" + _excused(spec)


def _excused(spec: Any) -> str:
    return "（请假的不算应到）" if spec.excused else ""


def vote(spec: Any, words: Words) -> str:
    """`vote`: quorum, majority, method, surplus of candidates."""
    said = []
    if spec.quorum is not None:
        name, text = spec.quorum.bound
        said.append(f"到会的{_ABOVE[name]}应到的 {share(text)}")
    if spec.majority is not None:
        name, text = spec.majority.bound
        said.append(f"赞成的{_ABOVE[name]}{_BASES[spec.majority.base]}的 {share(text)}")
    if spec.method is not None:
        said.append(f"用{choices.METHODS[spec.method]}")
    if spec.surplus is not None:
        said.append(f"候选人比应选名额至少多 {share(spec.surplus)}")
    return f"表决{called(spec.matters, words, 'matter.', '或')}时，{listed(said)}"
