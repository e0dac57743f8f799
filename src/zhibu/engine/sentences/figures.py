"""What a verdict has and what it needs, as people say it: `actual` and `required` of the exchange form in words.

Verdict files keep the short texts (`application->talk <=1 months`), which programs compare; whoever reads
sees `从申请到谈话至多 1 个月`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zhibu.engine.sentences.phrases import Words, posts
from zhibu.facts import choices

Figures = tuple[str, str]  # what there is, what is needed
_SIGNED = re.compile(r"(>=|<=|>|<)")
_SIGNS = {">=": "不少于 ", "<=": "不多于 ", ">": "多于 ", "<": "少于 "}
_BOUND = re.compile(r"(>=|<=|>|<)(\S+)")
_VOTES = {"present/entitled": "到会的占应到的", "surplus": "候选人多出的占应选名额",
          "candidates/seats": "候选人/应选名额"}
_BASES = {"entitled": "应到", "present": "实到", "cast": "收回的票", "valid": "有效票"}


def figures(spec: Any, actual: str, required: str, words: Words) -> Figures:
    """Both texts of one verdict in words; what cannot be read stands with its signs in words."""
    if not required:
        return _plain(actual), ""
    try:
        return _KINDS[spec.kind](spec, actual, required, words)
    except (KeyError, ValueError, IndexError, AttributeError):
        return _plain(actual), _plain(required)


def _plain(text: str) -> str:
    return _SIGNED.sub(lambda found: _SIGNS[found[1]], text)


def _bounds(required: str, unit: str, low: str = "至少", high: str = "至多") -> str:
    """`>=1 <=3` as 至少 1 次、至多 3 次."""
    said = {">=": low, "<=": high, ">": "多于", "<": "少于"}
    return "、".join(f"{said[sign]} {number}{unit and f' {unit}'}"
                    for sign, number in _BOUND.findall(required))


def _counted(unit: str) -> Callable[[Any, str, str, Words], Figures]:
    def say(spec: Any, actual: str, required: str, words: Words) -> Figures:
        wanted = _bounds(required, unit) if _BOUND.search(required) else f"{required} {unit}"
        return f"{actual} {unit}", wanted

    return say


def _frequency(spec: Any, actual: str, required: str, words: Words) -> Figures:
    if spec.share is not None:
        return f"参加了 {actual}", _bounds(required, "", "不少于")
    return f"{actual} 次", _bounds(required, "次")


def _eligibility(spec: Any, actual: str, required: str, words: Words) -> Figures:
    return f"不符合条件的日子 {actual} 天", f"{required} 天"


def _vacancy(spec: Any, actual: str, required: str, words: Words) -> Figures:
    there = "每天人数都符合" if actual == "0" else f"连续 {actual} 天人数不符"
    return there, f"人数不符的日子连续{_bounds(required, '天', high='最多')}"


def _by_a_day(none: str, after: str) -> Callable[[Any, str, str, Words], Figures]:
    def say(spec: Any, actual: str, required: str, words: Words) -> Figures:
        return f"{actual}{after}" if actual else none, f"不晚于 {required.removeprefix('<=')}{after}"

    return say


def _notice(spec: Any, actual: str, required: str, words: Words) -> Figures:
    unit = "个工作日" if spec.unit == "workdays" else "天"
    if not actual:
        there = "没有通知"
    else:
        there = f"活动以后 {actual[1:]} {unit}" if actual.startswith("-") else f"提前 {actual} {unit}"
    return there, f"提前{_bounds(required, unit)}"


def _attendance(spec: Any, actual: str, required: str, words: Words) -> Figures:
    if spec.host_post is not None:
        return f"主持人 {actual}" if actual else "没有写主持人", f"由{posts(spec.host_post)}主持"
    if required == "all":
        return f"到会 {actual}", f"担任{posts(spec.posts or ())}的全部到会"
    return f"到会的占应到的 {actual}", f"占应到的{_bounds(required, '', '不少于')}"


def _limits(spec: Any, actual: str, required: str, words: Words) -> Figures:
    counts = [part.rpartition("=")[2] for part in actual.split()]
    names = list(dict.fromkeys(limit.chinese for limit in spec.limits))
    there = "、".join(f"{name} {number}" for name, number in zip(names, counts, strict=True))
    said = [limit.chinese + "且".join(
        [f"{_SIGNS[sign]}{text}" for sign, text in limit.bounds()] + (["是单数"] if limit.odd else []))
        for limit in spec.limits]
    return there, "；".join(said)


def _vote(spec: Any, actual: str, required: str, words: Words) -> Figures:
    def name(code: str) -> str:
        base = code.removeprefix("in_favour/")
        return f"赞成的占{_BASES[base]}的" if base != code else _VOTES[code]

    def said(part: str, sign: str) -> str:
        code, _, value = part.partition(sign)
        if code == "method":
            return choices.METHODS.get(value, value or "没有写表决方式")
        return f"{name(code)} {value}" if sign == "=" else f"{name(code)}{_SIGNS[sign]}{value}"

    wanted = [said(part, found[1] if (found := _SIGNED.search(part)) else "=") for part in required.split()]
    return "、".join(said(part, "=") for part in actual.split()), "、".join(wanted)


def _sequence(spec: Any, actual: str, required: str, words: Words) -> Figures:
    one = spec.constraint

    def step(code: str) -> str:
        return words.get(f"{spec.procedure}.{code}", code)

    wanted = spec.wanted(words)
    if one.order is not None:
        days = zip(one.order, actual.split(" "), strict=True)
        return "、".join(f"{step(code)} {'还没有' if day == '-' else day}" for code, day in days), wanted
    if one.papers is not None:
        return f"有 {actual} 种", f"{wanted}，共 {required} 种"
    if one.every is not None:
        return f"{step(one.every.step)} {actual} 次", wanted
    return f"{step(one.then)} {actual or '还没有'}", wanted


def _dues(spec: Any, actual: str, required: str, words: Words) -> Figures:
    return f"按期交了 {actual} 元", f"应交 {required} 元"


def _any_of(spec: Any, actual: str, required: str, words: Words) -> Figures:
    parts, there, wanted = spec.parts(), actual.split(" | "), required.split(" | ")
    pairs = [figures(part, *texts, words)
             for part, texts in zip(parts, zip(there, wanted, strict=True), strict=True)]
    return "；或者 ".join(a or "没有" for a, _ in pairs), "；或者 ".join(b for _, b in pairs if b)


_KINDS: dict[str, Callable[[Any, str, str, Words], Figures]] = {
    "frequency": _frequency, "composition": _limits, "eligibility": _eligibility,
    "vacancy": _vacancy, "term": _by_a_day("还在任", " 届满"), "deadline": _by_a_day("没有", ""),
    "notice": _notice, "record": _counted("项"), "checklist": _counted("项"),
    "attendance": _attendance, "vote": _vote, "streak": _counted("个月"), "dues": _dues,
    "sequence": _sequence, "any_of": _any_of,
}

