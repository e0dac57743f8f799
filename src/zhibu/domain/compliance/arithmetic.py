"""The sum of a verdict in figures: what was wanted, what was there, how they compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from zhibu.domain.compliance.choices import Status
from zhibu.domain.members.choices import PostKind

_LIMIT = re.compile(r"^(.*?)(>=|<=|>|<)(\d+(?:/\d+|\.\d+)?)$")
_NAMED = re.compile(r"^(\w+)(?:\((.+)\))?$")
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
BROKEN = {">=": "<", "<=": ">", ">": "≤", "<": "≥"}
COUNTS = {
    "members": "党员",
    "full_members": "正式党员",
    "probationary_members": "预备党员",
    "party_groups": "党小组",
    "holders": "任职的",
    "members_with_post": "任职的党员",
    "members_under_penalty": "受处分的党员",
    "share_in_one_group": "一个党小组里所占的比例",
}
WHAT = {
    "frequency": ("应有次数", "次"),
    "notice": ("提前天数", "天"),
    "record": ("应有项数", "项"),
    "eligibility": ("不符合条件的天数", "天"),
    "streak": ("连续没有的整月", "个月"),
}


class Summed(Protocol):
    """What of a verdict the sum needs."""

    status: str
    actual: str
    required: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum."""

    what: str
    wanted: str
    actual: str
    compared: str
    status: str
    word: str = ""


def steps_of(verdict: Summed, spec: Any) -> list[Step]:
    """The lines of the sum; what cannot be read as figures is shown as it stands."""
    if not verdict.required:
        return []
    kind = spec.kind if spec is not None else ""
    if kind == "composition":
        actual = dict(part.split("=", 1) for part in verdict.actual.split() if "=" in part)
        limits = [_LIMIT.match(part) for part in verdict.required.split()]
        return [
            _compared(_count_label(m[1]), m[2], m[3], actual.get(m[1], "")) for m in limits if m
        ]
    if kind == "sequence":  # its steps stand one by one with their days
        return []
    if kind == "dues":
        return _as_judged(
            [_compared("应交", ">=", verdict.required, verdict.actual, "元")], verdict
        )
    what, unit = WHAT.get(kind, ("要求", ""))
    parts = verdict.required.split()
    if kind == "notice" and parts == [">=0"]:  # any notice before the activity will do
        late = verdict.actual.removeprefix("-")
        when = "活动后" if late != verdict.actual else "提前"
        given = f"{when} {late} 天" if late else "没有"
        return [Step("活动以前通知", "有", given, "", verdict.status)]
    limits = [_LIMIT.match(part) for part in parts]
    if all(m and not m[1] for m in limits) and verdict.actual:
        steps = [_compared(what, m[2], m[3], verdict.actual, unit) for m in limits if m]
        return _as_judged(steps, verdict)
    wanted = " ".join(
        f"{m[1]}{SIGNS[m[2]]} {m[3]}" if m else part for m, part in zip(limits, parts, strict=True)
    )
    lacking = "缺数据" if verdict.status == Status.UNKNOWN else "没有"
    return [Step(what, f"{wanted} {unit}".strip(), verdict.actual or lacking, "", verdict.status)]


def _as_judged(steps: list[Step], verdict: Summed) -> list[Step]:
    """Of one limit the line bears the verdict itself: a miss may still be pending or waived."""
    if len(steps) != 1:
        return steps
    step = steps[0]
    return [Step(step.what, step.wanted, step.actual, step.compared, verdict.status)]


def _compared(what: str, sign: str, limit: str, actual: str, unit: str = "") -> Step:
    holds = _holds(actual, sign, limit)
    if holds is None:
        return Step(what, f"{SIGNS[sign]} {limit} {unit}".strip(), actual, "", Status.UNKNOWN)
    shown = SIGNS[sign] if holds else BROKEN[sign]
    return Step(
        what=what,
        wanted=f"{SIGNS[sign]} {limit} {unit}".strip(),
        actual=f"{actual} {unit}".strip(),
        compared=f"{actual} {shown} {limit}",
        status=Status.MET if holds else Status.UNMET,
        word="够" if holds else "不够" if sign in (">=", ">") else "超出",
    )


def _holds(actual: str, sign: str, limit: str) -> bool | None:
    try:
        left, right = Fraction(actual), Fraction(limit)
    except (ValueError, ZeroDivisionError):
        return None
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[sign]


def _count_label(name: str) -> str:
    match = _NAMED.match(name)
    if match is None:
        return name
    label = COUNTS.get(match[1], match[1])
    if not match[2]:
        return label
    posts = "、".join(
        str(PostKind(p).label) if p in PostKind.values else p for p in match[2].split(",")
    )
    return f"{posts}（{label}）"
