"""Forms of the account pages: shape and wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User


def mark_errors(form: forms.BaseForm) -> None:
    """Tell readers of the screen which fields are wrong and where the words about it stand."""
    for field in form:
        if field.errors:
            field.field.widget.attrs["aria-invalid"] = "true"
            field.field.widget.attrs["aria-describedby"] = f"{field.id_for_label}_error"
        elif field.help_text:
            field.field.widget.attrs["aria-describedby"] = f"{field.id_for_label}_hint"


def text_input(**attributes: str) -> forms.TextInput:
    """A text field in the style of the site."""
    return forms.TextInput(attrs={"class": "input", **attributes})


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


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(label="原密码", strip=False, widget=password_input("current-password"))
    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=password_input("new-password"),
        help_text="至少 10 个字符，不能全是数字，不要用姓名。一句只有自己知道的话最好记。",
    )
    again = forms.CharField(
        label="新密码再写一遍", strip=False, widget=password_input("new-password")
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        for field in self.fields.values():
            field.error_messages["required"] = f"还没有填{field.label}。"

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError("原密码不对，再写一遍。")
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "和上面的新密码不一样，再写一遍。")
        return data
