"""Forms of notices: wishes of a person and of an office, robots."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhibu.domain.notices.choices import PERSONAL, ROBOTS, Rhythm
from zhibu.web.components.days import read_hour
from zhibu.web.components.fields import choice_field, text_field, text_input


class HourField(forms.CharField):
    """An hour as people write it: 21:00, 21, 晚上9点半."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, max_length=8, widget=text_input(inputmode="numeric"), **options)
        self.error_messages["required"] = "还没有写几点。"

    def clean(self, value: Any) -> dt.time | None:
        text = super().clean(value).strip()
        if not text:
            return None
        hour = read_hour(text)
        if hour is None:
            raise ValidationError(f"“{text}”不是时间，写成 21:00。")
        return dt.time.fromisoformat(hour)


class WishForm(forms.Form):
    """What he wants outside the site."""

    channels_wanted = forms.MultipleChoiceField(
        label="站外也通知我", required=False, choices=[(one.value, one.label) for one in PERSONAL],
        widget=forms.CheckboxSelectMultiple, help_text="站内的通知总在；都不勾，站外什么都不发",
    )  # fmt: skip
    rhythm = choice_field("多久一次", Rhythm.choices, empty="按单位的设置", required=False)
    quiet_from = HourField("晚上几点以后不打扰", required=False, help_text="两格都空着，按单位的设置；夜里的早上再发")
    quiet_until = HourField("早上几点以前不打扰", required=False)
    mail = text_field("邮箱", 200, required=False, help_text="空着用账号里的邮箱")
    wecom = text_field("企业微信账号", 64, required=False, help_text="自己在企业微信里的账号，不是姓名")


class OfficeForm(forms.Form):
    """What holds for whoever said nothing."""

    rhythm = choice_field("多久一次", Rhythm.choices)
    quiet_from = HourField("晚上几点以后不打扰")
    quiet_until = HourField("早上几点以前不打扰")


class RobotForm(forms.Form):
    """A robot of a group chat."""

    channel = choice_field("哪一种", [(one.value, one.label) for one in ROBOTS], empty="选一种")
    name = text_field("叫什么", 60, missing="还没有写叫什么。", help_text="自己认得出就行，如“二组工作群”")
    token = text_field("机器人的地址", 400, missing="还没有填机器人的地址。", help_text="整个地址粘贴进来，只留下末尾的令牌，加密存放，以后不再显示")
    secret = text_field("加签的密钥", 200, required=False, help_text="设置机器人时选了“加签”的才填；选“关键词”的，关键词写：支部工作台")
