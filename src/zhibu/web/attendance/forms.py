"""Forms of attending: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError

from zhibu.domain.activities.choices import AttendanceStatus
from zhibu.domain.attendance.choices import Says, Way
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, choice_field, text_field, text_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.attendance.selectors import AttendanceRoll, Line

STATUS_WORDS = {
    "到": "present", "到会": "present", "线上": "online", "请假": "excused", "事假": "excused", "病假": "excused",
    "公假": "excused", "缺席": "absent", "没来": "absent", "未到": "absent", "旷会": "absent",
}  # fmt: skip
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)", re.ASCII)


class EnterForm(forms.Form):
    """Those who did not sign: one a line, `name [请假 or 缺席] [reason]`."""

    away = forms.CharField(
        label="没有签名的人", required=False, widget=area(6), max_length=20_000,
        help_text="一行一人：姓名 请假 出差；只写姓名的记缺席。都签了就空着",
    )  # fmt: skip

    def __init__(self, roll: AttendanceRoll, data: Any = None) -> None:
        super().__init__(data)
        self.roll = roll
        if roll.recorded and roll.activity.recorded_on is not None:
            self.fields["why"] = text_field("更正的原因", required=False, help_text="记录已经完成，改了什么要写原因")

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """id -> (status, reason) of all who are entitled."""
        start = "online" if self.roll.activity.form == "online" else "present"
        away: dict[str, tuple[str, str]] = self.cleaned_data["away"]
        return {line.member.pk: (start, "") for line in self.roll.lines} | away

    def clean_away(self) -> dict[str, tuple[str, str]]:
        """The rows of those who were not there; every line that cannot be read is told."""
        found: dict[str, tuple[str, str]] = {}
        faults = []
        lines = re.split(r"[\n;；]+", self.cleaned_data["away"])
        for number, line in enumerate(lines, 1):
            words = re.split(r"[\s,，、:：（）()]+", line.strip(" \t，,。"))
            if not words[0]:
                continue
            try:
                member, said = self._read(number, [word for word in words if word])
            except ValidationError as error:
                faults.append(error)
                continue
            if member in found:
                faults.append(ValidationError(f"第 {number} 行：{words[0]}写了两遍，留一行。"))
            found[member] = said
        if faults:
            raise ValidationError(faults)
        return found

    def _read(self, number: int, words: list[str]) -> tuple[str, tuple[str, str]]:
        line = self._person(number, words[0])
        status, rest = AttendanceStatus.ABSENT.value, words[1:]
        if rest and rest[0] in STATUS_WORDS:
            status = STATUS_WORDS[rest[0]]
            rest = rest if rest[0] in ("病假", "事假", "公假") else rest[1:]
        elif rest:
            status = AttendanceStatus.EXCUSED.value
        return line.member.pk, (status, " ".join(rest)[:200])

    def _person(self, number: int, name: str) -> Line:
        there = [line for line in self.roll.all if line.member.name == name]
        if len(there) == 1:
            return there[0]
        if there:
            raise ValidationError(f"第 {number} 行：名单里有 {len(there)} 个“{name}”，到会的名单上分别点。")
        near = difflib.get_close_matches(name, [line.member.name for line in self.roll.all], 1, 0.5)
        meant = f"是不是{near[0]}？" if near else "应是应到名单里的姓名。"
        raise ValidationError(f"第 {number} 行：读到“{name[:20]}”，名单里没有。{meant}")


class AnswerForm(forms.Form):
    """Coming, leave with a reason, cannot say."""

    says = forms.ChoiceField(
        label="去不去", choices=[(one.value, one.label) for one in Says if one != Says.WITHDRAWN], widget=forms.RadioSelect,
        error_messages={"required": "还没有选去不去。", "invalid_choice": "从参加、请假、还说不准里选一个。"},
    )  # fmt: skip
    reason = text_field("别的原因", required=False, help_text="几个字就行；批的人看得到")


class DeadlineForm(forms.Form):
    """Until when answers are taken."""

    day = DayField(label="回复截止日期", required=False, help_text="空着：到开会那天为止")
    time = forms.CharField(label="几点", required=False, max_length=5, widget=text_input(), help_text="写成 17:00；空着算到那天 24:00")

    def clean_time(self) -> dt.time | None:
        """A time of the day."""
        text = self.cleaned_data["time"].strip()
        found = _TIME.fullmatch(text)
        if text and found is None:
            raise ValidationError(f"“{text}”不是时间，要写成 17:00。")
        return dt.time(int(found[1]), int(found[2])) if found else None

    @property
    def answers_by(self) -> dt.datetime | None:
        """The instant; None without a day."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return dt.datetime.combine(day, time or dt.time(23, 59), clock.SHANGHAI) if day else None


class MakingUpForm(forms.Form):
    """How he made up for it."""

    way = choice_field("怎么补的", Way.choices)
    joined = choice_field("参加的是哪一次", [], empty="不是参加别的会", required=False, help_text="名单里有他到会的同类会议")
    on = DayField(label="补的日期", initial=clock.today)
    note = text_field("说明", required=False, help_text="学了什么、谁讲的、哪里的会，一句话")

    def __init__(self, others: Sequence[Activity], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        chosen = cast(forms.ChoiceField, self.fields["joined"])
        chosen.choices = [("", "不是参加别的会"), *((one.pk, f"{one.on} {one.organisation}") for one in others)]
        self.others = {one.pk: one for one in others}
        if not others:
            del self.fields["joined"]
