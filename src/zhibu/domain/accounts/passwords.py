"""What a password has to be, in the words of the site: Django's checks, whose own texts are partly not Chinese."""

from __future__ import annotations

from django.contrib.auth import password_validation as given


class Length(given.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        return f"太短了，至少 {self.min_length} 个字符。"


class NotTheName(given.UserAttributeSimilarityValidator):
    """Not the user name or the name turned about."""

    def get_error_message(self) -> str:
        return "和用户名或姓名太像，别人猜得到，换一个。"


class NotCommon(given.CommonPasswordValidator):
    """Not one of those that are tried first everywhere."""

    def get_error_message(self) -> str:
        return "这个密码太常见，别人会先试它，换一个。"


class NotNumeric(given.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        return "不能全是数字，加上字母或汉字。"
