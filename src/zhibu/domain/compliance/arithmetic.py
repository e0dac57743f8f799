"""The sum of a verdict in figures: what was wanted, what was there, how they compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

from zhibu.domain.compliance.choices import Status
from zhibu.domain.members.choices import PostKind
from zhibu.domain.procedures.choices import Method

_LIMIT = re.compile(r"^(.*?)(>=|<=|>|<)(\d+(?:/\d+|\.\d+)?)$")
_BY_A_DAY = re.compile(r"^<=(\d{4}-\d{2}-\d{2})$")
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
    "groups_of_only": "成员全部任职的党小组",
}
VOTES = {
    "present": "实到",
    "entitled": "应到",
    "in_favour": "赞成",
    "cast": "收回的票",
    "valid": "有效票",
}
WHAT = {
    "frequency": ("应有次数", "次"),
    "notice": ("提前天数", "天"),
    "record": ("应有几项", "项"),
    "eligibility": ("不符合条件的日子", "天"),
    "streak": ("连续没有的整月", "个月"),
    "attendance": ("到会的占应到的", ""),
    "checklist": ("应符合几项", "项"),
    "vacancy": ("人数不符的日子", "天"),
    "term": ("届满的日子", ""),
    "deadline": ("交来的日子", ""),
}
# Kinds whose `required` is a bare number: how it is compared, and of what it is a number.
EXACT = {"eligibility": ("<=", "天"), "record": (">=", "项"), "checklist": (">=", "项")}


class Summed(Protocol):
    """What of a verdict the sum needs."""

    @property
    def status(self) -> str: ...
    @property
    def actual(self) -> str: ...
    @property
    def required(self) -> str: ...


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
        return [_counted(part, actual) for part in verdict.required.split()]
    if kind == "any_of":
        return _alternatives(verdict, spec)
    if kind == "vote":
        return votes_of(verdict)
    if kind == "attendance" and not _LIMIT.match(verdict.required):
        return [_those_there(verdict)]
    if kind == "sequence":  # its steps stand one by one with their days
        return []
    if kind in EXACT:
        sign, unit = EXACT[kind]
        what = WHAT[kind][0]
        return _as_judged([_compared(what, sign, verdict.required, verdict.actual, unit)], verdict)
    if kind == "dues":
        return _as_judged(
            [_compared("应交", ">=", verdict.required, verdict.actual, "元")], verdict
        )
    what, unit = _what(kind, verdict.required)
    parts = verdict.required.split()
    if dated := _BY_A_DAY.match(verdict.required):
        still = "还没有" if verdict.status == Status.PENDING else "没有"
        return [Step(what, f"不晚于 {dated[1]}", verdict.actual or still, "", verdict.status)]
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


def _what(kind: str, required: str) -> tuple[str, str]:
    """What the figures are of, and their unit; of what a member was to attend a share, not a number."""
    if kind == "frequency" and "/" in required:
        return "应参加的比例", ""
    return WHAT.get(kind, ("要求", ""))


@dataclass(frozen=True, slots=True)
class _One:
    """One alternative of a rule that leaves a choice."""

    status: str
    actual: str
    required: str


def _alternatives(verdict: Summed, spec: Any) -> list[Step]:
    """The lines of each alternative; those that were not judged are not in the texts either."""
    several = list(zip(verdict.actual.split(" | "), verdict.required.split(" | "), strict=False))
    parts = spec.parts() if len(several) == len(spec.of) else [None] * len(several)
    steps = []
    for number, ((actual, required), part) in enumerate(zip(several, parts, strict=True), start=1):
        for step in steps_of(_One(Status.PENDING, actual, required), part):
            status = step.status if step.compared else verdict.status
            steps.append(replace(step, what=f"做法{number}：{step.what}", status=status))
    return steps


def _counted(required: str, actual: Mapping[str, str]) -> Step:
    """One limit of a composition: bounds of a count or of its share of another, or an odd number."""
    limit = _LIMIT.match(required)
    if limit is None:
        name = required.removesuffix("%2=1")
        number = next((text.split("/")[0] for label, text in actual.items()
                       if label == name or label.startswith(f"{name}/")), "")
        odd = number == "0" or (number.isdigit() and int(number) % 2 == 1)
        status = Status.MET if odd else Status.UNMET
        return Step(_count_label(name), "单数", number, "", status, "" if odd else "是双数")
    given = actual.get(limit[1], "")
    step = _compared(_count_label(limit[1]), limit[2], limit[3], given)
    if step.status == Status.UNKNOWN and given.endswith("/0"):  # so much of nothing
        some, equal = given != "0/0", limit[2] in (">=", "<=")
        met = limit[2] in (">=", ">") if some else equal
        return replace(step, status=Status.MET if met else Status.UNMET)
    return step


def _those_there(verdict: Summed) -> Step:
    """Of whom all must come, or of what post the host must be."""
    if verdict.required == "all":
        return Step("应到的", "全部到会", verdict.actual, "", verdict.status)
    posts = "、".join(str(PostKind(p).label) for p in verdict.required.split())
    there = "任这个职务" if verdict.status == Status.MET else "不任这个职务"
    return Step("主持人的职务", posts, there if verdict.actual else "没有填", "", verdict.status)


def votes_of(verdict: Summed) -> list[Step]:
    """The lines of a ballot: each share, the method, the candidates beyond the seats."""
    actual = dict(part.split("=", 1) for part in verdict.actual.split())
    steps = []
    for part in verdict.required.split():
        limit = _LIMIT.match(part)
        if limit is None:
            name, _, wanted = part.partition("=")
            given = actual.get(name, "")
            status = Status.MET if given == wanted else Status.UNMET
            steps.append(Step("表决方式", _method(wanted), _method(given), "", status))
        elif limit[1] == "surplus":
            steps.append(_surplus(limit[3], actual.get("candidates/seats", "")))
        else:
            what = "/".join(VOTES.get(word, word) for word in limit[1].split("/"))
            step = _compared(what, limit[2], limit[3], actual.get(limit[1], ""))
            if step.status == Status.UNKNOWN:  # nobody below the line
                below = VOTES.get(limit[1].partition("/")[2], "")
                step = replace(
                    step, actual=f"{below}没有填或是 0", status=Status.UNMET, word="算不出"
                )
            steps.append(step)
    return steps


def _method(code: str) -> str:
    return str(Method(code).label) if code in Method.values else code


def _surplus(share: str, actual: str) -> Step:
    """Candidates and seats; an empty cell is written as 0 and never enough."""
    candidates, seats = (int(number) for number in actual.split("/"))
    extra = -(-Fraction(share) * seats // 1)
    enough = bool(candidates and seats) and candidates - seats >= extra
    return Step(
        what="差额",
        wanted=f"{SIGNS['>=']} {share}，{extra} 名",
        actual=f"候选 {candidates} 名，应选 {seats} 名",
        compared=f"{candidates - seats} {SIGNS['>='] if enough else BROKEN['>=']} {extra}",
        status=Status.MET if enough else Status.UNMET,
        word="够" if enough else "不够",
    )


def _as_judged(steps: list[Step], verdict: Summed) -> list[Step]:
    """Of one limit the line bears the verdict itself: a miss may still be pending or waived."""
    if len(steps) != 1 or isinstance(verdict, _One):
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
        actual=f"{actual} {unit}{_percent(actual)}".strip(),
        compared=f"{actual} {shown} {limit}",
        status=Status.MET if holds else Status.UNMET,
        word="够" if holds else "不够" if sign in (">=", ">") else "超出",
    )


def _percent(actual: str) -> str:
    """A share said once more in hundredths, for those who do not reckon in fractions."""
    above, line, below = actual.partition("/")
    if not line or Fraction(actual) == 1:
        return ""
    share = round(Fraction(int(above), int(below)) * 1000)
    return f"（约 {share / 10:g}%）"


def _holds(actual: str, sign: str, limit: str) -> bool | None:
    try:
        left, right = Fraction(actual), Fraction(limit)
    except (ValueError, ZeroDivisionError):
        return None
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[sign]


def _count_label(name: str) -> str:
    if "/" in name:
        return "与".join(_count_label(part) for part in name.split("/")) + "之比"
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
