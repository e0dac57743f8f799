"""Forms of the account pages: shape and wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.choices import Role
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field, text_input

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User
    from zhibu.kernel.actor import Actor

MOST_BODIES = 2_000


def password_input(autocomplete: str) -> forms.PasswordInput:
    """A password field in the style of the site."""
    return forms.PasswordInput(attrs={"class": "input", "autocomplete": autocomplete})


class SignInForm(forms.Form):
    """User name and password; says how many tries are left."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=text_input(autocomplete="username", autocapitalize="none", spellcheck="false"),
        error_messages={"required": "还没有填用户名。"},
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=password_input("current-password"),
        error_messages={"required": "还没有填密码。"},
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "username" in data and "password" in data:
            name = data["username"].strip()
            self.user = authenticate(self.request, username=name, password=data["password"])
            if self.user is None:
                self.add_error("password", self._wrong(name))
        return data

    def _wrong(self, name: str) -> str:
        credentials = {"username": name}
        failures = AxesProxyHandler.get_failures(self.request, credentials)
        left = max(get_failure_limit(self.request, credentials) - failures, 0)
        return f"用户名或密码不对。还可以试 {left} 次，之后锁 15 分钟。"


class AcceptForm(forms.Form):
    """The password that the invited person sets himself, twice."""

    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=password_input("new-password"),
        help_text="至少 10 个字符，不能全是数字，不要用姓名。一句只有自己知道的话最好记。",
    )
    again = forms.CharField(label="新密码再写一遍", strip=False, widget=password_input("new-password"))

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        for field in self.fields.values():
            field.error_messages["required"] = f"还没有填{field.label}。"

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "和上面的新密码不一样，再写一遍。")
        return data


class PasswordForm(AcceptForm):
    """The old password, and the new one twice."""

    old = forms.CharField(label="原密码", strip=False, widget=password_input("current-password"))
    field_order = ["old", "new", "again"]

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError("原密码不对，再写一遍。")
        return str(self.cleaned_data["old"])


class CodeForm(forms.Form):
    """The code of an invitation, typed off the slip."""

    code = forms.CharField(
        label="邀请码",
        max_length=60,
        widget=text_input(autocomplete="one-time-code", autocapitalize="none", spellcheck="false"),
        help_text="纸条上四组字母和数字；大小写、横线、空格都不要紧",
        error_messages={"required": "还没有填邀请码。"},
    )

    def clean_code(self) -> str:
        code = "".join(sign for sign in self.cleaned_data["code"] if sign.isalnum())
        if not code:
            raise ValidationError("邀请码是四组字母和数字，照纸条再写一遍。")
        return code.lower()


class ConfirmForm(forms.Form):
    """The password once more; wrong tries count as at signing in."""

    password = forms.CharField(
        label="密码", strip=False, widget=password_input("current-password"),
        error_messages={"required": "还没有填密码。"},
    )  # fmt: skip

    def __init__(self, request: HttpRequest, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        word = str(self.cleaned_data["password"])
        found = authenticate(self.request, username=self.user.username, password=word)
        if found is None or found.pk != self.user.pk:
            raise ValidationError("密码不对，再写一遍。连续错 5 次锁 15 分钟。")
        return word


class CloseForm(forms.Form):
    """Why an account is closed."""

    reason = text_field("原因", missing="还没有写原因。", help_text="比如：调走了；手机丢了，先停用")


class AtBody(forms.Form):
    """A form about an organisation that the actor keeps as a clerk."""

    organisation = OrganisationField(label="在哪个组织")

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        seen = scope.organisations(actor).filter(dissolved=None)[:MOST_BODIES]
        self.bodies = {b.pk: b for b in seen if actor.reaches(b.path, "clerk")}
        cast(OrganisationField, self.fields["organisation"]).choices = [
            ("", "选一个组织"), *((b.pk, f"{'　' * b.depth}{b}") for b in self.bodies.values())
        ]  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        """What the service is given."""
        return self.cleaned_data | {"organisation": self.bodies[self.cleaned_data["organisation"]]}


class GrantForm(AtBody):
    """A role, where, from when to when."""

    role = forms.ChoiceField(
        label="角色", choices=Role.choices, widget=select()
    )
    since = DayField(label="从哪一天起")
    until = DayField(label="到哪一天不再有（可以不填）", required=False)
    field_order = ["role", "organisation", "since", "until"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", f"要在 {data['since']} 以后。")
        return data


class RevokeForm(forms.Form):
    """The first day on which a role is no longer held."""

    until = DayField(label="从哪一天起不再有", help_text="写成 2026-11-20；今天就收回，填今天")


class ClerkForm(AtBody):
    """A clerk's name, his user name, and where he works."""

    name = text_field("姓名", 60, missing="还没有写姓名。")
    username = forms.CharField(
        label="用户名（可以不填）", max_length=60, required=False, help_text="不填就用姓名的拼音",
        widget=text_input(autocapitalize="none", spellcheck="false"),
    )  # fmt: skip
    field_order = ["name", "username", "organisation"]

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().lower()
        if name and not name.replace(".", "").replace("-", "").replace("_", "").isalnum():
            raise ValidationError("用户名只用字母、数字、点和横线。")
        return name


class OneCodeForm(forms.Form):
    """A one-time code of the phone's app, or a recovery code."""

    code = forms.CharField(
        label="动态码",
        max_length=40,
        widget=text_input(autocomplete="one-time-code", autocapitalize="none", spellcheck="false"),
        error_messages={"required": "还没有填动态码。"},
    )


class BehalfForm(forms.Form):
    """Why somebody enters for another."""

    reason = text_field("为什么代办", missing="还没有写为什么代办。", help_text="比如：没有手机；住院，电话里托我办")
