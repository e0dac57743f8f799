"""Verdicts in plain Chinese: periods, what is wanted, what a row says in one line."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Protocol

from zhibu.domain.compliance.arithmetic import Summed, steps_of
from zhibu.domain.compliance.choices import Status
from zhibu.domain.members.choices import PostKind
from zhibu.engine.wording import plain_reason

QUARTERS = ("一", "二", "三", "四")
_BOUND = re.compile(r"^(>=|<=|>|<)(\d+)$")
_WAIVED = re.compile(r"；\d{4}-\d{2}-\d{2} 已豁免：.*$")
_SHARE_WORDS = {">=": "不少于", "<=": "不多于", ">": "多于", "<": "少于"}
_BOUND_WORDS = {">=": "至少 {} 次", "<=": "至多 {} 次", ">": "多于 {} 次", "<": "少于 {} 次"}


class Said(Summed, Protocol):
    """What of a verdict is put into words."""

    @property
    def reason(self) -> str: ...
    @property
    def period_start(self) -> dt.date: ...
    @property
    def period_end(self) -> dt.date: ...


def period_words(start: dt.date, end: dt.date, this_year: int) -> str:
    """5月, 第二季度, 上半年, 2025年, 11月20日, 3月1日至6月9日; the year where it is not this one."""
    year = "" if start.year == this_year else f"{start.year}年"
    if start == end:
        return f"{year}{_day(start)}"
    first = start.day == 1
    last = end.day == calendar.monthrange(end.year, end.month)[1]
    if first and last and start.year == end.year:
        months = end.month - start.month + 1
        if months == 1:
            return f"{year}{start.month}月"
        if months == 3 and start.month % 3 == 1:
            return f"{year}第{QUARTERS[start.month // 3]}季度"
        if months == 6 and start.month in (1, 7):
            return f"{year}{'上半年' if start.month == 1 else '下半年'}"
        if months == 12:
            return f"{start.year}年"
    until = f"{end.year}年" if end.year != start.year else ""
    return f"{year}{_day(start)}至{until}{_day(end)}"


def short_period(start: dt.date, end: dt.date) -> str:
    """3月, 一季度, 上半年, 2025, 3/9: as much as a narrow cell holds."""
    words = period_words(start, end, start.year)
    if len(words) <= 3 or words.endswith("半年"):
        return words
    if words.endswith("季度"):
        return words.removeprefix("第")
    return words.removesuffix("年") if words.endswith("年") else f"{start.month}/{start.day}"


def wanted_words(required: str) -> str:
    """`>=1` as 至少 1 次, `>=2 <=4` as 2 至 4 次; anything else as it stands."""
    bounds = [_BOUND.match(part) for part in required.split()]
    found = [match.groups() for match in bounds if match]
    if len(bounds) == 1 and "/" in required:
        return f"{_SHARE_WORDS[required[: 1 + (required[1] == '=')]]} {required.lstrip('<=>')}"
    if not found or len(found) != len(bounds):
        return required
    if [sign for sign, _ in found] == [">=", "<="]:
        return f"{found[0][1]} 至 {found[1][1]} 次"
    return "，".join(_BOUND_WORDS[sign].format(number) for sign, number in found)


def headline(said: Said, spec: Any, labels: Mapping[str, str], this_year: int) -> str:
    """What happened in one line, without saying to whom."""
    if spec is None:
        return period_words(said.period_start, said.period_end, this_year)
    if said.status == Status.UNKNOWN:
        return f"判断不了：{spec.sentence}"
    if spec.kind != "frequency":
        met = said.status == Status.MET or not said.reason
        return str(spec.sentence) if met else _missed(said, spec)
    period = period_words(said.period_start, said.period_end, this_year)
    what = _with_whom(spec) + "、".join(labels.get(code, code) for code in spec.types)
    held = f"开{what}" if what.endswith("会") else what
    wanted = wanted_words(said.required)
    if "/" in said.actual:  # of those to which he was entitled
        part = f"{period}{what}参加了 {said.actual}"
        return part if said.status == Status.MET else f"{part}，应{wanted}"
    if said.status == Status.MET:
        return f"{period}{what} {said.actual} 次"
    if said.actual == "0":
        return f"{period}{'还没有' if said.status == Status.PENDING else '没有'}{held}"
    if said.status == Status.PENDING:
        return f"{period}{what}已有 {said.actual} 次，{wanted}"
    return f"{period}{what} {said.actual} 次，应为 {wanted}".replace("为 至", "为至")


def _with_whom(spec: Any) -> str:
    """同党小组组长的: whoever has to be there besides the member, where the rule names a post."""
    posts = spec.where.attendee_post if spec.as_ == "attendee" else None
    names = [str(PostKind(post).label) for post in posts or () if post in PostKind.values]
    return f"同{names[0]}{'等' if len(names) > 1 else ''}的" if names else ""


def reason_words(reason: str) -> str:
    """A reason without what stands in it for other programs."""
    return plain_reason(reason).replace("缺决定的活动", "没有写明是哪次会定的")


def _missed(said: Said, spec: Any) -> str:
    """What is wrong, of several limits only those that are not kept; without a waiver's words."""
    reason = reason_words(said.reason).rstrip("。")
    if said.status == Status.WAIVED:
        reason = _WAIVED.sub("", reason)
    parts = reason.split("；")
    if spec.kind == "sequence":  # the demand stands beside it
        return parts[-1]
    steps = steps_of(said, spec) if spec.kind in ("vote", "composition") else []
    if len(steps) != len(parts):
        return reason
    wrong = [part for part, step in zip(parts, steps, strict=True) if step.status != Status.MET]
    return "；".join(wrong) or reason


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
